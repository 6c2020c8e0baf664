"""When readers get to know of a published version: set another day, let it out, its day comes."""

from datetime import date, datetime

from guidelines import audit, jobs
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import EditionCameOut, EditionDated, EditionSuperseded
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_with_content, editions_of, renderings_of
from guidelines.publishing.rules.coming_out import check_moment
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.naming import Form
from guidelines.publishing.rules.reviewing import reminders
from guidelines.publishing.rules.states import (
    EDITION,
    RENDERING,
    EditionMove,
    EditionState,
    RenderingMove,
    RenderingState,
)


def date_edition(actor: Actor, edition: Edition, public_from: datetime | None) -> None:
    """Give a version that is not public yet another moment; with None it is public at once.

    The day of publication is part of its content and of its files: nobody outside has seen them,
    so they are frozen anew. Raises `Conflict` once it is public.
    """
    require(actor, Action.EDITION_PUBLISH, edition)

    lock_row(Edition, edition.id)
    at = now()
    found = edition_with_content(edition.id)
    if found is None or found.is_public_at(at):
        raise Conflict(sentence("This version is public. Its day cannot be changed any more."))
    waiting = [
        one.public_from
        for one in editions_of(found.document)
        if one.public_from is not None
        and not one.is_public_at(at)
        and (one.major, one.minor) < (found.major, found.minor)
    ]
    if public_from is not None:
        check_moment(public_from, at, max(waiting, default=None))
    elif waiting:
        raise Invalid(
            {"public_day": sentence("An earlier version is not public yet. Let it out first.")}
        )
    moment = public_from or at
    content = {**found.content, "published_at": moment.isoformat(timespec="seconds")}
    found.public_from = found.published_at = moment
    found.content, found.sha256 = content, sha256_of(content)
    for form, row in renderings_of(found).items():
        if row.state is RenderingState.READY and form is not Form.PAGE:
            row.state = RENDERING.after(row.state, RenderingMove.REPEAT)
            row.sha256, row.size = None, 0
    session.flush()
    if public_from is None:
        supersede_earlier(found, actor)
    else:
        await_day(found)
    audit.record(
        actor,
        EditionDated(
            network_id=found.network_id,
            project_id=found.project_id,
            document_id=found.document_id,
            edition_id=found.id,
            public_from=moment.isoformat(timespec="seconds"),
            sha256=found.sha256,
        ),
    )


def await_day(edition: Edition) -> None:
    """Let the worker write down that the day of a version has come, when it comes."""
    if edition.public_from is not None:
        jobs.enqueue("publishing.come_out", run_at=edition.public_from, edition_id=edition.id)


def await_review(document_id: str, due: date | None) -> None:
    """Let the worker remind authors and chairs of a review before its day, and once it is over."""
    if due is None:
        return
    for days, moment in reminders(due, now().date()):
        jobs.enqueue(
            "publishing.remind_of_review",
            dedupe=f"review:{document_id}:{due}:{days}",
            run_at=moment,
            document_id=document_id,
            due=due.isoformat(),
            days=days,
        )


def come_out(actor: Actor, edition: Edition) -> bool:
    """Write down that a version is public by now; readers see it from the moment itself.

    False, and nothing, where it was given a later day.
    """
    require(actor, Action.EDITION_RENDER, edition)

    lock_row(Document, edition.document_id)
    if edition.public_from is None or not edition.is_public_at(now()):
        return False
    supersede_earlier(edition, actor)
    audit.record(
        actor,
        EditionCameOut(
            network_id=edition.network_id,
            project_id=edition.project_id,
            document_id=edition.document_id,
            edition_id=edition.id,
        ),
    )
    return True


def supersede_earlier(edition: Edition, actor: Actor) -> None:
    """Let a version that is public take the place of those before it."""
    for one in editions_of(edition.document):
        earlier = (one.major, one.minor) < (edition.major, edition.minor)
        if one.state is not EditionState.PUBLISHED or not earlier:
            continue
        one.state = EDITION.after(one.state, EditionMove.SUPERSEDE)
        session.flush()
        audit.record(
            actor,
            EditionSuperseded(
                network_id=one.network_id,
                project_id=one.project_id,
                document_id=one.document_id,
                edition_id=one.id,
            ),
        )
