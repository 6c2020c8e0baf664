"""Reads about who did what for a document."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Contribution
from guidelines.publishing.queries.interests import named_people


def contributions_of(document: Document) -> Sequence[Contribution]:
    """Return who did what, in the order in which they are printed."""
    return session.scalars(
        select(Contribution)
        .where(Contribution.document_id == document.id)
        .options(joinedload(Contribution.person))
        .order_by(Contribution.position)
    ).all()


def possible_contributors(document: Document) -> Sequence[Person]:
    """Return who may be named: the authors in their order, then the others by name."""
    places = {row.person_id: row.position for row in contributions_of(document)}
    people = session.scalars(select(Person).where(Person.id.in_(named_people(document)))).all()
    return sorted(people, key=lambda one: (places.get(one.id, 10_000), one.name, one.id))


def printed_contributors(document: Document) -> list[dict[str, Any]]:
    """Return who did what as a published version freezes it, of those who are still named."""
    named = named_people(document)
    return [
        {
            "name": row.person.name,
            "affiliation": row.person.affiliation,
            "orcid": row.person.orcid,
            "roles": list(row.roles),
        }
        for row in contributions_of(document)
        if row.person_id in named
    ]
