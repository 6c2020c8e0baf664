"""Minority statements: written, joined and left by panel members, answered by the group."""

from sqlalchemy import delete

from guidelines import audit
from guidelines.consensus.models import (
    MinorityReply,
    MinorityStatement,
    MinoritySupporter,
    Panelist,
    Round,
)
from guidelines.consensus.queries import asked_in, recused_of, rounds_of
from guidelines.consensus.queries.boxes import box_key, elector_of, is_destroyed
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.results import Asked
from guidelines.consensus.rules.states import FINISHED
from guidelines.consensus.service.recusing import note_recused_answer
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, NotAllowed, Recused, sentence
from guidelines.events import (
    MinorityStatementAnswered,
    MinorityStatementJoined,
    MinorityStatementWritten,
)
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require

LONGEST = 2000


def write_minority_statement(
    actor: Actor, round_: Round, *, key: str, text: str, signed: bool = False
) -> MinorityStatement:
    """Write what a minority wants to see printed with a statement; its writer stands behind it.

    `key` names the statement in the results; `signed` prints the writer's own name. It is a
    voluntary act apart from the ballot, and it can give away how somebody voted: the page says
    so.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    if round_.state not in FINISHED:
        raise Conflict(sentence("A minority statement is written when the round is closed."))
    panelist = _eligible(actor, round_)
    asked = {one.key: one for one in asked_in(round_)}
    mistakes = {}
    if key not in asked:
        mistakes["key"] = sentence("Choose a statement of this round.")
    elif asked[key].version_id in recused_of(round_, panelist):
        note_recused_answer(
            actor, round_, {asked[key].version_id}, shared=panelist.deputy_id is not None
        )
        raise Recused(
            sentence("You abstain from this statement because of an interest you declared.")
        )
    if not text.strip() or len(text.strip()) > LONGEST:
        mistakes["text"] = sentence(
            "Say in at most %(most)s characters why you disagree.", most=LONGEST
        )
    if mistakes:
        raise Invalid(mistakes)
    row = MinorityStatement(
        process_id=round_.process_id,
        process=round_.process,
        recommendation_key=key,
        wording_sha256=asked[key].wording_sha256,
        text=text.strip(),
        people=1,
        names=[_name(actor, panelist)] if signed else [],
        written_on=now().date(),
    )
    session.add(row)
    session.flush()
    session.add(MinoritySupporter(minority_id=row.id, mark=mark_of(row, panelist)))
    session.flush()
    audit.record(
        Actor.machine(),  # the names that are to be printed are in the row; the writer is not
        MinorityStatementWritten(
            network_id=round_.network_id,
            project_id=round_.project_id,
            process_id=round_.process_id,
            recommendation_key=key,
            people=1,
        ),
    )
    return row


def join_minority_statement(
    actor: Actor, minority: MinorityStatement, *, signed: bool = False
) -> None:
    """Stand behind the minority statement of somebody else; `signed` prints one's own name."""
    require(actor, Action.BALLOT_SUBMIT, minority)

    locked = _locked(minority)
    panelist = _may_stand_behind(actor, locked)
    mark = mark_of(locked, panelist)
    if session.get(MinoritySupporter, (locked.id, mark)) is not None:
        raise Conflict(sentence("You stand behind this statement already."))
    session.add(MinoritySupporter(minority_id=locked.id, mark=mark))
    locked.people += 1
    if signed:
        locked.names = sorted({*locked.names, _name(actor, panelist)})  # no order of coming
    _record_support(locked)


def leave_minority_statement(actor: Actor, minority: MinorityStatement) -> None:
    """No longer stand behind a minority statement; without anybody it is gone."""
    require(actor, Action.BALLOT_SUBMIT, minority)

    locked = _locked(minority)
    panelist = _may_stand_behind(actor, locked)
    mark = mark_of(locked, panelist)
    row = session.get(MinoritySupporter, (locked.id, mark))
    if row is None:
        raise Conflict(sentence("You do not stand behind this statement."))
    if locked.people > 1:
        session.delete(row)
        locked.people -= 1
        locked.names = [name for name in locked.names if name != _name(actor, panelist)]
        _record_support(locked)
        return
    session.execute(delete(MinorityReply).where(MinorityReply.minority_id == locked.id))
    session.delete(row)
    session.flush()
    session.delete(locked)
    _record_support(locked, people=0)


