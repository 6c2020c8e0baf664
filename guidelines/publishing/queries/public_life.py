"""What readers see of a published version beside its frozen text: its life, who endorses it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from guidelines.db import session
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.endorsements import printed_endorsements
from guidelines.publishing.queries.life import moves_of, review_by
from guidelines.publishing.rules.life import Life


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
    moves = moves_of(found.document_id)
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
