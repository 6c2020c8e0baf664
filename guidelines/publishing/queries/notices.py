"""Reads of safety notices: for readers, for files, and for those who issue them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Edition, SafetyNotice
from guidelines.publishing.rules.notices import SHOWN, NoticeState, is_concerned


@dataclass(frozen=True, slots=True)
class Warned:
    """A safety notice as a public page shows it; without `keys` it concerns all of the text."""

    number: int
    text: str
    keys: tuple[str, ...]
    since: datetime
    is_confirmed: bool

    def names(self, key: str) -> bool:
        """Tell whether it concerns the recommendation `key`."""
        return not self.keys or key in self.keys


def standing_notices(document_id: str) -> Sequence[SafetyNotice]:
    """Return the notices that readers of a document see now, the newest first.

    `text` says what to mind, `keys` which recommendations are concerned (none: all of it),
    `since` from when; `until` is None while it stands. A notice need not concern each published
    version: ask `concerns(number)`, or `notices_on`.
    """
    return session.scalars(
        select(SafetyNotice)
        .where(SafetyNotice.document_id == document_id, SafetyNotice.state.in_(SHOWN))
        .order_by(SafetyNotice.number.desc())
    ).all()


def notices_on(edition: Edition) -> list[SafetyNotice]:
    """Return the notices that readers of one published version see now, the newest first."""
    found = standing_notices(edition.document_id)
    return [one for one in found if one.concerns(edition.number)]


# Built once: every public page asks this.
WARNED = (
    select(SafetyNotice, Edition.major, Edition.minor)
    .join(Edition, Edition.document_id == SafetyNotice.document_id)
    .where(Edition.id == bindparam("edition"), SafetyNotice.state.in_(SHOWN))
    .order_by(SafetyNotice.number.desc())
)


def warned(edition_id: str) -> tuple[Warned, ...]:
    """Return the notices that readers of a published version see now, as values to be kept."""
    return tuple(
        Warned(one.number, one.text, tuple(one.keys), one.since, one.is_confirmed)
        for one, major, minor in session.execute(WARNED, {"edition": edition_id})
        if one.since is not None and one.concerns(f"{major}.{minor}")
    )


def notices_of(document_id: str) -> Sequence[SafetyNotice]:
    """Return all notices on a document, with those who dealt with them, the newest first."""
    return session.scalars(
        select(SafetyNotice)
        .where(SafetyNotice.document_id == document_id)
        .options(
            joinedload(SafetyNotice.proposer),
            joinedload(SafetyNotice.confirmer),
            joinedload(SafetyNotice.asker),
            joinedload(SafetyNotice.lifter),
        )
        .order_by(SafetyNotice.number.desc())
    ).all()


def noticed_documents(
    document_ids: Collection[str], *, lifted: bool = False
) -> dict[str, list[SafetyNotice]]:
    """Return the standing notices of some documents, for lists; one query.

    With `lifted` those that readers saw once are among them: who follows a guideline has to
    hear of that as well.
    """
    states = (*SHOWN, NoticeState.LIFTED) if lifted else SHOWN
    found: dict[str, list[SafetyNotice]] = {}
    for one in session.scalars(
        select(SafetyNotice)
        .where(SafetyNotice.document_id.in_(document_ids), SafetyNotice.state.in_(states))
        .order_by(SafetyNotice.number.desc())
    ):
        found.setdefault(one.document_id, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Alarm:
    """Which published versions safety notices stand on, for lists of many; made by one query.

    Each is a document, the version that corrects it, and the recommendations it names, if any.
    """

    notices: frozenset[tuple[str, str, tuple[str, ...]]]

    def on(self, document_id: str, number: str, key: str = "") -> bool:
        """Tell whether a notice stands on this version of a document, or on its part `key`."""
        return any(
            one == document_id
            and is_concerned(number, corrected_in)
            and (not key or not keys or key in keys)
            for one, corrected_in, keys in self.notices
        )

    @property
    def mark(self) -> str:
        """What a page made of it depends on."""
        return " ".join(
            sorted(f"{one}<{number}:{','.join(keys)}" for one, number, keys in self.notices)
        )


def alarm() -> Alarm:
    """Return which versions readers are warned of now; there are few."""
    rows = session.execute(
        select(SafetyNotice.document_id, SafetyNotice.corrected_in, SafetyNotice.keys).where(
            SafetyNotice.state.in_(SHOWN)
        )
    )
    return Alarm(frozenset((row.document_id, row.corrected_in, tuple(row.keys)) for row in rows))


def printed_notices(notices: Sequence[SafetyNotice]) -> list[dict[str, Any]]:
    """Return notices as plain values: for files, feeds and programs."""
    return [
        {
            "text": one.text,
            "recommendations": list(one.keys),
            "since": one.since.isoformat(timespec="seconds") if one.since else "",
            "confirmed": one.is_confirmed,
        }
        for one in notices
    ]


def editions_noticed(named: Mapping[str, Any]) -> Sequence[str]:
    """Return the published versions that an event is about, by their ids or their document's."""
    if "edition_id" in named:
        return [str(named["edition_id"])]
    return session.scalars(
        select(Edition.id).where(Edition.document_id == named["document_id"]).order_by(Edition.id)
    ).all()


def notices_waiting(project_ids: Sequence[str]) -> Sequence[SafetyNotice]:
    """Return the notices of some projects that a second person has to decide on."""
    waiting = or_(
        SafetyNotice.state.in_((NoticeState.PROPOSED, NoticeState.LIFTING)),
        and_(SafetyNotice.state == NoticeState.STANDING, SafetyNotice.confirmed_by.is_(None)),
    )
    return session.scalars(
        select(SafetyNotice)
        .where(SafetyNotice.project_id.in_(project_ids), waiting)
        .options(joinedload(SafetyNotice.document).joinedload(Document.project))
        .order_by(SafetyNotice.proposed_at)
    ).all()
