"""The story from its beginning to its end, told once into an installation of its own."""

import json
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from guidelines.config import Settings
from guidelines.db import db, session
from guidelines.demonstration import discussing, panel, people, script, signing, writing
from guidelines.errors import Conflict, sentence
from guidelines.home.commands import bring_up
from guidelines.jobs import Job, JobState, work_once
from guidelines.projects.models import Network

Say = Callable[[str], None]


def _quietly(_line: str) -> None:
    """Say nothing."""


def tell(settings: Settings, say: Say = _quietly) -> bool:
    """Bring the database up and tell the story into it, once; return whether it was told now.

    A telling that was interrupted is begun anew: the marker beside the database says that
    everything in it comes from the story. Raises `Conflict` where other work would be touched.
    """
    if not settings.demonstration:
        raise Conflict(
            sentence(
                "This is not an installation for demonstration. Use `make demo`, or set "
                "GUIDELINES_DEMONSTRATION=true and an instance folder of its own."
            )
        )
    marker = settings.prepare().instance / "story.json"
    state = json.loads(marker.read_text())["state"] if marker.exists() else ""
    if state == "begun":
        say("An earlier start was interrupted: beginning anew.")
        _clear(settings, marker)
    say("Setting up the database …")
    bring_up(settings)
    networks = session.scalar(select(func.count()).select_from(Network)) or 0
    session.rollback()
    if state == "told" and networks:
        return False
    if networks:
        raise Conflict(
            sentence(
                "This database holds other work. Give the demonstration an instance folder of "
                "its own (GUIDELINES_INSTANCE)."
            )
        )
    marker.write_text(json.dumps({"state": "begun"}))
    _tell(say)
    marker.write_text(json.dumps({"state": "told"}))
    return True


def _clear(settings: Settings, marker: Path) -> None:
    """Remove the database of an interrupted telling."""
    if not settings.database.startswith("sqlite:///"):
        raise Conflict(
            sentence(
                "An earlier start was interrupted. Empty the database, remove %(marker)s, and "
                "start again.",
                marker=marker,
            )
        )
    session.remove()
    db.engine.dispose()
    file = Path(settings.database.removeprefix("sqlite:///"))
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()
    marker.unlink()


def _tell(say: Say) -> None:
    cast = people.gather()
    for name in script.GUIDELINES:
        story = script.story(name)
        say(f"{story.project.title}:")
        say("  members, interests, evidence and first draft …")
        guideline = writing.draft(story, cast, people.start(cast, story))
        say("  comments and edits …")
        writing.clash(guideline)
        threads = discussing.discuss(guideline)
        writing.revise(guideline, "comments")
        discussing.respond(guideline, threads)
        _vote(guideline, say)
        if story.edition is not None:
            say("  approval and publication …")
            signing.attest(guideline)
            signing.approve(guideline)
            signing.publish(guideline)
    say("Letters, PDF, Word file and web page …")
    work()


def _vote(guideline: writing.Guideline, say: Say) -> None:
    """Ask the panel, round by round; the last round of an unfinished story stays open."""
    story = guideline.story
    process = panel.prepare(guideline)
    first = None
    for told in story.rounds:
        say(f"  {told.title.lower()} …")
        if told.stage != "comments":
            writing.revise(guideline, told.stage)
        round_ = panel.ask(guideline, process, told)
        work()
        first = first or round_
        if story.edition is not None:
            panel.close(guideline, round_)
    if story.edition is not None and first is not None:
        panel.finish(guideline, process, first)
        writing.revise(guideline, "after-rounds")


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
