"""Reads about networks, projects and members; the actor for a person."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.permissions import PANEL, Actor, Role
from guidelines.projects.models import (
    Member,
    Network,
    NetworkMember,
    Project,
    StakeholderGroup,
)


def roles_of(person_id: str) -> dict[str, frozenset[Role]]:
    """Return the roles of a person by project id."""
    roles: dict[str, set[Role]] = defaultdict(set)
    rows = session.execute(
        select(Member.project_id, Member.role).where(Member.person_id == person_id)
    )
    for project_id, role in rows:
        roles[project_id].add(role)
    return {project_id: frozenset(found) for project_id, found in roles.items()}


def network_roles_of(person_id: str) -> dict[str, frozenset[Role]]:
    """Return the roles of a person by network id."""
    roles: dict[str, set[Role]] = defaultdict(set)
    rows = session.execute(
        select(NetworkMember.network_id, NetworkMember.role).where(
            NetworkMember.person_id == person_id
        )
    )
    for network_id, role in rows:
        roles[network_id].add(role)
    return {network_id: frozenset(found) for network_id, found in roles.items()}


def actor_for(person_id: str, scope: str = "") -> Actor:
    """Return the actor for a person; with a `scope`, only a panel member of that project."""
    person = session.get(Person, person_id)
    if person is None or person.deactivated_at is not None:
        return Actor.nobody()
    if scope:
        roles = roles_of(person_id).get(scope, frozenset()) & frozenset(PANEL)
        return Actor(person_id=person_id, name=person.name, projects={scope: roles})
    return Actor(
        person_id=person_id,
        name=person.name,
        projects=roles_of(person_id),
        networks=network_roles_of(person_id),
    )


def projects_of(person_id: str) -> Sequence[Project]:
    """Return the projects in which a person has a role, by title."""
    return session.scalars(
        select(Project)
        .where(Project.id.in_(select(Member.project_id).where(Member.person_id == person_id)))
        .options(joinedload(Project.network))
        .order_by(Project.title)
    ).all()


def networks_of(person_id: str) -> Sequence[Network]:
    """Return the networks in which a person has a role of the network."""
    return session.scalars(
        select(Network)
        .where(
            Network.id.in_(
                select(NetworkMember.network_id).where(NetworkMember.person_id == person_id)
            )
        )
        .order_by(Network.title)
    ).all()


def projects_in(network: Network) -> Sequence[Project]:
    """Return the projects of a network, by title."""
    return session.scalars(
        select(Project).where(Project.network_id == network.id).order_by(Project.title)
    ).all()


def members_of(project: Project) -> Sequence[Member]:
    """Return the members of a project with their persons, by name and role."""
    return session.scalars(
        select(Member)
        .where(Member.project_id == project.id)
        .join(Member.person)
        .options(joinedload(Member.person), joinedload(Member.group))
        .order_by(Person.name, Member.role)
    ).all()


def members_with(project_id: str, *roles: Role) -> Sequence[Member]:
    """Return the members of a project who have one of `roles`, by name."""
    return session.scalars(
        select(Member)
        .where(Member.project_id == project_id, Member.role.in_(roles))
        .join(Member.person)
        .options(joinedload(Member.person), joinedload(Member.group))
        .order_by(Person.name, Member.role)
    ).all()


def groups_of(project: Project) -> Sequence[StakeholderGroup]:
    """Return the stakeholder groups of a project, by title."""
    return session.scalars(
        select(StakeholderGroup)
        .where(StakeholderGroup.project_id == project.id)
        .order_by(StakeholderGroup.title)
    ).all()


def network_called(slug: str) -> Network | None:
    """Return the network with this slug."""
    return session.scalar(select(Network).where(Network.slug == slug))


def project_called(network: Network, slug: str) -> Project | None:
    """Return the project of a network with this slug."""
    return session.scalar(
        select(Project).where(Project.network_id == network.id, Project.slug == slug)
    )


def projects_called(slug: str) -> Sequence[Project]:
    """Return the projects with this slug in all networks."""
    return session.scalars(select(Project).where(Project.slug == slug)).all()


def names_of(person_ids: set[str]) -> dict[str, str]:
    """Return the names of persons by id."""
    rows = session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {person.id: person.name for person in rows}
