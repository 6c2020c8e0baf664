"""Whether a published version is current today, read from the record."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from guidelines.db import now, session
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import public_at, state_now
from guidelines.publishing.queries.public_life import PublicLife
from guidelines.publishing.rules.currency import Corrected, Currency, Verdict, verdict_of
from guidelines.publishing.rules.life import Life


def edition_coded(code: str) -> Edition | None:
    """Return the version with a short address that readers know of; capitals do not matter."""
    return session.scalar(
        select(Edition).where(Edition.code == code.strip().lower(), public_at(now()))
    )


def corrections_in(document_id: str) -> tuple[Corrected, ...]:
    """Return the corrections in the public versions of a document, oldest first."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.document_id == document_id, public_at(now()))
        .order_by(Edition.major, Edition.minor)
    )
    return tuple(
        Corrected.of_version(one.number, one.published_at.date(), one.correction)
        for one in rows
        if one.correction
    )


def currency_of(
    edition: Edition, newest: Edition, life: PublicLife, due_by: date | None, today: date
) -> Currency:
    """Return where a version stands today.

    `newest` is the version that readers are sent to, `due_by` the day of its next review.
    """
    corrections = later_than(edition, corrections_in(edition.document_id))
    is_newest = newest.id == edition.id
    verdict = verdict_of(
        state=state_now(edition),
        life=life.state,
        is_newest=is_newest,
        is_corrected=bool(corrections) and newest.major == edition.major,
        is_due=due_by is not None and due_by < today,
    )
    dated = {
        Verdict.WITHDRAWN: life.since,
        Verdict.SUPERSEDED: life.since,
        Verdict.REPLACED: newest.published_at.date(),
        Verdict.CORRECTED: newest.published_at.date(),
        Verdict.DUE: due_by,
        Verdict.UNDER_REVIEW: life.since,
        Verdict.CURRENT: edition.published_at.date(),
    }
    ended = life.state in {Life.WITHDRAWN, Life.SUPERSEDED}
    return Currency(
        verdict=verdict,
        number=edition.number,
        newest=newest.number,
        since=dated[verdict],
        why=life.note if ended else "",
        instead=life.successor,
        review_by=due_by if is_newest and not ended else None,
        corrections=corrections,
    )


def later_than(edition: Edition, found: Sequence[Corrected]) -> tuple[Corrected, ...]:
    """Return those corrections that concern a version: made later, within the same large one."""
    own = (edition.major, edition.minor)
    return tuple(
        one
        for one in found
        if (parts := tuple(map(int, one.number.split("."))))[0] == own[0] and parts > own
    )
