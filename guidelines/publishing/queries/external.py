"""Reads of the guidelines of others that networks endorse."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.permissions import Role
from guidelines.projects.models import Network, NetworkMember, Project
from guidelines.publishing.models import ExternalGuideline


def external_guidelines(network: Network, *, ended: bool = False) -> Sequence[ExternalGuideline]:
    """Return the guidelines of others that a network endorses, by title; expired ones as well.

    Ask `is_expired(today)` for the mark. With `ended` those that were taken out are among them.
    """
    query = (
        select(ExternalGuideline)
        .where(ExternalGuideline.network_id == network.id)
        .options(joinedload(ExternalGuideline.recorder))
        .order_by(ExternalGuideline.title, ExternalGuideline.id)
    )
    if not ended:
        query = query.where(ExternalGuideline.ended_at.is_(None))
    return session.scalars(query).all()


def external_guideline(network_id: str, key: str) -> ExternalGuideline | None:
    """Return one of them, if it is of this network."""
    row = session.get(ExternalGuideline, key)
    return row if row is not None and row.network_id == network_id else None


def endorsing_networks() -> list[tuple[Network, list[ExternalGuideline]]]:
    """Return the networks that endorse guidelines of others, with these; by their titles."""
    rows = session.execute(
        select(Network, ExternalGuideline)
        .join(ExternalGuideline, ExternalGuideline.network_id == Network.id)
        .where(ExternalGuideline.ended_at.is_(None))
        .order_by(Network.title, ExternalGuideline.title, ExternalGuideline.id)
    )
    found: dict[str, tuple[Network, list[ExternalGuideline]]] = {}
    for network, row in rows:
        found.setdefault(network.id, (network, []))[1].append(row)
    return list(found.values())


def administrators_of(network_id: str) -> Sequence[Person]:
    """Return the administrators of a network."""
    return session.scalars(
        select(Person)
        .join(NetworkMember, NetworkMember.person_id == Person.id)
        .where(NetworkMember.network_id == network_id, NetworkMember.role == Role.ADMINISTRATOR)
        .order_by(Person.name)
    ).all()


def first_project_of(network_id: str) -> str:
    """Return the id of the oldest project of a network: on its pages the records are kept."""
    found = session.scalar(
        select(Project.id)
        .where(Project.network_id == network_id)
        .order_by(Project.created_at, Project.id)
        .limit(1)
    )
    return found or ""
