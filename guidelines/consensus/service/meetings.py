"""A round that is held as a meeting: who is present, whether they are enough, hands counted."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete

from guidelines import audit
from guidelines.consensus.models import Attendance, HandCount, Panelist, Round, RoundStatement
from guidelines.consensus.queries import electorate_size
from guidelines.consensus.queries.meetings import abstaining_from, attendance_of
from guidelines.consensus.rules.hands import check_counts
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.service.electing import rating_panel
from guidelines.db import lock_row, session
from guidelines.errors import Conflict, Invalid, Sentence, sentence
from guidelines.events import AttendanceRecorded, HandsCounted
from guidelines.permissions import Action, Actor, require


def record_attendance(actor: Actor, round_: Round, *, present: Collection[str]) -> None:
    """Note who of the panel is present, by id of their place; they vote, and nobody else.

    It can be changed until the vote opens.
    """
    require(actor, Action.ROUND_OPEN, round_)

    locked: Round = lock_row(Round, round_.id)
    if locked.kind is not RoundKind.MEETING:
        raise Conflict(sentence("This round is not held as a meeting."))
    if locked.state not in {RoundState.DRAFT, RoundState.SEALED}:
        raise Conflict(sentence("The vote has begun: who was present is fixed."))
    there = {one.id for one in invited_to(locked)}
    if not set(present) <= there:
        raise Invalid({"present": sentence("Choose from the members of the panel.")})
    session.execute(delete(Attendance).where(Attendance.round_id == locked.id))
    session.add_all(
        Attendance(round_id=locked.id, panelist_id=one) for one in sorted(set(present))
    )
    session.flush()
    audit.record(
        actor,
        AttendanceRecorded(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            present=len(set(present)),
        ),
    )


def invited_to(round_: Round) -> list[Panelist]:
    """Return the places on the panel that may vote at a meeting, if somebody is there."""
    return rating_panel(round_.process, round_.planned)


def quorum_of(round_: Round) -> tuple[int, int, bool]:
    """Return how many are present, how many could be, and whether the meeting can decide."""
    present, could = len(attendance_of(round_)), len(invited_to(round_))
    return present, could, could > 0 and present >= round_.planned.quorum * could


def check_quorum(round_: Round) -> None:
    """Raise unless enough of the panel are present for a vote."""
    present, could, enough = quorum_of(round_)
    if not enough:
        raise Conflict(not_enough(present, could))


def not_enough(present: int, could: int) -> Sentence:
    """Return the sentence that a meeting cannot decide."""
    return sentence(
        "%(present)s of %(could)s panel members are present: too few to decide by the plan. Note "
        "who is here first.",
        present=present,
        could=could,
    )


def count_hands(
    actor: Actor, round_: Round, line: RoundStatement, *, counts: Mapping[str, int]
) -> None:
    """Enter the hands that were counted for one statement: in favour, against, abstaining.

    A later count for the same statement takes the place of the earlier one, until the round is
    closed.
    """
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    if not locked.by_hands:
        raise Conflict(sentence("In this round no hands are counted."))
    if locked.state is not RoundState.OPEN:
        raise Conflict(sentence("This round takes no answers."))
    if line.round_id != locked.id or line.version_id is None or line.carried or line.void_why:
        raise Conflict(sentence("This statement is not asked in this round."))
    voters = electorate_size(locked) - len(abstaining_from(locked, line.version_id))
    check_counts(locked.definition, counts, voters)
    session.merge(HandCount(round_id=locked.id, version_id=line.version_id, counts=dict(counts)))
    session.flush()
    audit.record(
        actor,
        HandsCounted(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            number=line.statement.number,
            counts=dict(counts),
        ),
    )
