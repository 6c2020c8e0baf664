"""Asking that a settled statement is put to the panel again. Nobody sees who asks."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from guidelines import audit
from guidelines.consensus.models import Panelist, Process, Reopening, Statement
from guidelines.consensus.queries import panelist_of, statements_of
from guidelines.consensus.queries.participation import settling_rounds, wish_name
from guidelines.consensus.queries.plans import wishes
from guidelines.consensus.rules.plan import Settled
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.consensus.service.planning import first_free_round
from guidelines.consensus.service.rounds import still_settled
from guidelines.db import db, lock_row, session
from guidelines.errors import Conflict, NotAllowed, sentence
from guidelines.events import ReopeningReached
from guidelines.permissions import Action, Actor, require


def can_be_reopened(process: Process) -> list[Statement]:
    """Return the settled statements that panel members can ask about again, under the plan.

    Only those whose result the panel has been shown.
    """
    plan = process.plan_for(first_free_round(process))
    if (
        not plan.reopen_by
        or plan.settled is Settled.REVOTE
        or process.state is ProcessState.REPORTED
    ):
        return []
    settled, rounds = still_settled(process, whatever_is_wished=True), settling_rounds(process)
    return [
        one
        for one in statements_of(process)
        if one.key in settled and rounds[one.id].state is RoundState.REPORTED
    ]


def ask_again(actor: Actor, statement: Statement) -> None:
    """Wish that a settled statement is asked again; once enough do, it will be.

    A wish lies under a name of its own, that no ballot has. Wishing twice changes nothing.
    """
    require(actor, Action.BALLOT_SUBMIT, statement)

    process, panelist = _place(actor, statement)
    if statement.id not in {one.id for one in can_be_reopened(process)}:
        raise Conflict(sentence("This statement cannot be asked again by the panel."))
    needed = process.plan_for(first_free_round(process)).reopen_by
    settled = settling_rounds(process)[statement.id]
    before = wishes(process).get(statement.id, 0)
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    session.execute(
        insert(Reopening)
        .values(
            round_id=settled.id,
            statement_id=statement.id,
            pseudonym=wish_name(process, panelist, settled.id, statement),
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
    require(actor, Action.BALLOT_SUBMIT, statement)

    process, panelist = _place(actor, statement)
    settled = settling_rounds(process).get(statement.id)
    if settled is not None:
        name = wish_name(process, panelist, settled.id, statement)
        session.execute(delete(Reopening).where(Reopening.pseudonym == name))


def _place(actor: Actor, statement: Statement) -> tuple[Process, Panelist]:
    process: Process = lock_row(Process, statement.process_id)
    panelist = panelist_of(process, actor.person_id)
    if panelist is None or panelist.withdrawn_on is not None:
        raise NotAllowed(sentence("You are not on this panel."))
    if process.state is ProcessState.REPORTED:
        raise Conflict(sentence("This process is finished; there is no round to come."))
    return process, panelist
