"""Reads about rounds of other kinds: meetings, and the snapshots of real-time rounds."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from guidelines.consensus.models import Attendance, HandCount, Recusal, Round, Snapshot
from guidelines.db import session


def attendance_of(round_: Round) -> frozenset[str]:
    """Return the ids of the places on the panel whose people are present at a meeting."""
    return frozenset(
        session.scalars(select(Attendance.panelist_id).where(Attendance.round_id == round_.id))
    )


def hands_of(round_: Round) -> Mapping[str, dict[str, int]]:
    """Return the hands counted so far by wording; it is not secret, the room has seen them."""
    rows = session.execute(
        select(HandCount.version_id, HandCount.counts).where(HandCount.round_id == round_.id)
    )
    return {version_id: dict(counts) for version_id, counts in rows}


def abstaining_from(round_: Round, version_id: str) -> frozenset[str]:
    """Return the places on the panel that abstain from a wording because of an interest."""
    return frozenset(
        session.scalars(
            select(Recusal.panelist_id).where(
                Recusal.round_id == round_.id, Recusal.version_id == version_id
            )
        )
    )


def snapshots_of(round_: Round) -> Sequence[Snapshot]:
    """Return the frozen looks at a real-time round, oldest first."""
    return session.scalars(
        select(Snapshot).where(Snapshot.round_id == round_.id).order_by(Snapshot.number)
    ).all()


def last_snapshot(round_: Round) -> dict[str, Any] | None:
    """Return the newest frozen look at a real-time round, if there is one."""
    found = snapshots_of(round_)
    return dict(found[-1].document) if found else None
