"""The key of sealed answers: when it is destroyed, and what two people can do with it before.

Before it is destroyed answers are confidential: whoever has the key and the database can tell
whose they are. Afterwards they are anonymous.
"""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from sqlalchemy import delete, select

from guidelines import audit, jobs
from guidelines.consensus.models import (
    Ballot,
    ClosedBallot,
    Custody,
    CustodyRequest,
    MinorityStatement,
    MinoritySupporter,
    Process,
    Reopening,
    Round,
)
from guidelines.consensus.queries import living_round
from guidelines.consensus.queries.boxes import is_destroyed
from guidelines.consensus.queries.custody import linked_rows
from guidelines.consensus.rules.custody import REQUEST, RequestMove, RequestState, Wish
from guidelines.consensus.rules.states import ProcessState
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import (
    AppealDateSet,
    CustodianNamed,
    KeyDestroyed,
    KeyRequestDecided,
    KeyRequested,
    LinkedRowsExported,
)
from guidelines.permissions import INSIDE, Action, Actor, Role, require
from guidelines.projects.queries import members_with

GONE = sentence("The key of these answers was destroyed already.")


def set_appeal_date(actor: Actor, process: Process, *, until: date | None) -> Custody:
    """Set the day until which results can be appealed against; the key goes the day after.

    It goes then only if the process is finished; else on the day after it is.
    """
    require(actor, Action.KEY_KEEP, process)

    custody = _custody(process)
    if until is not None and until < now().date():
        raise Invalid({"until": sentence("Choose a day that is still to come.")})
    custody.appeal_until = until
    session.flush()
    audit.record(
        actor,
        AppealDateSet(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            appeal_until=until.isoformat() if until else "",
        ),
    )
    look_again(custody)
    return custody


def look_again(custody: Custody) -> None:
    """Queue the look at whether the key is to be destroyed: after the date, then once a day."""
    if custody.appeal_until is None or custody.destroyed_on is not None:
        return
    day = max(custody.appeal_until, now().date()) + timedelta(days=1)
    jobs.enqueue(
        "consensus.destroy_key_when_due",
        dedupe=f"key:{custody.process_id}:{day.isoformat()}",
        run_at=datetime.combine(day, time(3), UTC),
        process_id=custody.process_id,
    )


def destroy_if_due(custody: Custody) -> bool:
    """Destroy the key if its day has come and the process is finished; tell whether it is gone."""
    process = custody.process
    if is_destroyed(process) or custody.appeal_until is None:
        return True
    if process.state is not ProcessState.REPORTED or custody.appeal_until >= now().date():
        return False
    _destroy(Actor.machine(), process)
    return True


def name_custodian(actor: Actor, process: Process, *, person_id: str) -> Custody:
    """Name the one person who may have linked rows until the key is destroyed, or nobody."""
    require(actor, Action.KEY_KEEP, process)

    custody = _custody(process)
    inside = {member.person_id for member in members_with(process.project_id, *INSIDE)}
    if person_id and person_id not in inside:
        raise Invalid({"person_id": sentence("Choose somebody of the working group.")})
    custody.custodian_id = person_id or None
    session.flush()
    audit.record(
        actor,
        CustodianNamed(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            custodian_id=person_id,
        ),
    )
    return custody


def ask(actor: Actor, process: Process, *, wish: Wish, reason: str) -> CustodyRequest:
    """Ask for the key to be destroyed now, or as custodian for the linked rows.

    Nothing happens before a second person agrees.
    """
    require(actor, Action.LINKED_ROWS_EXPORT, process)

    if wish is Wish.DESTROY:
        require(actor, Action.KEY_KEEP, process)
    custody = _custody(process)
    if wish is Wish.LINKED_ROWS and custody.custodian_id != actor.person_id:
        raise Conflict(sentence("Only the person who is named for it can ask for these rows."))
    if not reason.strip():
        raise Invalid({"reason": sentence("Say what for; it is kept in the history.")})
    _check_finished(process, wish)
    waiting = select(CustodyRequest).where(
        CustodyRequest.process_id == process.id,
        CustodyRequest.wish == wish,
        CustodyRequest.state == RequestState.WAITING,
    )
    if session.scalar(waiting) is not None:
        raise Conflict(sentence("This was asked for already and waits for a second person."))
    request = CustodyRequest(
        process_id=process.id,
        process=process,
        wish=wish,
        reason=reason.strip()[:1000],
        asked_by=actor.person_id,
        asked_on=now().date(),
    )
    session.add(request)
    session.flush()
    audit.record(
        actor,
        KeyRequested(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            custody_request_id=request.id,
            wish=str(wish),
            reason=request.reason,
        ),
    )
    return request


