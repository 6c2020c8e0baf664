"""Changes after the vote: people say of which class they are; software never guesses.

An editorial change is proposed by one person and confirmed by another who did not make it; both
wordings stay, the panel is told by mail and has seven days to object. An objection hands it to
the chair, who has it voted on again or takes it back to the draft.
"""

from datetime import timedelta

from guidelines import audit, jobs
from guidelines.db import lock_row, now, session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed, sentence
from guidelines.events import (
    EditorialChangeAttested,
    EditorialChangeObjected,
    EditorialChangeProposed,
    EditorialChangeRefused,
    EditorialChangeRuled,
    EditorialChangeSettled,
)
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import ChangeObjection, EditorialChange
from guidelines.publishing.queries.changes import change_between, makers_of, wording_once
from guidelines.publishing.rules.states import (
    CHANGE,
    ChangeClass,
    ChangeMove,
    ChangeState,
    ChangeSubject,
)

LONGEST_REASON = 2000
DAYS_TO_OBJECT = 7
STILL_OPEN = frozenset({ChangeState.ATTESTED, ChangeState.OBJECTED})


def propose_editorial_change(
    actor: Actor,
    document: Document,
    *,
    key: str,
    reason: str,
    change_class: ChangeClass = ChangeClass.EDITORIAL,
) -> EditorialChange:
    """Say of which class the change of a recommendation since its vote is, and why.

    A substantive change, or one of strength or direction, needs a new vote: nobody has to
    confirm that. Raises `Conflict` where there was no vote, the wording is the same, or anything
    but the wording (strength, direction, population, …) is not what was voted on and the change
    is called less than that.
    """
    require(actor, Action.DRAFT_SAVE, document)

    lock_row(Document, document.id)
    refuse_conflicted(actor, document.project_id, [key], Doing.EDIT)
    check_reason(reason, sentence("Say in a few sentences why the meaning is unchanged."))
    one = drafts.recommendation_in(document, key)
    outcome = drafts.outcomes_of(document).get(key)
    if one is None:
        raise Missing
    if outcome is None:
        raise Conflict(sentence("The panel has not voted on this recommendation."))
    if outcome.stands(one):
        raise Conflict(sentence("The wording is the one that was voted on."))
    if change_between(document, key, outcome.wording_sha256, one.wording_sha256) is not None:
        raise Conflict(sentence("This change has been proposed already."))
    voted = wording_once(document, key, outcome.wording_sha256)
    now_written = wording_once(document, key, one.wording_sha256)
    core = voted is None or now_written is None or voted.normative != now_written.normative
    if core and change_class is not ChangeClass.STRENGTH:
        raise Conflict(
            sentence(
                "Type, strength, direction, population or conditions changed since the vote. "
                "That is never editorial: vote again."
            )
        )
    editorial = change_class is ChangeClass.EDITORIAL
    change = EditorialChange(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        change_class=change_class,
        state=ChangeState.PROPOSED if editorial else ChangeState.VOTE_AGAIN,
        key=key,
        voted_wording=voted.body if voted else "",
        voted_sha256=outcome.wording_sha256,
        wording=one.wording,
        wording_sha256=one.wording_sha256,
        reason=reason.strip(),
        made_by=makers_of(document, key, outcome.wording_sha256),
        proposed_by=actor.person_id,
    )
    return record_proposal(change, actor)


def check_reason(reason: str, ask: str, name: str = "reason") -> None:
    """Raise `Invalid` where a reason is missing, or is no longer a few sentences."""
    if not reason.strip():
        raise Invalid({name: ask})
    if len(reason) > LONGEST_REASON:
        raise Invalid({name: sentence("Write at most %(most)s characters.", most=LONGEST_REASON)})


def record_proposal(change: EditorialChange, actor: Actor) -> EditorialChange:
    """Store a change that somebody has put into a class."""
    session.add(change)
    session.flush()
    audit.record(
        actor,
        EditorialChangeProposed(
            network_id=change.network_id,
            project_id=change.project_id,
            document_id=change.document_id,
            change_id=change.id,
            key=change.key,
            voted_sha256=change.voted_sha256,
            wording_sha256=change.wording_sha256,
            change_class=change.change_class.value,
        ),
    )
    return change


def attest_editorial_change(actor: Actor, change: EditorialChange) -> None:
    """Confirm that a change somebody else proposed leaves the meaning as it was voted on.

    From now on those who voted (or signed) have seven days to object; they are told by mail.
    """
    require(actor, Action.DRAFT_SAVE, change)

    _decide(actor, change, ChangeMove.ATTEST)
    change.objections_until = now() + timedelta(days=DAYS_TO_OBJECT)
    session.flush()
    jobs.enqueue(
        "publishing.settle_change",
        dedupe=f"settle-change:{change.id}",
        run_at=change.objections_until,
        change_id=change.id,
    )
    audit.record(
        actor,
        EditorialChangeAttested(
            network_id=change.network_id,
            project_id=change.project_id,
            document_id=change.document_id,
            change_id=change.id,
            key=change.key,
        ),
    )


