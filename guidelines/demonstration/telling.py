"""The story from its beginning to its end, told once into an installation of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from guidelines.config import Settings
from guidelines.consensus.models import Process, Round
from guidelines.db import days_ago, db, session
from guidelines.demonstration import (
    appraising,
    asked,
    consulting,
    discussing,
    gathering,
    later,
    panel,
    people,
    script,
    signing,
    using,
    writing,
)
from guidelines.demonstration.worker import Say, quietly, work
from guidelines.demonstration.writing import Guideline
from guidelines.errors import Conflict, sentence
from guidelines.home.commands import bring_up
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.reviews.models import ReviewRound

CALENDAR = {
    "craniosynostosis": (
        *(560, 535, 520, 506, 492),  # project, evidence, draft, internal review, its answers
        *(480, 478, 475),  # definition, plan asked for and signed
        *(470, 445, 430, 404, 402),  # both rounds opened and closed, text
        *(400, 397, 392),  # public consultation: opened, answered by the public, by the group
        *(391, 384, 382, 375, 367),  # editorial change, appraisal, asked, returned, mended
        *(360, 357, 353),  # signed, endorsed, published
        *(331, 330, 326, 324, 323),  # error reported, notice, corrected, signed, published
        *(300, 290, 285, 270, 255),  # text for families, translation, asked, signed, published
        *(215, 150, 140, 126, 122),  # interests, under review, searched, rewritten, compared
        *(118, 117, 93),  # definition, round opened and closed
        *(60, 46, 33),  # asked, signed, published
        *(20, 12),  # errors reported, answered
        *(11, 10, 9),  # short version, signed, published for a later day
    ),
    "otitis-media": (90, 75, 60, 45, 40, 36, 34, 32, 26, 20, 14, 9, 7, 5, 4, 3),
}
"""How many days before today each step happened."""


def tell(settings: Settings, say: Say = quietly) -> bool:
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
    with days_ago(570):
        cast = people.gather()
    for name in script.GUIDELINES:
        story = script.story(name)
        say(f"{story.project.title}:")
        days = iter(CALENDAR[name])
        guideline = _write(cast, story, days, say)
        if story.edition is not None:
            _agree(guideline, days, say)
            edition = _publish(guideline, days, say)
            later.go_on(guideline, edition, days, say)
            published = guideline
        else:
            later.write_a_page(guideline, days, say)
            _remain_open(guideline, days, say)
    with days_ago(2):
        using.endorse_others(published)
    say("Letters …")
    work()


def _write(cast: people.Cast, story: script.Story, days: Iterator[int], say: Say) -> Guideline:
    say("  members, interests, evidence and first draft …")
    with days_ago(next(days)):
        project = people.start(cast, story)
    with days_ago(next(days)):
        gathering.gather_evidence(story, cast, project)
    with days_ago(next(days)):
        guideline = writing.draft(story, cast, project)
    say("  comments and edits …")
    inside = "internal" in consulting.review(guideline.slug)
    with days_ago(next(days)):
        writing.clash(guideline)
        if inside:
            round_ = _ask_reviewers(guideline, "internal")
        threads = discussing.discuss(guideline)
    with days_ago(next(days)):
        if inside:
            consulting.end(guideline, round_, "internal")
        writing.revise(guideline, "comments")
        discussing.respond(guideline, threads)
        if inside:
            consulting.respond(guideline, round_, "internal")
    return guideline


def _agree(guideline: Guideline, days: Iterator[int], say: Say) -> None:
    """Sign the plan, ask the panel round by round, and hear the public."""
    with days_ago(next(days)):
        process = panel.prepare(guideline)
    with days_ago(next(days)):
        signing.name_board(guideline)
        plan = signing.request_plan(guideline)
    with days_ago(next(days)):
        signing.sign_plan(guideline, plan)
    rounds = []
    for told in guideline.story.rounds:
        with days_ago(next(days)):
            rounds.append(_ask_panel(guideline, process, told, say))
        with days_ago(next(days)):
            panel.close(guideline, rounds[-1])
    with days_ago(next(days)):
        panel.finish(guideline, process, rounds[0])
        writing.revise(guideline, "after-rounds")
    say("  public consultation …")
    with days_ago(next(days)):
        consultation = _ask_reviewers(guideline, "consultation")
    with days_ago(next(days)):
        consulting.collect(guideline, consultation, "consultation")
    with days_ago(next(days)):
        consulting.end(guideline, consultation, "consultation")
        writing.revise(guideline, "after-consultation")
        consulting.respond(guideline, consultation, "consultation")


def _remain_open(guideline: Guideline, days: Iterator[int], say: Say) -> None:
    """Ask outside experts, the panel and the public; nothing of it is over yet."""
    with days_ago(next(days)):
        experts = _ask_reviewers(guideline, "experts")
    with days_ago(next(days)):
        consulting.collect(guideline, experts, "experts")
    with days_ago(next(days)):
        process = panel.prepare(guideline)
    with days_ago(next(days)):
        _ask_panel(guideline, process, guideline.story.rounds[0], say)
    with days_ago(next(days)):
        consultation = _ask_reviewers(guideline, "consultation")
    with days_ago(next(days)):
        consulting.collect(guideline, consultation, "consultation")
    with days_ago(next(days)):
        discussing.suggest(guideline)
    with days_ago(next(days)):
        appraising.appraise(guideline)


def _ask_panel(guideline: Guideline, process: Process, told: asked.Round, say: Say) -> Round:
    say(f"  {told.title[0].lower()}{told.title[1:]} …")
    if told.stage != "comments":
        writing.revise(guideline, told.stage)
    round_ = panel.ask(guideline, process, told)
    work()
    return round_


def _ask_reviewers(guideline: Guideline, key: str) -> ReviewRound:
    round_ = consulting.ask(guideline, key)
    work()
    return round_


def _publish(guideline: Guideline, days: Iterator[int], say: Say) -> Edition:
    say("  approval and publication …")
    with days_ago(next(days)):
        signing.attest(guideline)
        signing.print_unagreed(guideline)
    with days_ago(next(days)):
        appraising.appraise(guideline)
        appraising.fill_checklist(guideline)
        using.measure(guideline)
    with days_ago(next(days)):
        request = signing.request(guideline, "The text as the panel left it, with its results.")
    with days_ago(next(days)):
        signing.give_back(guideline, request)
    with days_ago(next(days)):
        writing.revise(guideline, "after-return")
        request = signing.request(guideline, "The chapter on the organisation is complete now.")
    with days_ago(next(days)):
        signing.sign(guideline, request)
    with days_ago(next(days)):
        signing.endorse(guideline, request)
    with days_ago(next(days)):
        edition = signing.publish(guideline)
        say("  letters, PDF, Word file and web page …")
        work()
    return edition
