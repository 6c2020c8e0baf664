"""Trying a questionnaire before it opens: a box of one's own that is never counted."""

import secrets
from dataclasses import replace

from sqlalchemy import delete, select, update

from guidelines import audit
from guidelines.consensus.models import Round, TrialBallot
from guidelines.consensus.queries import lines_of
from guidelines.consensus.queries.questionnaires import trial_content
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.answering import check_answers, shortfalls
from guidelines.consensus.rules.ballots import Answers, Content, dimensions_of
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.states import RoundState
from guidelines.db import lock_row, session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import RoundTried
from guidelines.permissions import Action, Actor, require

NOT_BEFORE = sentence(
    "Only a questionnaire that is not open yet can be tried. All trial answers were wiped."
)


def may_be_tried(round_: Round) -> bool:
    """Tell whether a round with a questionnaire is prepared and not yet open."""
    asks = round_.kind is not RoundKind.PROPOSALS and not round_.by_hands
    return asks and round_.state in (RoundState.DRAFT, RoundState.SEALED)


def try_answers(actor: Actor, round_: Round, *, answers: Answers, submit: bool = False) -> Content:
    """Keep somebody's trial answers, by id of the line, and return all of them.

    Raises as `save_answers` does, so that a trial shows what a panel member would meet.
    """
    require(actor, Action.PROCESS_PREPARE, round_)

    locked: Round = lock_row(Round, round_.id)
    if not may_be_tried(locked):
        raise Conflict(NOT_BEFORE)
    rule = locked.definition
    asked = {line.id: line.statement_id for line in lines_of(locked) if not line.carried}
    check_answers(rule, answers, asked=tuple(asked), recused=frozenset())
    before = trial_content(locked, actor.person_id)
    content = before or Content(secret=secrets.token_hex(sealing.SECRET_BYTES))
    content = content.holding(tuple(asked), answers, dimensions_of(rule))
    if submit:
        missing = shortfalls(rule, content, asked, {})
        if missing:
            raise Invalid(missing)
        content = replace(content, submitted=True)
    text = content.to_bytes().decode()
    session.merge(TrialBallot(round_id=locked.id, person_id=actor.person_id, content=text))
    session.flush()
    return content


def wipe_own_trial(actor: Actor, round_: Round) -> None:
    """Wipe what one has tried out oneself; that one tried is still counted."""
    require(actor, Action.PROCESS_PREPARE, round_)

    own = TrialBallot.round_id == round_.id, TrialBallot.person_id == actor.person_id
    session.execute(update(TrialBallot).where(*own).values(content=""))


def wipe_trials(round_: Round, actor: Actor) -> None:
    """Wipe what everybody has tried out in a round; it opens now, or is void.

    How many tried it stays on record, for the report: nobody's answers, and not who.
    """
    tried = session.scalars(
        select(TrialBallot.content).where(TrialBallot.round_id == round_.id)
    ).all()
    if not tried:
        return
    session.execute(delete(TrialBallot).where(TrialBallot.round_id == round_.id))
    audit.record(
        actor,
        RoundTried(
            network_id=round_.network_id,
            project_id=round_.project_id,
            round_id=round_.id,
            people=len(tried),
            finished=sum(
                bool(one) and Content.from_bytes(one.encode()).submitted for one in tried
            ),
        ),
    )
