"""Consensus processes: what happened around their plan, their panel and their meetings."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSet(Event):
    """A plan was chosen: how the panel is asked; it is not locked yet."""

    name = "plan.set"
    process_id: str
    plan_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationDecided(Event):
    """The definition of consensus or the plan was changed for rounds to come."""

    name = "deviation.decided"
    process_id: str
    deviation_id: str
    of: str
    from_round: int
    sha256: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMemberWithdrew(Event):
    """A panel member takes no part any more; what they said stays."""

    name = "panel-member.withdrew"
    process_id: str
    panelist_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteShared(Event):
    """Two panel members share the one vote of a society, or no longer."""

    name = "vote.shared"
    process_id: str
    panelist_id: str
    society: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningReached(Event):
    """So many panel members want a settled statement asked again that it will be."""

    name = "reopening.reached"
    process_id: str
    statement_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecorded(Event):
    """It was noted who is present at a meeting."""

    name = "attendance.recorded"
    round_id: str
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsCounted(Event):
    """Hands were counted for a statement at a meeting."""

    name = "hands.counted"
    round_id: str
    number: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFrozen(Event):
    """Where a real-time round stood was frozen for the panel."""

    name = "snapshot.frozen"
    round_id: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNamesRead(Event):
    """A facilitator looked at the names of those who had not come."""

    name = "waiting-names.read"
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundNotOpened(Event):
    """The date of a round came, but it could not be opened."""

    name = "round.not-opened"
    round_id: str
    why: str
