"""Reads about networks, projects and members; the actor for a person."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, null, select, union_all
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

_WHO: CompoundSelect[Any] = union_all(
    select(Member.project_id, null().label("network_id"), Member.role, null().label("name")).where(
        Member.person_id == bindparam("person_id")
    ),
    select(null(), NetworkMember.network_id, NetworkMember.role, null()).where(
        NetworkMember.person_id == bindparam("person_id")
    ),
    select(null(), null(), null(), Person.name).where(
        Person.id == bindparam("person_id"), Person.deactivated_at.is_(None)
    ),
)
"""The roles of a person and their name: asked with every page, so in one go."""


def actor_for(person_id: str, scope: str = "") -> Actor:
    """Return the actor for a person; with a `scope`, only a panel member of that project."""
    name = None
    projects: dict[str, set[Role]] = defaultdict(set)
    networks: dict[str, set[Role]] = defaultdict(set)
    for row in session.execute(_WHO, {"person_id": person_id}):
        if row.name is not None:
            name = row.name
        elif row.project_id is not None:
            projects[row.project_id].add(row.role)
        else:
            networks[row.network_id].add(row.role)
    if name is None:
        return Actor.nobody()
    if scope:
        roles = frozenset(projects.get(scope, ())) & frozenset(PANEL)
        return Actor(person_id=person_id, name=name, projects={scope: roles})
    return Actor(
        person_id=person_id,
        name=name,
        projects={place: frozenset(roles) for place, roles in projects.items()},
        networks={place: frozenset(roles) for place, roles in networks.items()},
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


def roles_held(project: Project, person_id: str) -> Sequence[Member]:
    """Return the roles of one person in a project, the first that was given first."""
    return session.scalars(
        select(Member)
        .where(Member.project_id == project.id, Member.person_id == person_id)
        .options(joinedload(Member.person))
        .order_by(Member.since, Member.id)
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


def free_slug(network: Network, wanted: str) -> str:
    """Return `wanted`, with a number behind it where the network has that slug already."""
    slug, number = wanted, 1
    while project_called(network, slug) is not None:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def projects_called(slug: str) -> Sequence[Project]:
    """Return the projects with this slug in all networks."""
    return session.scalars(select(Project).where(Project.slug == slug)).all()


def names_of(person_ids: set[str]) -> dict[str, str]:
    """Return the names of persons by id."""
    rows = session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {person.id: person.name for person in rows}
