"""Reads about rounds of other kinds: meetings, and the snapshots of real-time rounds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from guidelines.consensus.models import (
    Attendance,
    HandCount,
    Recusal,
    Round,
    RoundStatement,
    Snapshot,
)
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.plan import RoundKind
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
    found = snapshots_of(round_) if round_.kind is RoundKind.REAL_TIME else ()
    return dict(found[-1].document) if found else None


def snapshot_day(round_: Round) -> date | None:
    """Return the day of the newest frozen look at a real-time round."""
    found = last_snapshot(round_)
    return date.fromisoformat(found["made_on"]) if found else None


def snapshot_for(
    round_: Round, lines: Sequence[RoundStatement], content: Content
) -> dict[str, dict[str, Any]]:
    """Return what somebody may see of the newest look, by id of the line of the round.

    Only statements that they have answered themselves: nobody answers after the others.
    """
    document = last_snapshot(round_) or {"statements": []}
    found = {entry["version"]: entry for entry in document["statements"]}
    return {
        line.id: found[line.version_id]
        for line in lines
        if line.version_id is not None
        and line.version_id in found
        and content.given(line.version_id).is_answer
    }