def refuse_editorial_change(actor: Actor, change: EditorialChange) -> None:
    """Say that a change somebody else proposed touches the meaning: it needs a vote."""
    require(actor, Action.DRAFT_SAVE, change)

    _decide(actor, change, ChangeMove.REFUSE)
    session.flush()
    audit.record(
        actor,
        EditorialChangeRefused(
            network_id=change.network_id,
            project_id=change.project_id,
            document_id=change.document_id,
            change_id=change.id,
            key=change.key,
        ),
    )


def object_to_change(actor: Actor, change: EditorialChange, *, reason: str) -> ChangeObjection:
    """Say, as a panel member, that a confirmed change of a recommendation is no mere form.

    Raises `Conflict` once the days for objections are over, or for a second objection.
    """
    require(actor, Action.CHANGE_OBJECT, change)

    lock_row(EditorialChange, change.id)
    if change.subject is not ChangeSubject.RECOMMENDATION:
        raise Missing
    refuse_conflicted(actor, change.project_id, [change.key], Doing.VOTE)
    return record_objection(change, actor, reason)


def record_objection(change: EditorialChange, actor: Actor, reason: str) -> ChangeObjection:
    """Store an objection of somebody who may object; the chair decides from now on."""
    check_reason(reason, sentence("Say what the change does to the meaning."))
    if change.objections_until is not None and change.objections_until <= now():
        raise Conflict(sentence("The days for objections are over. Write to the chair."))
    if any(one.person_id == actor.person_id for one in change.objections):
        raise Conflict(sentence("You have objected already. The chair decides now."))
    change.state = CHANGE.after(change.state, ChangeMove.OBJECT)
    objection = ChangeObjection(
        change_id=change.id, person_id=actor.person_id, reason=reason.strip()
    )
    session.add(objection)
    session.flush()
    audit.record(
        actor,
        EditorialChangeObjected(
            network_id=change.network_id,
            project_id=change.project_id,
            document_id=change.document_id,
            change_id=change.id,
            key=change.key,
        ),
    )
    return objection


def settle_change(actor: Actor, change: EditorialChange) -> None:
    """Let a confirmed change stand once the days for objections passed without one."""
    require(actor, Action.CHANGE_SETTLE, change)

    lock_row(EditorialChange, change.id)
    if change.state is not ChangeState.ATTESTED or not change.stands_at(now()):
        return
    change.state = CHANGE.after(change.state, ChangeMove.SETTLE)
    session.flush()
    audit.record(
        actor,
        EditorialChangeSettled(
            network_id=change.network_id,
            project_id=change.project_id,
            document_id=change.document_id,
            change_id=change.id,
            key=change.key,
        ),
    )


def rule_on_change(
    actor: Actor, change: EditorialChange, *, substantive: bool, ruling: str
) -> None:
    """Decide on a change to which somebody objected: vote again, or take it back to the draft."""
    require(actor, Action.CHANGE_RULE, change)

    lock_row(EditorialChange, change.id)
    keys = [change.key] if change.key else []
    refuse_conflicted(actor, change.project_id, keys, Doing.CHAIR)
    check_reason(ruling, sentence("Say to those who objected what happens now."), "ruling")
    move = ChangeMove.CALL_SUBSTANTIVE if substantive else ChangeMove.TAKE_BACK
    change.state = CHANGE.after(change.state, move)
    change.ruled_by, change.ruled_at, change.ruling = actor.person_id, now(), ruling.strip()
    session.flush()
    audit.record(
        actor,
        EditorialChangeRuled(
            network_id=change.network_id,
            project_id=change.project_id,
            document_id=change.document_id,
            change_id=change.id,
            key=change.key,
            state=change.state.value,
        ),
    )


def _decide(actor: Actor, change: EditorialChange, move: ChangeMove) -> None:
    lock_row(EditorialChange, change.id)
    state = CHANGE.after(change.state, move)
    keys = [change.key] if change.key else []
    refuse_conflicted(actor, change.project_id, keys, Doing.ACCEPT)
    if actor.person_id == change.proposed_by:
        raise NotAllowed(sentence("You proposed this change. Another person has to decide on it."))
    if actor.person_id in change.made_by:
        raise NotAllowed(
            sentence("You made this change in the text. Somebody who did not has to decide on it.")
        )
    change.state, change.decided_by, change.decided_at = state, actor.person_id, now()
