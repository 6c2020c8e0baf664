"""Changes of a text that was sent for signature: a comma does not make everybody sign again."""

from guidelines.db import lock_row
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, sentence
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import ChangeObjection, EditorialChange
from guidelines.publishing.queries.approvals import newest_request
from guidelines.publishing.queries.changed_texts import (
    changed_sources,
    changed_votes,
    has_signed,
)
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.rules.states import ApprovalState, ChangeSubject
from guidelines.publishing.service.changes import (
    check_reason,
    record_objection,
    record_proposal,
)

SIGNABLE = frozenset({ApprovalState.WAITING, ApprovalState.APPROVED})


def propose_text_change(actor: Actor, document: Document, *, reason: str) -> EditorialChange:
    """Say that the text was changed in form only since it was sent for signature.

    Another person who did not make the change confirms it; those who signed are told and have
    seven days to object. Raises `Conflict` where nothing was asked for or changed, and where the
    change is more than form beyond doubt: the evidence, or what was voted on.
    """
    require(actor, Action.DRAFT_SAVE, document)

    lock_row(Document, document.id)
    check_reason(reason, sentence("Say in a few sentences why the meaning is unchanged."))
    request = newest_request(document)
    if request is None or request.state not in SIGNABLE:
        raise Conflict(sentence("Nobody has been asked to sign this text. Just save it."))
    validity = validity_of(request)
    if validity.same:
        raise Conflict(sentence("The text is the one that was sent for signature."))
    if validity.change is not None:
        raise Conflict(sentence("This change has been proposed already."))
    if "evidence" in validity.parts:
        raise Conflict(
            sentence(
                "The evidence behind the recommendations changed. That is never editorial: the "
                "chair asks for signatures again."
            )
        )
    voted = changed_votes(document, request)
    if voted:
        raise Conflict(
            sentence(
                "What was voted on changed as well: recommendations %(numbers)s. Say first of "
                "which class these changes are.",
                numbers=", ".join(map(str, voted)),
            )
        )
    before, after, made_by = changed_sources(document, request)
    change = EditorialChange(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        subject=ChangeSubject.TEXT,
        request_id=request.id,
        key="",
        voted_wording=before,
        voted_sha256=request.sha256,
        wording=after,
        wording_sha256=validity.sha256,
        reason=reason.strip(),
        made_by=made_by,
        proposed_by=actor.person_id,
    )
    return record_proposal(change, actor)


def object_to_text_change(
    actor: Actor, change: EditorialChange, *, reason: str
) -> ChangeObjection:
    """Say, as one who signed, that a confirmed change of the text is no mere form."""
    require(actor, Action.APPROVAL_SIGN, change)

    lock_row(EditorialChange, change.id)
    if not has_signed(actor.person_id, change):
        raise Conflict(sentence("Only those who signed the text object to a change of it."))
    return record_objection(change, actor, reason)
