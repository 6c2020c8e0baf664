"""Say who did what for a document."""

from collections.abc import Mapping, Sequence

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, sentence
from guidelines.events import ContributorsNamed
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Contribution
from guidelines.publishing.queries.contributions import contributions_of
from guidelines.publishing.queries.interests import named_people
from guidelines.typesetting.credit import ROLES


def name_contributors(
    actor: Actor, document: Document, shares: Mapping[str, Sequence[str]]
) -> list[Contribution]:
    """Write who did what, in the order of `shares`: roles of CRediT by person id.

    A person without a role is not among the authors. Raises `Invalid` for somebody who is not
    named in what is published, and for a role that CRediT does not have.
    """
    require(actor, Action.DRAFT_SAVE, document)

    lock_row(Document, document.id)
    known = named_people(document)
    if not {person for person, roles in shares.items() if roles} <= known:
        raise Invalid(
            {
                "roles": sentence(
                    "Only people who are named in the published version can be among its authors."
                )
            }
        )
    if not {role for roles in shares.values() for role in roles} <= set(ROLES):
        raise Invalid({"roles": sentence("Choose among the fourteen roles.")})
    for row in contributions_of(document):
        session.delete(row)
    session.flush()
    named = [person for person, roles in shares.items() if roles]
    rows = [
        Contribution(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            person_id=person,
            position=position,
            roles=[role for role in ROLES if role in shares[person]],
        )
        for position, person in enumerate(named, 1)
    ]
    session.add_all(rows)
    session.flush()
    audit.record(
        actor,
        ContributorsNamed(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            people=named,
        ),
    )
    return rows
