"""What people do with networks and projects: found, start, invite, remove."""

from guidelines import audit
from guidelines.accounts.models import LinkPurpose, Person
from guidelines.accounts.service import add_person, make_link
from guidelines.db import session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import (
    AdministratorNamed,
    GroupAdded,
    MemberInvited,
    MemberRemoved,
    NetworkFounded,
    ProjectEdited,
    ProjectStarted,
)
from guidelines.permissions import Action, Actor, Place, Role, require
from guidelines.projects.models import (
    Member,
    Network,
    NetworkMember,
    Project,
    StakeholderGroup,
)
from guidelines.projects.queries import (
    free_slug,
    groups_of,
    members_with,
    network_called,
    project_called,
)
from guidelines.projects.rules import (
    DEFAULT_GROUPS,
    address_for,
    check_group_is_needed,
    check_last_chair,
    check_project,
    check_slug,
    zone_meant,
)
from guidelines.projects.service.roles import RoleChange, check_role


def found_network(actor: Actor, *, slug: str, title: str) -> Network:
    """Set up a network; done by the operator at the command line."""
    require(actor, Action.NETWORK_MANAGE, Place(None))

    check_slug(slug)
    if not title.strip():
        raise Invalid({"title": sentence("Give the network a name.")})
    if network_called(slug) is not None:
        raise Conflict(sentence("There is a network called %(slug)s already.", slug=slug))

    network = Network(slug=slug, title=title.strip())
    session.add(network)
    session.flush()
    audit.record(actor, NetworkFounded(network_id=network.id, slug=slug))
    return network


def name_administrator(actor: Actor, network: Network, person: Person) -> NetworkMember:
    """Make a person administrator of the network."""
    require(actor, Action.NETWORK_MANAGE, network)

    key = {"network_id": network.id, "person_id": person.id, "role": Role.ADMINISTRATOR}
    there = session.get(NetworkMember, key)
    if there is not None:
        return there
    member = NetworkMember(**key)
    session.add(member)
    session.flush()
    audit.record(actor, AdministratorNamed(network_id=network.id, person_id=person.id))
    return member


def start_project(
    actor: Actor, network: Network, *, title: str, slug: str = "", time_zone: str = "UTC"
) -> Project:
    """Start a guideline project with the usual stakeholder groups."""
    require(actor, Action.PROJECT_START, network)

    time_zone = zone_meant(time_zone)
    check_project(title, time_zone)
    slug = slug or free_slug(network, address_for(title))
    check_slug(slug)
    if project_called(network, slug) is not None:
        raise Invalid({"slug": sentence("Another project of this network has this address.")})

    project = Project(
        network_id=network.id, network=network, slug=slug, title=title.strip(), time_zone=time_zone
    )
    session.add(project)
    session.flush()
    session.add_all(StakeholderGroup(project_id=project.id, title=t) for t in DEFAULT_GROUPS)
    session.flush()
    audit.record(
        actor,
        ProjectStarted(network_id=network.id, project_id=project.id, title=project.title),
    )
    return project


def edit_project(
    actor: Actor, project: Project, *, title: str, scope: str, time_zone: str
) -> None:
    """Change the title, the scope and the time zone of a project."""
    require(actor, Action.PROJECT_MANAGE, project)

    time_zone = zone_meant(time_zone)
    check_project(title, time_zone)
    project.title, project.scope, project.time_zone = title.strip(), scope.strip(), time_zone
    session.flush()
    audit.record(
        actor,
        ProjectEdited(network_id=project.network_id, project_id=project.id, title=project.title),
    )


def add_group(actor: Actor, project: Project, *, title: str) -> StakeholderGroup:
    """Add a stakeholder group of the project's own."""
    require(actor, Action.PROJECT_MANAGE, project)

    title = title.strip()
    if not title:
        raise Invalid({"title": sentence("Give the group a name.")})
    if any(group.title.casefold() == title.casefold() for group in groups_of(project)):
        raise Invalid({"title": sentence("There is such a group already.")})
    group = StakeholderGroup(project_id=project.id, title=title)
    session.add(group)
    session.flush()
    audit.record(
        actor,
        GroupAdded(
            network_id=project.network_id, project_id=project.id, group_id=group.id, title=title
        ),
    )
    return group


def invite_member(
    actor: Actor,
    project: Project,
    *,
    email: str,
    name: str,
    role: Role,
    group_id: str | None = None,
) -> Member:
    """Give a person a role in the project, and mail them a link if they have no password yet."""
    require(actor, Action.PROJECT_MANAGE, project)

    check_group_is_needed(role, group_id)
    if group_id is not None and group_id not in {group.id for group in groups_of(project)}:
        raise Invalid({"group_id": sentence("Choose a group of this project.")})
    person = add_person(actor, email=email, name=name)
    return give_role(actor, project, person, role=role, group_id=group_id)


def give_role(
    actor: Actor, project: Project, person: Person, *, role: Role, group_id: str | None = None
) -> Member:
    """Give a known person a role in the project."""
    require(actor, Action.PROJECT_MANAGE, project)

    if any(member.person_id == person.id for member in members_with(project.id, role)):
        raise Invalid({"email": sentence("This person has this role already.")})
    check_role(actor, project, RoleChange(person.id, role, is_given=True))
    member = Member(
        project_id=project.id,
        project=project,
        person_id=person.id,
        person=person,
        role=role,
        group_id=group_id,
    )
    session.add(member)
    session.flush()
    audit.record(
        actor,
        MemberInvited(
            network_id=project.network_id,
            project_id=project.id,
            person_id=person.id,
            role=role.value,
        ),
    )
    if person.password_hash is None:
        make_link(actor, person, LinkPurpose.INVITATION, context=project.title[:200])
    return member


def remove_member(actor: Actor, member: Member) -> None:
    """Take a role away; what the person did stays."""
    require(actor, Action.PROJECT_MANAGE, member)

    chairs = members_with(member.project_id, Role.CHAIR)
    check_last_chair(member.role, len(chairs))
    check_role(actor, member.project, RoleChange(member.person_id, member.role, is_given=False))
    audit.record(
        actor,
        MemberRemoved(
            network_id=member.network_id,
            project_id=member.project_id,
            person_id=member.person_id,
            role=member.role.value,
        ),
    )
    session.delete(member)
    session.flush()
