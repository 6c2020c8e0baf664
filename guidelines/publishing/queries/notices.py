"""Reads of safety notices: for readers, for files, and for those who issue them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.publishing.models import Edition, NoticedFile, SafetyNotice
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.notices import SHOWN


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


def noticed_documents(document_ids: Sequence[str]) -> dict[str, list[SafetyNotice]]:
    """Return the standing notices of some documents, for lists; one query."""
    found: dict[str, list[SafetyNotice]] = {}
    for one in session.scalars(
        select(SafetyNotice)
        .where(SafetyNotice.document_id.in_(document_ids), SafetyNotice.state.in_(SHOWN))
        .order_by(SafetyNotice.number.desc())
    ):
        found.setdefault(one.document_id, []).append(one)
    return found


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


def editions_noticed(named: Mapping[str, Any]) -> Sequence[str]:
    """Return the published versions that an event is about, by their ids or their document's."""
    if "edition_id" in named:
        return [str(named["edition_id"])]
    return session.scalars(
        select(Edition.id).where(Edition.document_id == named["document_id"]).order_by(Edition.id)
    ).all()
