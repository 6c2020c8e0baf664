"""Where a process stands, and the one step that comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.states import LIVING, ProcessState, RoundState
from guidelines.consensus.rules.turnout import FEWEST_ELECTORS


class Step(StrEnum):
    """What comes next in a process."""

    CHOOSE_STATEMENTS = "choose-statements"
    INVITE = "invite"
    LOCK = "lock"
    PREPARE_ROUND = "prepare-round"
    OPEN_ROUND = "open-round"
    NOTE_ATTENDANCE = "note-attendance"
    WAIT_FOR_OPENING = "wait-for-opening"
    WAIT_FOR_ANSWERS = "wait-for-answers"
    COUNT_HANDS = "count-hands"
    REPORT_ROUND = "report-round"
    DECIDE = "decide"
    DONE = "done"


@dataclass(frozen=True)
class Held:
    """What of a round decides about the next step."""

    state: RoundState
    kind: RoundKind
    dated: bool
    by_hands: bool


def next_step(
    state: ProcessState, *, statements: int, people: int, rounds: Sequence[Held]
) -> Step:
    """Return what comes next; `rounds` are those that are not void, in order."""
    if state is ProcessState.REPORTED:
        return Step.DONE
    last = rounds[-1] if rounds else None
    proposing = last is not None and last.kind is RoundKind.PROPOSALS
    under_way = last is not None and last.state in LIVING
    if state is ProcessState.DRAFT and not (proposing and under_way):
        if not statements:
            return Step.CHOOSE_STATEMENTS
        return Step.LOCK if people >= FEWEST_ELECTORS else Step.INVITE
    if last is None or (proposing and not under_way):
        return Step.PREPARE_ROUND
    match last.state:
        case RoundState.OPEN:
            return Step.COUNT_HANDS if last.by_hands else Step.WAIT_FOR_ANSWERS
        case RoundState.SEALED if last.dated:
            return Step.WAIT_FOR_OPENING
        case RoundState.DRAFT | RoundState.SEALED:
            meeting = last.kind is RoundKind.MEETING
            return Step.NOTE_ATTENDANCE if meeting else Step.OPEN_ROUND
        case RoundState.CLOSED:
            return Step.REPORT_ROUND
        case _:
            return Step.DECIDE
