"""Ask bodies and persons to sign the plan or one exact text; sign it, or return it."""

from typing import Any

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
from guidelines.publishing.queries.approvals import manifest_of, newest_request, signoffs_of
from guidelines.publishing.queries.before import before_publishing
from guidelines.publishing.queries.bodies import electorate_of
from guidelines.publishing.queries.editions import editions_of
from guidelines.publishing.queries.plans import plan_of
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.rules.checks import check_may_be_signed
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.life import LifeMove
from guidelines.publishing.rules.naming import Step, next_number
from guidelines.publishing.rules.plans import check_plan
from guidelines.publishing.rules.quorum import Electorate
from guidelines.publishing.rules.states import (
    APPROVAL,
    ApprovalMove,
    ApprovalState,
    Decision,
    Gate,
)
from guidelines.publishing.service.checklists import keep_asked
from guidelines.publishing.service.life import check_life, follow

LONGEST_NOTE = 2000
LONGEST_STATEMENT = 4000
REPLACEABLE = frozenset({ApprovalState.WAITING, ApprovalState.APPROVED})


def request_approval(
    actor: Actor, document: Document, *, note: str = "", step: Step = Step.MAJOR
) -> ApprovalRequest:
    """Ask bodies and approvers of the project to sign the present text.

    `step` says what number the edition gets. An earlier request that is still open is replaced.
    Raises `Conflict` when something else than the approval stands in the way, or when nobody can
    sign.
    """
    require(actor, Action.APPROVAL_REQUEST, document)

    check_main(document)
    lock_row(Document, document.id)
    _check_note(note)
    electorate = electorate_of(document, Gate.TEXT)
    _check_somebody(electorate)
    check_life(document, LifeMove.ASK)
    check_may_be_signed(before_publishing(document).lines)
    published = [(one.major, one.minor) for one in editions_of(document)]
    number = "{}.{}".format(*next_number(published, step))
    request = _ask(
        actor, document, Gate.TEXT, manifest_of(document), electorate, note=note, number=number
    )
    follow(document, actor, LifeMove.ASK)
    keep_asked(actor, document)
    return request


def request_plan_approval(actor: Actor, document: Document, *, note: str = "") -> ApprovalRequest:
    """Ask bodies and approvers to sign the plan as it stands now; it is frozen with the request.

    Raises `Conflict` when the plan lacks a part, or when nobody can sign.
    """
    require(actor, Action.APPROVAL_REQUEST, document)

    check_main(document)
    lock_row(Document, document.id)
    _check_note(note)
    electorate = electorate_of(document, Gate.PLAN)
    _check_somebody(electorate)
    plan = plan_of(document)
    check_plan(plan)
    return _ask(actor, document, Gate.PLAN, plan, electorate, note=note)


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": sentence("Write at most %(most)s characters.", most=LONGEST_NOTE)})


def _check_somebody(electorate: Electorate) -> None:
    if not electorate.asked and electorate.barred:
        raise Conflict(
            sentence(
                "Nobody can sign: all approvers are kept from it by an interest. Invite another."
            )
        )
    if not electorate.asked:
        raise Conflict(sentence("The project has no approver yet. Invite one first."))


def _ask(
    actor: Actor,
    document: Document,
    gate: Gate,
    manifest: dict[str, Any],
    electorate: Electorate,
    *,
    note: str,
    number: str = "",
) -> ApprovalRequest:
    sha256 = sha256_of(manifest)
    asked = list(electorate.asked)
    earlier = newest_request(document, gate)
    if earlier is not None and earlier.state in REPLACEABLE:
        same = (earlier.sha256, earlier.voters) == (sha256, electorate)
        if same and earlier.number == number:
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
        gate=gate,
        number=number,
        asked=asked,
        electorate=electorate.as_json(),
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
            gate=gate.value,
        ),
    )
    return request


def sign(
    actor: Actor, request: ApprovalRequest, *, sha256: str, statement: str = "", body: str = ""
) -> SignOff:
    """Sign the exact text or plan with the hash `sha256`.

    Who sits in a body signs for it, and for each body once; only others may name whom they sign
    for (`body`). Raises `Conflict` when the text is no longer the one that was shown: what two
    persons call a change of form, and nobody denied, may be signed as it is now.
    """
    require(actor, Action.APPROVAL_SIGN, request)

    lock_row(ApprovalRequest, request.id)
    signoff = _decide(actor, request, ApprovalMove.SIGN, Decision.APPROVED, statement, body)
    validity = validity_of(request)
    if sha256 != validity.sha256 or not validity.holds:
        raise Conflict(
            sentence(
                "The text was changed after you were asked. Nothing was signed; the chair has to "
                "ask again."
            )
        )
    signoff.sha256 = sha256
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
    if request.voters.is_complete(_signed(request)):
        _complete(actor, request)
    return signoff


def _signed(request: ApprovalRequest) -> set[str]:
    return {one.person_id for one in signoffs_of(request) if one.decision is Decision.APPROVED}


def _complete(actor: Actor, request: ApprovalRequest) -> None:
    request.state = APPROVAL.after(request.state, ApprovalMove.COMPLETE)
    session.flush()
    audit.record(
        actor,
        ApprovalCompleted(
            network_id=request.network_id,
            project_id=request.project_id,
            document_id=request.document_id,
            request_id=request.id,
            sha256=request.sha256,
        ),
    )
    text = request.gate is Gate.TEXT
    follow(request.document, actor, LifeMove.APPROVE if text else LifeMove.APPROVE_PLAN)


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
    if request.gate is Gate.TEXT:
        follow(request.document, actor, LifeMove.RETURN)
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
    if actor.person_id in {one.person_id for one in signoffs_of(request)}:
        raise Conflict(sentence("You have decided on this text already."))
    seats = request.voters.bodies_of(str(actor.person_id))
    return SignOff(
        request_id=request.id,
        person_id=actor.person_id,
        body=(", ".join(one.title for one in seats) or body.strip())[:200],
        decision=decision,
        statement=statement.strip(),
        sha256=request.sha256,
    )
