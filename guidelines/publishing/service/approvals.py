"""Ask named approvers to sign one exact text; sign it, or return it to the authors."""

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.drafts.queries.branches import check_main
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import (
    ApprovalCompleted,
    ApprovalRequested,
    ApprovalReturned,
    ApprovalSigned,
)
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import ApprovalRequest, SignOff
from guidelines.publishing.queries.approvals import (
    approvers_of,
    manifest_of,
    missing_of,
    newest_request,
    signoff_sha256,
)
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.rules.checks import check_may_be_signed
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.states import APPROVAL, ApprovalMove, ApprovalState, Decision

LONGEST_NOTE = 2000
LONGEST_STATEMENT = 4000
REPLACEABLE = frozenset({ApprovalState.WAITING, ApprovalState.APPROVED})


def request_approval(actor: Actor, document: Document, *, note: str = "") -> ApprovalRequest:
    """Ask all approvers of the project to sign the present text.

    An earlier request that is still open is replaced. Raises `Conflict` when something else
    than the approval stands in the way, or when there is no approver.
    """
    require(actor, Action.APPROVAL_REQUEST, document)

    check_main(document)
    lock_row(Document, document.id)
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": sentence("Write at most %(most)s characters.", most=LONGEST_NOTE)})
    asked = list(dict.fromkeys(member.person_id for member in approvers_of(document.project_id)))
    if not asked:
        raise Conflict(sentence("The project has no approver yet. Invite one first."))
    check_may_be_signed(readiness_of(document))
    manifest = manifest_of(document)
    sha256 = sha256_of(manifest)
    earlier = newest_request(document)
    if earlier is not None and earlier.state in REPLACEABLE:
        if earlier.sha256 == sha256 and earlier.asked == asked:
            raise Conflict(
                sentence("The approvers have been asked to sign this very text already.")
            )
        earlier.state = APPROVAL.after(earlier.state, ApprovalMove.REPLACE)
    request = ApprovalRequest(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        version_number=drafts.current_version(document).number,
        manifest=manifest,
        sha256=sha256,
        asked=asked,
        note=note.strip(),
        requested_by=actor.person_id,
    )
    session.add(request)
    session.flush()
    audit.record(
        actor,
        ApprovalRequested(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            request_id=request.id,
            version_number=request.version_number,
            sha256=sha256,
        ),
    )
    return request


def sign(
    actor: Actor, request: ApprovalRequest, *, sha256: str, statement: str = "", body: str = ""
) -> SignOff:
    """Sign the exact text with the hash `sha256`, on behalf of `body` where there is one.

    Raises `Conflict` when the text is no longer the one that was shown.
    """
    require(actor, Action.APPROVAL_SIGN, request)

    lock_row(ApprovalRequest, request.id)
    signoff = _decide(actor, request, ApprovalMove.SIGN, Decision.APPROVED, statement, body)
    document = request.document
    if sha256 != request.sha256 or request.sha256 != signoff_sha256(document):
        raise Conflict(
            sentence(
                "The text was changed after you were asked. Nothing was signed; the chair has to "
                "ask again."
            )
        )
    session.add(signoff)
    session.flush()
    audit.record(
        actor,
        ApprovalSigned(
            network_id=request.network_id,
            project_id=request.project_id,
            document_id=request.document_id,
            request_id=request.id,
            sha256=sha256,
        ),
    )
    if not missing_of(request):
        request.state = APPROVAL.after(request.state, ApprovalMove.COMPLETE)
        session.flush()
        audit.record(
            actor,
            ApprovalCompleted(
                network_id=request.network_id,
                project_id=request.project_id,
                document_id=request.document_id,
                request_id=request.id,
                sha256=sha256,
            ),
        )
    return signoff


def return_to_authors(
    actor: Actor, request: ApprovalRequest, *, reason: str, body: str = ""
) -> SignOff:
    """Return the text to the authors, with the reason why it cannot be signed."""
    require(actor, Action.APPROVAL_SIGN, request)

    lock_row(ApprovalRequest, request.id)
    if not reason.strip():
        raise Invalid({"reason": sentence("Say what has to change, so that the authors can act.")})
    signoff = _decide(actor, request, ApprovalMove.RETURN, Decision.RETURNED, reason, body)
    session.add(signoff)
    request.state = APPROVAL.after(request.state, ApprovalMove.RETURN)
    session.flush()
    audit.record(
        actor,
        ApprovalReturned(
            network_id=request.network_id,
            project_id=request.project_id,
            document_id=request.document_id,
            request_id=request.id,
            sha256=request.sha256,
        ),
    )
    return signoff


def _decide(
    actor: Actor,
    request: ApprovalRequest,
    move: ApprovalMove,
    decision: Decision,
    statement: str,
    body: str,
) -> SignOff:
    """Return the decision of somebody who was asked and has not decided yet."""
    APPROVAL.after(request.state, move)
    keys = [one.key for one in drafts.recommendations_of(request.document)]
    refuse_conflicted(actor, request.project_id, keys, Doing.SIGN)
    if len(statement) > LONGEST_STATEMENT:
        raise Invalid(
            {
                "reason" if decision is Decision.RETURNED else "statement": sentence(
                    "Write at most %(most)s characters.", most=LONGEST_STATEMENT
                )
            }
        )
    if actor.person_id not in request.asked:
        raise NotAllowed(
            sentence("You became an approver after this request. The chair has to ask again.")
        )
    if actor.person_id not in missing_of(request):
        raise Conflict(sentence("You have decided on this text already."))
    return SignOff(
        request_id=request.id,
        person_id=actor.person_id,
        body=body.strip()[:200],
        decision=decision,
        statement=statement.strip(),
        sha256=request.sha256,
    )