def answer_minority_statement(
    actor: Actor, minority: MinorityStatement, *, text: str
) -> MinorityReply:
    """Write what the working group answers; it is printed below the statement."""
    require(actor, Action.MINORITY_ANSWER, minority)

    refuse_conflicted(actor, minority.project_id, [minority.recommendation_key], Doing.ACCEPT)
    if not text.strip() or len(text.strip()) > LONGEST:
        raise Invalid(
            {"answer": sentence("Write an answer of at most %(most)s characters.", most=LONGEST)}
        )
    reply = session.get(MinorityReply, minority.id)
    if reply is None:
        reply = MinorityReply(minority_id=minority.id)
        session.add(reply)
    reply.text, reply.person_id = text.strip(), actor.person_id or ""
    reply.written_on = now().date()
    session.flush()
    audit.record(
        actor,
        MinorityStatementAnswered(
            network_id=minority.network_id,
            project_id=minority.project_id,
            process_id=minority.process_id,
            minority_id=minority.id,
        ),
    )
    return reply


def mark_of(minority: MinorityStatement, panelist: Panelist) -> str:
    """Return the mark of a panel member behind a statement; it names nobody without the key."""
    return sealing.pseudonym(box_key(minority.process), f"minority:{minority.id}", panelist.id)


def stands_behind(minority: MinorityStatement, panelist: Panelist) -> bool:
    """Tell a panel member whether they stand behind a statement; unknown once the key is gone."""
    if is_destroyed(minority.process):
        return False
    mark = mark_of(minority, panelist)
    return session.get(MinoritySupporter, (minority.id, mark)) is not None


def _locked(minority: MinorityStatement) -> MinorityStatement:
    row: MinorityStatement | None = lock_row(MinorityStatement, minority.id)
    if row is None:
        raise Conflict(sentence("This statement was withdrawn."))
    return row


def _record_support(minority: MinorityStatement, people: int | None = None) -> None:
    session.flush()
    audit.record(
        Actor.machine(),
        MinorityStatementJoined(
            network_id=minority.network_id,
            project_id=minority.project_id,
            process_id=minority.process_id,
            minority_id=minority.id,
            people=minority.people if people is None else people,
        ),
    )


def _eligible(actor: Actor, round_: Round) -> Panelist:
    panelist = elector_of(round_, actor.person_id)
    if panelist is None:
        raise NotAllowed(sentence("You were not among the eligible panel members of this round."))
    return panelist


def _may_stand_behind(actor: Actor, minority: MinorityStatement) -> Panelist:
    """Return who the actor was on the panel that was asked about this wording."""
    for round_ in reversed(rounds_of(minority.process)):
        if round_.state not in FINISHED:
            continue
        asked = _asked_about(minority, asked_in(round_))
        panelist = elector_of(round_, actor.person_id)
        if asked is None or panelist is None:
            continue
        if asked.version_id not in recused_of(round_, panelist):
            return panelist
    raise NotAllowed(
        sentence("Only panel members who could answer this statement can stand behind it.")
    )


def _asked_about(minority: MinorityStatement, asked: tuple[Asked, ...]) -> Asked | None:
    about = (minority.recommendation_key, minority.wording_sha256)
    return next((one for one in asked if (one.key, one.wording_sha256) == about), None)


def _name(actor: Actor, panelist: Panelist) -> str:
    """Return under which name somebody signs: their own, or their society's."""
    if panelist.society:
        return panelist.society
    return panelist.person.name if panelist.person_id == actor.person_id else actor.name
