"""What happened: one row per event, in the transaction of the change, chained by hash."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from guidelines import jobs
from guidelines.db import Base, Key, Sha, at_once, new_key, now, session
from guidelines.events import FOLLOW_UPS, Event
from guidelines.permissions import Actor

GENESIS = "0" * 64


class AuditHead(Base):
    """The newest entry of a chain; writers take turns on it."""

    __tablename__ = "audit_head"

    chain: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    sha256: Mapped[Sha]


class AuditEntry(Base):
    """One event: who did what, and its place in the chain of its project.

    Rows are only ever inserted; triggers in the database refuse the rest.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index("ix_audit_entry_subject", "chain", "event"),
    )

    id: Mapped[Key]
    chain: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(String(12))
    event: Mapped[str] = mapped_column(String(60))
    detail: Mapped[dict[str, Any]]
    previous: Mapped[Sha]
    sha256: Mapped[Sha]


def fingerprint(entry: AuditEntry) -> str:
    """Return the SHA-256 of an entry together with the one before it."""
    return _fingerprint(
        entry.chain,
        entry.number,
        entry.at,
        entry.actor_id,
        entry.event,
        entry.detail,
        entry.previous,
    )


def _fingerprint(
    chain: str,
    number: int,
    at: datetime,
    actor_id: str | None,
    event: str,
    detail: dict[str, Any],
    previous: str,
) -> str:
    row = [chain, number, at.isoformat(timespec="microseconds"), actor_id, event, detail]
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


_head = AuditHead.metadata.tables[AuditHead.__tablename__]
_HEAD = select(_head).where(_head.c.chain == bindparam("of")).with_for_update()
_BEGIN_CHAIN = _head.insert()
_APPEND = AuditEntry.metadata.tables[AuditEntry.__tablename__].insert()
_MOVE_HEAD = _head.update().where(_head.c.chain == bindparam("of"))


def record(actor: Actor, *events: Event) -> None:
    """Store what happened in one chain, and queue what follows, in the current transaction.

    If this fails, the change fails: a guideline has no unrecorded history.
    """
    if not events:
        return
    (chain,) = {event.chain for event in events}
    head = at_once(_HEAD, {"of": chain}).one_or_none()
    number, previous = (head.number, head.sha256) if head is not None else (0, GENESIS)
    entries, details = [], []
    for event in events:
        number += 1
        detail = {name: value for name, value in asdict(event).items() if value is not None}
        entry = {
            "chain": chain,
            "number": number,
            "at": now(),
            "actor_id": actor.person_id,
            "event": event.name,
            "detail": json.loads(json.dumps(detail)),
            "previous": previous,
        }
        previous = _fingerprint(**entry)
        entries.append({"id": new_key(), **entry, "sha256": previous})
        details.append(detail)
    at_once(_APPEND, entries)
    newest = {"number": number, "sha256": previous}
    if head is None:
        at_once(_BEGIN_CHAIN, {"chain": chain, **newest})
    else:
        at_once(_MOVE_HEAD, {"of": chain, **newest})
    for event, detail in zip(events, details, strict=True):
        for job in FOLLOW_UPS.get(type(event), ()):
            jobs.enqueue(job, **detail)


def history(chain: str, *, limit: int = 200) -> Sequence[AuditEntry]:
    """Return the newest entries of a chain, newest first."""
    return session.scalars(
        select(AuditEntry)
        .where(AuditEntry.chain == chain)
        .order_by(AuditEntry.number.desc())
        .limit(limit)
    ).all()


def first_broken(chain: str) -> int | None:
    """Return the number of the first entry of `chain` that does not fit, or None."""
    previous, expected = GENESIS, 1
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.number)
    )
    for entry in entries:
        fits = (
            entry.number == expected
            and entry.previous == previous
            and entry.sha256 == fingerprint(entry)
        )
        if not fits:
            return expected
        previous, expected = entry.sha256, expected + 1
    head = session.get(AuditHead, chain)
    if head is not None and (head.number, head.sha256) != (expected - 1, previous):
        return expected
    return None


def chains() -> Sequence[str]:
    """Return the names of all chains."""
    return session.scalars(select(AuditHead.chain).order_by(AuditHead.chain)).all()
