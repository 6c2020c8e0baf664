"""Changes of form after the vote: one person proposes, another confirms, both wordings stay."""

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed, sentence
from guidelines.events import (
    EditorialChangeAttested,
    EditorialChangeProposed,
    EditorialChangeRefused,
)
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import EditorialChange
from guidelines.publishing.queries.approvals import change_between, wording_once
from guidelines.publishing.rules.states import CHANGE, ChangeMove

LONGEST_REASON = 2000


def propose_editorial_change(
    actor: Actor, document: Document, *, key: str, reason: str
) -> EditorialChange:
    """Say that the wording of a recommendation changed in form only since it was voted on.

    Raises `Conflict` where there was no vote, the wording is the same, or anything but the
    wording (strength, direction, population, …) is not what was voted on: that needs a new vote.
    """
    require(actor, Action.DRAFT_SAVE, document)

    lock_row(Document, document.id)
    refuse_conflicted(actor, document.project_id, [key], Doing.EDIT)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": sentence("Say in a few sentences why the meaning is unchanged.")})
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
    if voted is None or now_written is None or voted.normative != now_written.normative:
        raise Conflict(
            sentence(
                "Type, strength, direction, population or conditions changed since the vote. "
                "That is never editorial: vote again."
            )
        )
    change = EditorialChange(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        key=key,
        voted_wording=voted.body,
        voted_sha256=outcome.wording_sha256,
        wording=one.wording,
        wording_sha256=one.wording_sha256,
        reason=reason.strip(),
        proposed_by=actor.person_id,
    )
    session.add(change)
    session.flush()
    audit.record(
        actor,
        EditorialChangeProposed(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            change_id=change.id,
            key=key,
            voted_sha256=change.voted_sha256,
            wording_sha256=change.wording_sha256,
        ),
    )
    return change


def attest_editorial_change(actor: Actor, change: EditorialChange) -> None:
    """Confirm that a change somebody else proposed leaves the meaning as it was voted on."""
    require(actor, Action.DRAFT_SAVE, change)

    _decide(actor, change, ChangeMove.ATTEST)
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


def _decide(actor: Actor, change: EditorialChange, move: ChangeMove) -> None:
    lock_row(EditorialChange, change.id)
    state = CHANGE.after(change.state, move)
    refuse_conflicted(actor, change.project_id, [change.key], Doing.ACCEPT)
    if actor.person_id == change.proposed_by:
        raise NotAllowed(sentence("You proposed this change. Another person has to decide on it."))
    change.state, change.decided_by, change.decided_at = state, actor.person_id, now()
    session.flush()
