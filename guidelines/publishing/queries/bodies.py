"""Reads about the bodies that sign, and whom a request asks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from guidelines.db import session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.interests.queries import barred_in
from guidelines.interests.rules import Doing
from guidelines.permissions import Role
from guidelines.projects.queries import members_with
from guidelines.publishing.models import ApprovalBody, ApprovalSeat
from guidelines.publishing.rules.quorum import Electorate, assemble
from guidelines.publishing.rules.states import Gate


def bodies_of(project_id: str) -> Sequence[ApprovalBody]:
    """Return the bodies of a project that sign, with who sits in them, by title."""
    return session.scalars(
        select(ApprovalBody)
        .where(ApprovalBody.project_id == project_id, ApprovalBody.ended_at.is_(None))
        .options(
            selectinload(ApprovalBody.seats).joinedload(ApprovalSeat.person),
            joinedload(ApprovalBody.project),
        )
        .order_by(ApprovalBody.title, ApprovalBody.id)
        .execution_options(populate_existing=True)
    ).all()


def barred_from_signing(document: Document) -> frozenset[str]:
    """Return the persons whom an interest keeps from signing this document."""
    keys = {one.key for one in drafts.recommendations_of(document)}
    return frozenset(
        person_id
        for person_id, barred in barred_in(document.project_id, Doing.SIGN).items()
        if "" in barred or barred & keys
    )


def electorate_of(document: Document, gate: Gate) -> Electorate:
    """Return whom a request for approval would ask now; raises `Conflict` as `assemble` does.

    Only approvers of the project count; an approver who sits in no body signs for themself.
    """
    approvers = list(
        dict.fromkeys(
            member.person_id for member in members_with(document.project_id, Role.APPROVER)
        )
    )
    bodies = bodies_of(document.project_id)
    asked = [
        (
            body.title,
            body.quorum,
            body.at_least,
            [seat.person_id for seat in body.seats if seat.person_id in approvers],
        )
        for body in bodies
        if body.signs(gate)
    ]
    elsewhere = {seat.person_id for body in bodies if not body.signs(gate) for seat in body.seats}
    alone = [one for one in approvers if one not in elsewhere]
    return assemble(asked, alone, barred_from_signing(document))
