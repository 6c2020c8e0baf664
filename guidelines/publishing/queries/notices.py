"""Reads of safety notices: for readers, for files, and for those who issue them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Edition, NoticedFile, Rendering, SafetyNotice
from guidelines.publishing.queries.editions import downloads_of
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.naming import CARRYING, Form
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
    """Which published versions safety notices stand on, for lists of many; made by one query."""

    notices: frozenset[tuple[str, str]]

    def on(self, document_id: str, number: str) -> bool:
        """Tell whether a notice stands on this version of a document."""
        return any(
            key == document_id and is_concerned(number, corrected_in)
            for key, corrected_in in self.notices
        )

    @property
    def mark(self) -> str:
        """What a page made of it depends on."""
        return " ".join(sorted(f"{key}<{number}" for key, number in self.notices))


def alarm() -> Alarm:
    """Return which versions readers are warned of now; there are few."""
    rows = session.execute(
        select(SafetyNotice.document_id, SafetyNotice.corrected_in).where(
            SafetyNotice.state.in_(SHOWN)
        )
    )
    return Alarm(frozenset((row.document_id, row.corrected_in) for row in rows))


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


def hash_of(notices: Sequence[SafetyNotice]) -> str:
    """Return the hash under which files with these notices are kept; empty without one."""
    return sha256_of({"notices": printed_notices(notices)}) if notices else ""


def noticed_files(edition: Edition, notices_sha256: str) -> dict[str, NoticedFile]:
    """Return the files of a published version that carry exactly these notices, by form."""
    rows = session.scalars(
        select(NoticedFile).where(
            NoticedFile.edition_id == edition.id, NoticedFile.notices_sha256 == notices_sha256
        )
    )
    return {row.form: row for row in rows}


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it is offered now; without `sha256` it is being made with a safety notice."""

    form: Form
    file_name: str
    media_type: str
    size: int
    sha256: str
    made_at: datetime | None


def offered(edition: Edition) -> list[Offered]:
    """Return the downloads of a published version as they are offered now.

    While a safety notice stands, those without it are not.
    """
    mark = hash_of(notices_on(edition))
    carried = noticed_files(edition, mark) if mark else {}
    found = []
    for row in downloads_of(edition):
        file: NoticedFile | Rendering | None = row
        if mark and row.form in CARRYING:
            file = carried.get(row.form)
        found.append(
            Offered(
                row.form,
                row.file_name,
                row.media_type,
                file.size if file else row.size,
                (file.sha256 or "") if file else "",
                file.made_at if isinstance(file, NoticedFile) else row.rendered_at,
            )
        )
    return found


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
