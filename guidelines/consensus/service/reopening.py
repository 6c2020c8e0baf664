"""Asking that a settled statement is put to the panel again. Nobody sees who asks."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from guidelines import audit
from guidelines.consensus.models import Panelist, Process, Reopening, Round, Statement
from guidelines.consensus.queries import last_result_by_key, panelist_of, rounds_of, settled_keys
from guidelines.consensus.queries.boxes import box_key
from guidelines.consensus.queries.plans import wishes
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.states import ProcessState
from guidelines.db import db, lock_row, session
from guidelines.errors import Conflict, NotAllowed, sentence
from guidelines.events import ReopeningReached
from guidelines.permissions import Action, Actor, require


def ask_again(actor: Actor, statement: Statement) -> None:
    """Wish that a settled statement is asked again; once enough do, it will be.

    A wish lies under a name of its own, that no ballot has. Wishing twice changes nothing.
    """
    require(actor, Action.QUESTIONNAIRE_READ, statement)

    process, panelist = _place(actor, statement)
    needed = process.plan_for(_next(process)).reopen_by
    settled = _settled_in(process, statement)
    if not needed or settled is None:
        raise Conflict(sentence("This statement cannot be asked again by the panel."))
    before = wishes(process).get(statement.id, 0)
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    session.execute(
        insert(Reopening)
        .values(
            round_id=settled.id,
            statement_id=statement.id,
            pseudonym=wish_name(process, panelist, settled, statement),
        )
        .on_conflict_do_nothing()
    )
    if before < needed <= wishes(process).get(statement.id, 0):
        audit.record(
            Actor.machine(),  # nobody may learn whose wish was the last one
            ReopeningReached(
                network_id=process.network_id,
                project_id=process.project_id,
                process_id=process.id,
                statement_id=statement.id,
                number=statement.number,
            ),
        )


def no_longer_ask(actor: Actor, statement: Statement) -> None:
    """Take a wish back."""
    require(actor, Action.QUESTIONNAIRE_READ, statement)

    process, panelist = _place(actor, statement)
    settled = _settled_in(process, statement)
    if settled is not None:
        name = wish_name(process, panelist, settled, statement)
        session.execute(delete(Reopening).where(Reopening.pseudonym == name))


def wish_name(process: Process, panelist: Panelist, settled: Round, statement: Statement) -> str:
    """Return the name under which one wish of a panel member lies: no other one has it."""
    place = f"reopening-v1 {settled.id} {statement.id} {panelist.id}"
    return sealing.pseudonym(box_key(process), process.id, place)


def _place(actor: Actor, statement: Statement) -> tuple[Process, Panelist]:
    process: Process = lock_row(Process, statement.process_id)
    panelist = panelist_of(process, actor.person_id)
    if panelist is None or panelist.withdrawn_on is not None:
        raise NotAllowed(sentence("You are not on this panel."))
    if process.state is ProcessState.REPORTED:
        raise Conflict(sentence("This process is finished; there is no round to come."))
    return process, panelist


def _next(process: Process) -> int:
    return max((one.number for one in rounds_of(process)), default=0) + 1


def _settled_in(process: Process, statement: Statement) -> Round | None:
    """Return the round that settled a statement, if one did."""
    if statement.key not in settled_keys(process):
        return None
    number = last_result_by_key(process)[statement.key]["round"]
    return next(one for one in rounds_of(process) if one.number == number)
