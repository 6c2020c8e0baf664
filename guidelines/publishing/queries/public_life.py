"""What readers see of a published version beside its frozen text: its life, who endorses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from guidelines.db import now, session
from guidelines.publishing.models import Edition, GuidelineMove
from guidelines.publishing.queries.editions import public_at
from guidelines.publishing.queries.endorsements import printed_endorsements
from guidelines.publishing.queries.life import moves_of, review_by
from guidelines.publishing.rules.life import Life, LifeMove


@dataclass(frozen=True, slots=True)
class PublicLife:
    """Where the guideline of a published version stands today.

    `note` and `successor` are what readers are told where it was withdrawn or superseded.
    `endorsed` are organisations with the day on which their endorsement ends, if it does.
    """

    state: Life = Life.PUBLISHED
    since: date | None = None
    note: str = ""
    successor: str = ""
    review_by: date | None = None
    endorsed: tuple[tuple[str, str], ...] = ()

    @property
    def marks(self) -> tuple[object, ...]:
        """All that a page made of it depends on."""
        return (self.state, self.since, self.note, self.successor, self.review_by, *self.endorsed)


def public_life(edition_id: str) -> PublicLife:
    """Return what readers see today beside the frozen text of a published version."""
    found = session.execute(
        select(Edition.document_id, Edition.request_id).where(Edition.id == edition_id)
    ).one()
    moves = _known(moves_of(found.document_id), _waiting(found.document_id))
    endorsed = tuple(
        (one["organisation"], one["expires_on"]) for one in printed_endorsements(found.request_id)
    )
    if not moves:
        return PublicLife(endorsed=endorsed)
    last = moves[-1]
    ended = last.after in {Life.SUPERSEDED, Life.WITHDRAWN}
    return PublicLife(
        state=last.after,
        since=last.at.date(),
        note=last.note if ended else "",
        successor=last.successor,
        review_by=review_by(moves),
        endorsed=endorsed,
    )


def _waiting(document_id: str) -> int:
    """Return how many versions of a guideline readers do not know of yet."""
    found = session.scalar(
        select(func.count())
        .select_from(Edition)
        .where(Edition.document_id == document_id, ~public_at(now()))
    )
    return found or 0


def _known(moves: Sequence[GuidelineMove], waiting: int) -> list[GuidelineMove]:
    """Return the steps that readers know of: not the publication of what waits for its day."""
    hidden = [one.number for one in moves if one.move is LifeMove.PUBLISH][-waiting:]
    return [one for one in moves if not waiting or one.number not in hidden]
