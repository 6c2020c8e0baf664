"""The worker of the story: it does what is due before the story goes on."""

from collections.abc import Callable

from sqlalchemy import select

from guidelines.db import session
from guidelines.errors import Conflict, sentence
from guidelines.jobs import Job, JobState, work_once

Say = Callable[[str], None]


def quietly(_line: str) -> None:
    """Say nothing."""


def work() -> None:
    """Do all jobs that are due; raise `Conflict` if one of them failed."""
    while work_once():
        pass
    failed = session.scalars(select(Job).where(Job.state == JobState.FAILED)).all()
    retried = session.scalars(
        select(Job).where(Job.state == JobState.QUEUED, Job.attempts > 0)
    ).all()
    for one in (*failed, *retried):
        raise Conflict(
            sentence("The job %(name)s failed: %(why)s", name=one.name, why=one.failure[-600:])
        )
