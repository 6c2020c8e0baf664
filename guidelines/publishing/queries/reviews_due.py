"""Reads about the day of the next review of what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import now, session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import standing_at
from guidelines.publishing.queries.life import moves_of, review_by
from guidelines.publishing.rules.life import Life

OPEN = frozenset({Life.PUBLISHED, Life.REAFFIRMED})


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A published guideline whose review nobody has begun, and its day."""

    document: Document
    number: str
    due: date


def reviews_due(*conditions: object) -> list[ReviewDue]:
    """Return what is published, stands, and is to be reviewed on a day; conditions on `Edition`.

    The day is the one in the text, or a later one set when the guideline was reaffirmed.
    """
    stated = Edition.content["about"]["review_by"].as_string()
    rows = session.execute(
        select(Edition, stated)
        .where(standing_at(now()), *conditions)  # type: ignore[arg-type]
        .options(joinedload(Edition.document).joinedload(Document.project))
        .order_by(Edition.title, Edition.id)
    ).all()
    found = []
    for edition, written in rows:
        moves = moves_of(edition.document_id)
        if moves and moves[-1].after not in OPEN:
            continue
        days = [date.fromisoformat(written)] if written else []
        later = review_by(moves)
        if later is not None:
            days.append(later)
        if days:
            found.append(ReviewDue(edition.document, edition.number, max(days)))
    return found


def review_due_of(document_id: str) -> ReviewDue | None:
    """Return the coming review of one guideline; None where none is stated or it has begun."""
    return next(iter(reviews_due(Edition.document_id == document_id)), None)


def reviews_due_in(project_ids: Sequence[str]) -> list[ReviewDue]:
    """Return the coming reviews in some projects."""
    return reviews_due(Edition.project_id.in_(project_ids))
