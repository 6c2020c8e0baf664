"""Work for later: rows written with the change itself, done at least once, effective once.

A row is claimed by a lease, so a killed worker loses nothing: another takes the row when the
lease runs out. Huey only wakes the workers and keeps the clock; it never holds the truth.
"""

import json
import os
import socket
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, Key, after_commit, now, session, transaction
from guidelines.jobs.engine import wake

LEASE = timedelta(minutes=2)
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work that follows from a change."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state <> 'running' OR owner IS NOT NULL", name="running_has_an_owner"),
        CheckConstraint("attempts >= 0", name="attempts_count_up"),
        UniqueConstraint("dedupe"),
        Index("ix_job_due", "state", "run_at"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    dedupe: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    owner: Mapped[str | None] = mapped_column(String(80))
    progress: Mapped[str] = mapped_column(String(200), default="")
    failure: Mapped[str] = mapped_column(String(2000), default="")


class JobEffect(Base):
    """An effect outside the database that must happen once (a mail sent): its key, when done."""

    __tablename__ = "job_effect"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Work:
    """What a job function gets: its payload, and a way to say how far it is."""

    job_id: str
    payload: dict[str, Any]

    def report(self, progress: str) -> None:
        """Show `progress` on the page, and keep the lease; in a transaction of its own."""
        with transaction():
            session.execute(
                update(Job)
                .where(Job.id == self.job_id)
                .values(progress=progress[:200], lease_until=now() + LEASE)
            )


JobFunction = Callable[[Work], None]
REGISTRY: dict[str, tuple[JobFunction, int]] = {}


class GiveUp(Exception):
    """A job that must not be tried again; the message is for the person who waits for it."""


def job(name: str, *, attempts: int = 5) -> Callable[[JobFunction], JobFunction]:
    """Register a job function under `name`; it opens its own transactions."""

    def register(function: JobFunction) -> JobFunction:
        REGISTRY[name] = (function, attempts)
        return function

    return register


def enqueue(
    name: str, *, dedupe: str | None = None, run_at: datetime | None = None, **payload: Any
) -> Job:
    """Write a job in the current transaction; with `dedupe`, once only.

    The payload is plain values: ids, never secrets.
    """
    if dedupe is not None:
        there = session.scalar(select(Job).where(Job.dedupe == dedupe))
        if there is not None:
            return there
    row = Job(
        name=name, payload=json.loads(json.dumps(payload)), dedupe=dedupe, run_at=run_at or now()
    )
    session.add(row)
    session.flush()
    moment = row.run_at
    after_commit(lambda: wake(moment))
    return row


def owner_name() -> str:
    """Return a name for this worker."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}"


def claim(owner: str) -> Job | None:
    """Take the oldest due job, or one whose worker died; opens its own transaction."""
    with transaction():
        moment = now()
        row = session.scalar(
            select(Job)
            .where(
                or_(
                    (Job.state == JobState.QUEUED) & (Job.run_at <= moment),
                    (Job.state == JobState.RUNNING) & (Job.lease_until < moment),
                )
            )
            .order_by(Job.run_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.state, row.owner = JobState.RUNNING, owner
        row.lease_until, row.attempts = moment + LEASE, row.attempts + 1
        return row


def work_once(owner: str | None = None) -> bool:
    """Do one due job; return whether there was one."""
    row = claim(owner or owner_name())
    if row is None:
        return False
    job_id, name, attempt = row.id, row.name, row.attempts
    function, most = REGISTRY.get(name, (_unknown, 1))
    if attempt > most:
        _finish(job_id, JobState.FAILED, "Its worker was killed or went silent, each time.")
        return True
    try:
        function(Work(job_id, dict(row.payload)))
    except GiveUp as end:
        _finish(job_id, JobState.FAILED, str(end))
    except Exception as trouble:  # a job must never end its worker
        trace = "".join(traceback.format_exception(trouble, limit=-4))[-1900:]
        if attempt >= most:
            _finish(job_id, JobState.FAILED, trace)
        else:
            _postpone(job_id, PAUSES[min(attempt - 1, len(PAUSES) - 1)], trace)
    else:
        _finish(job_id, JobState.DONE, "")
    return True


def is_done(key: str) -> bool:
    """Tell whether the outside effect `key` (a letter sent) has happened."""
    return session.get(JobEffect, key) is not None


def mark_done(key: str) -> None:
    """Note that the outside effect `key` has happened, in a transaction of its own.

    It is noted after the effect: a worker killed in between repeats a letter rather than lose it.
    """
    with transaction():
        session.add(JobEffect(key=key, at=now()))


def of(name: str, **payload: Any) -> Sequence[Job]:
    """Return the jobs `name` whose payload holds these values, oldest first."""
    rows = session.scalars(select(Job).where(Job.name == name).order_by(Job.run_at)).all()
    return [row for row in rows if payload.items() <= row.payload.items()]


def waiting() -> int:
    """Return how many jobs are queued or running."""
    count = session.scalar(
        select(func.count()).where(Job.state.in_([JobState.QUEUED, JobState.RUNNING]))
    )
    return count or 0


def retry(job_id: str) -> None:
    """Queue a failed job again, in the current transaction."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.FAILED)
        .values(state=JobState.QUEUED, attempts=0, run_at=now(), failure="", progress="")
    )


def _unknown(work: Work) -> None:
    raise GiveUp("no such kind of job")


def _finish(job_id: str, state: JobState, failure: str) -> None:
    with transaction():
        session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(state=state, failure=failure[:2000], lease_until=None)
        )


def _postpone(job_id: str, pause: timedelta, failure: str) -> None:
    with transaction():
        session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(
                state=JobState.QUEUED,
                run_at=now() + pause,
                failure=failure[:2000],
                lease_until=None,
                owner=None,
            )
        )
