"""Taking one statement out of a round that is under way: it is void there, for a reason."""

from guidelines import audit
from guidelines.consensus.models import Round, RoundStatement
from guidelines.consensus.queries import asked_in
from guidelines.consensus.rules.lineage import checked_reason
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.service.recusing import keep_out
from guidelines.db import lock_row, session
from guidelines.drafts.models import VOID
from guidelines.drafts.queries import outcomes_of
from guidelines.drafts.service import place_outcome, unlock_wording
from guidelines.errors import Conflict, sentence
from guidelines.events import StatementVoided
from guidelines.interests.rules import Doing
from guidelines.permissions import Action, Actor, require


def void_statement(actor: Actor, line: RoundStatement, *, reason: str) -> None:
    """Declare a statement void in its round. Answers to it count no more, and are destroyed.

    Its wording can be changed again. The panel reads the reason, and so does the report; in the
    next round the statement can be asked anew.

    Raises
    ------
    Conflict
        If the round is not under way, or this is its last statement.
    Invalid
        Without a reason.
    """
    require(actor, Action.ROUND_CLOSE, line)

    locked: Round = lock_row(Round, line.round_id)
    session.refresh(line)
    if locked.state not in {RoundState.SEALED, RoundState.OPEN}:
        raise Conflict(sentence("Only a statement of a round that is under way can be void."))
    if line.carried or line.void_why:
        raise Conflict(sentence("Nobody is asked about this statement in this round."))
    if len(asked_in(locked)) < 2:
        raise Conflict(
            sentence("This is the last statement of the round. Declare the whole round void.")
        )
    keep_out(actor, locked.process, [line.statement], Doing.CHAIR)
    line.void_why = checked_reason(reason)
    locked.n_void += 1
    session.flush()
    _let_go(actor, locked, line)
    audit.record(
        actor,
        StatementVoided(
            network_id=locked.network_id,
            project_id=locked.project_id,
            process_id=locked.process_id,
            round_id=locked.id,
            statement_id=line.statement_id,
            number=line.statement.number,
            reason=line.void_why,
        ),
    )


def _let_go(actor: Actor, round_: Round, line: RoundStatement) -> None:
    """Unlock the wording in the draft, and say there what happened unless a result stands."""
    key, document = line.statement.recommendation_key, round_.process.document
    if key is None or line.version is None:
        return
    unlock_wording(actor, document, [key])
    if key in outcomes_of(document):
        return
    place_outcome(
        actor,
        document,
        key=key,
        wording_sha256=line.version.wording_sha256,
        verdict=VOID,
        summary={
            "n_rated": 0,
            "n_agree": 0,
            "percent_in": None,
            "round": round_.number,
            "reason": line.void_why,
        },
    )
