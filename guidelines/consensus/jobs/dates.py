"""Rounds that open, close and are looked at by their dates, without anybody being there."""

from guidelines import audit
from guidelines.consensus.models import Round
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.service import close_round, open_round
from guidelines.consensus.service.opening import snapshot_later
from guidelines.consensus.service.snapshots import freeze_snapshot
from guidelines.db import now, session, transaction
from guidelines.errors import DomainError
from guidelines.events import RoundNotOpened
from guidelines.jobs import Work, job
from guidelines.permissions import Actor


@job("consensus.open_when_due")
def open_when_due(work: Work) -> None:
    """Open a locked round whose date has come; a repeated or late call changes nothing.

    Where it cannot be opened (too few people), whoever steers it is told why.
    """
    try:
        with transaction():
            round_ = session.get(Round, work.payload["round_id"])
            due = round_ is not None and round_.opens_at is not None and round_.opens_at <= now()
            if round_ is not None and due and round_.state is RoundState.SEALED:
                open_round(Actor.machine(), round_)
    except DomainError as refused:
        with transaction():
            round_ = session.get_one(Round, work.payload["round_id"])
            audit.record(
                Actor.machine(),
                RoundNotOpened(
                    network_id=round_.network_id,
                    project_id=round_.project_id,
                    round_id=round_.id,
                    why=str(refused),
                ),
            )


@job("consensus.close_when_due")
def close_when_due(work: Work) -> None:
    """Close an open round whose date has come; a repeated or late call changes nothing."""
    with transaction():
        round_ = session.get(Round, work.payload["round_id"])
        due = round_ is not None and round_.closes_at is not None and round_.closes_at <= now()
        if round_ is not None and due and round_.state is RoundState.OPEN:
            close_round(Actor.machine(), round_)


@job("consensus.freeze_snapshot")
def freeze_when_due(work: Work) -> None:
    """Freeze where an open real-time round stands, if enough people came; look again tomorrow."""
    with transaction():
        round_ = session.get(Round, work.payload["round_id"])
        if round_ is not None and round_.state is RoundState.OPEN:
            freeze_snapshot(Actor.machine(), round_)
            snapshot_later(round_)
