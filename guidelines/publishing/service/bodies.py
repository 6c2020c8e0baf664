"""Name the bodies that sign, who sits in them and how many must sign; end them."""

from collections.abc import Sequence

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import BodyEnded, BodyNamed
from guidelines.permissions import Action, Actor, Role, require
from guidelines.projects.models import Project
from guidelines.projects.queries import members_with
from guidelines.publishing.models import ApprovalBody, ApprovalSeat
from guidelines.publishing.queries.bodies import bodies_of
from guidelines.publishing.rules.quorum import Quorum, check_body


def name_body(
    actor: Actor,
    project: Project,
    *,
    title: str,
    members: Sequence[str],
    quorum: Quorum = Quorum.MAJORITY,
    at_least: int = 0,
    signs_plan: bool = True,
    signs_text: bool = True,
    body: ApprovalBody | None = None,
) -> ApprovalBody:
    """Name a body with its members (person ids), or change one that is there.

    Members are approvers of the project. What is open to be signed keeps the body as it was when
    it was asked for. Raises `Invalid` for all mistakes at once.
    """
    require(actor, Action.BODY_MANAGE, project)

    lock_row(Project, project.id)
    chosen = list(dict.fromkeys(members))
    check_body(title, quorum, at_least, chosen)
    approvers = {one.person_id for one in members_with(project.id, Role.APPROVER)}
    if not set(chosen) <= approvers:
        raise Invalid(
            {"members": sentence("Choose among the project's approvers; invite others.")}
        )
    if not signs_plan and not signs_text:
        raise Invalid({"signs": sentence("Choose what it signs: the plan, the text or both.")})
    named = title.strip().casefold()
    if any(one.title.casefold() == named and one is not body for one in bodies_of(project.id)):
        raise Invalid({"title": sentence("There is a body with this name already.")})
    if body is None:
        body = ApprovalBody(network_id=project.network_id, project_id=project.id)
        session.add(body)
    elif body.ended_at is not None:
        raise Conflict(sentence("This body was ended. Name a new one."))
    body.title, body.quorum, body.at_least = title.strip(), quorum, at_least
    body.signs_plan, body.signs_text = signs_plan, signs_text
    body.seats = [seat for seat in body.seats if seat.person_id in chosen]
    seated = {seat.person_id for seat in body.seats}
    body.seats += [ApprovalSeat(person_id=one) for one in chosen if one not in seated]
    session.flush()
    audit.record(
        actor,
        BodyNamed(
            network_id=project.network_id,
            project_id=project.id,
            body_id=body.id,
            quorum=quorum.value,
            members=chosen,
        ),
    )
    return body


def end_body(actor: Actor, body: ApprovalBody) -> None:
    """End a body: it is asked no more. What it signed stays."""
    require(actor, Action.BODY_MANAGE, body)

    lock_row(ApprovalBody, body.id)
    if body.ended_at is not None:
        raise Conflict(sentence("This body was ended already."))
    body.ended_at = now()
    session.flush()
    audit.record(
        actor,
        BodyEnded(network_id=body.network_id, project_id=body.project_id, body_id=body.id),
    )
