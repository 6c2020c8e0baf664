"""Who got which text that is to be signed, and when: mailed, opened, downloaded."""

from guidelines import audit
from guidelines.db import session
from guidelines.events import TextDelivered
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import ApprovalRequest, TextDelivery
from guidelines.publishing.rules.states import Delivery


def record_opening(actor: Actor, request: ApprovalRequest, how: Delivery) -> TextDelivery | None:
    """Write down that a person opened or downloaded the text; only for those who were asked."""
    require(actor, Action.TEXT_OPEN, request)

    if actor.person_id is None or actor.person_id not in request.asked:
        return None
    return _deliver(actor, request, actor.person_id, how)


def record_mailing(actor: Actor, request: ApprovalRequest, person_id: str) -> TextDelivery:
    """Write down that the link to the text was mailed to a person who is asked to sign."""
    require(actor, Action.TEXT_SEND, request)

    return _deliver(actor, request, person_id, Delivery.MAILED)


def _deliver(
    actor: Actor, request: ApprovalRequest, person_id: str, how: Delivery
) -> TextDelivery:
    row = TextDelivery(request_id=request.id, person_id=person_id, how=how, sha256=request.sha256)
    session.add(row)
    session.flush()
    audit.record(
        actor,
        TextDelivered(
            network_id=request.network_id,
            project_id=request.project_id,
            document_id=request.document_id,
            request_id=request.id,
            person_id=person_id,
            how=how.value,
            sha256=request.sha256,
        ),
    )
    return row