def _check_finished(process: Process, wish: Wish) -> None:
    if wish is Wish.DESTROY and process.state is not ProcessState.REPORTED:
        raise Conflict(
            sentence(
                "Finish the process first: while rounds may follow, panel members need their "
                "earlier ratings."
            )
        )
    if living_round(process) is not None:
        raise Conflict(sentence("A round is under way. Close it, or declare it void, first."))


def decide(actor: Actor, request: CustodyRequest, *, grant: bool) -> None:
    """Agree to what somebody else asked for, or refuse it; the key goes at once.

    One of the two is a chair, so that nobody destroys or hands out anything behind their back.
    """
    require(actor, Action.KEY_KEEP, request)

    locked: CustodyRequest = lock_row(CustodyRequest, request.id)
    process = locked.process
    _custody(process)
    if locked.asked_by == actor.person_id:
        raise NotAllowed(sentence("A second person has to agree."))
    chairs = {member.person_id for member in members_with(process.project_id, Role.CHAIR)}
    if not {locked.asked_by, actor.person_id} & chairs:
        raise NotAllowed(sentence("One of the two has to be a chair of the project."))
    if grant:
        _check_finished(process, locked.wish)
    locked.state = REQUEST.after(locked.state, RequestMove.GRANT if grant else RequestMove.REFUSE)
    locked.decided_by, locked.decided_on = actor.person_id, now().date()
    session.flush()
    audit.record(
        actor,
        KeyRequestDecided(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            custody_request_id=locked.id,
            granted=grant,
        ),
    )
    if grant and locked.wish is Wish.DESTROY:
        locked.state = REQUEST.after(locked.state, RequestMove.USE)
        _destroy(actor, process)


def take_linked_rows(actor: Actor, request: CustodyRequest) -> bytes:
    """Return, once, the rows that link one person's answers, under random names, as CSV.

    They go to the custodian alone and are never published: on a small panel one known opinion
    reveals the rest of its row.
    """
    require(actor, Action.LINKED_ROWS_EXPORT, request)

    locked: CustodyRequest = lock_row(CustodyRequest, request.id)
    process = locked.process
    custody = _custody(process)
    if locked.wish is not Wish.LINKED_ROWS or custody.custodian_id != actor.person_id:
        raise Conflict(sentence("Only the person who is named for it can take these rows."))
    locked.state = REQUEST.after(locked.state, RequestMove.USE)
    content, count = linked_rows(process)
    session.flush()
    audit.record(
        actor,
        LinkedRowsExported(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            custody_request_id=locked.id,
            rows=count,
            sha256=sha256(content).hexdigest(),
        ),
    )
    return content


def _custody(process: Process) -> Custody:
    """Return the row of a process whose key is still there, locked, made if need be."""
    lock_row(Process, process.id)
    if is_destroyed(process):
        raise Conflict(GONE)
    custody = session.get(Custody, process.id)
    if custody is None:
        custody = Custody(process_id=process.id, process=process)
        session.add(custody)
        session.flush()
    return custody


def _destroy(actor: Actor, process: Process) -> None:
    """Destroy the wrapped key with every row that only it could open; jobs clean up the files."""
    custody = _custody(process)
    rounds = select(Round.id).where(Round.process_id == process.id)
    for table in (Ballot, ClosedBallot, Reopening):
        session.execute(delete(table).where(table.round_id.in_(rounds)))
    about = select(MinorityStatement.id).where(MinorityStatement.process_id == process.id)
    session.execute(delete(MinoritySupporter).where(MinoritySupporter.minority_id.in_(about)))
    process.wrapped_key = b""
    custody.destroyed_on = now().date()
    session.flush()
    audit.record(
        actor,
        KeyDestroyed(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
        ),
    )
