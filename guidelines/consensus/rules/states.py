"""The life of a process and of a round, as tables."""

from enum import StrEnum

from guidelines.machine import Machine


class ProcessState(StrEnum):
    """Where a consensus process stands."""

    DRAFT = "draft"
    SEALED = "sealed"
    REPORTED = "reported"


class ProcessMove(StrEnum):
    """What can happen to a consensus process."""

    SEAL = "seal"
    REPORT = "report"


PROCESS = Machine(
    name="consensus process",
    initial=ProcessState.DRAFT,
    table={
        (ProcessState.DRAFT, ProcessMove.SEAL): ProcessState.SEALED,
        (ProcessState.SEALED, ProcessMove.REPORT): ProcessState.REPORTED,
    },
)


class RoundState(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    SEALED = "sealed"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"
    ANNULLED = "annulled"


class RoundMove(StrEnum):
    """What can happen to a round."""

    SEAL = "seal"
    OPEN = "open"
    CLOSE = "close"
    REPORT = "report"
    ANNUL = "annul"


ROUND = Machine(
    name="round",
    initial=RoundState.DRAFT,
    table={
        (RoundState.DRAFT, RoundMove.SEAL): RoundState.SEALED,
        (RoundState.SEALED, RoundMove.OPEN): RoundState.OPEN,
        (RoundState.OPEN, RoundMove.CLOSE): RoundState.CLOSED,
        (RoundState.CLOSED, RoundMove.REPORT): RoundState.REPORTED,
        (RoundState.DRAFT, RoundMove.ANNUL): RoundState.ANNULLED,
        (RoundState.SEALED, RoundMove.ANNUL): RoundState.ANNULLED,
        (RoundState.OPEN, RoundMove.ANNUL): RoundState.ANNULLED,
        (RoundState.CLOSED, RoundMove.ANNUL): RoundState.ANNULLED,
    },
)

FINISHED = frozenset({RoundState.CLOSED, RoundState.REPORTED})
"""States in which a round has results."""

LIVING = frozenset({RoundState.DRAFT, RoundState.SEALED, RoundState.OPEN})
"""States in which a round is still to come or under way."""


class CommentState(StrEnum):
    """What the moderator decided about a panel member's comment."""

    WAITING = "waiting"
    SHOWN = "shown"
    WITHHELD = "withheld"
