"""People, networks and projects: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    """Somebody got an account."""

    name = "person.added"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRequested(Event):
    """A one-time mail link was made."""

    name = "link.requested"
    link_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody set a password."""

    name = "password.changed"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFounded(Event):
    """A network was set up."""

    name = "network.founded"
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorNamed(Event):
    """Somebody became administrator of the network."""

    name = "administrator.named"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStarted(Event):
    """A guideline project was started."""

    name = "project.started"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEdited(Event):
    """The title, scope or time zone of a project was changed."""

    name = "project.edited"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    """Somebody was given a role in the project."""

    name = "member.invited"
    person_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved(Event):
    """Somebody lost a role in the project."""

    name = "member.removed"
    person_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded(Event):
    """The project got a stakeholder group."""

    name = "group.added"
    group_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade(Event):
    """Somebody let a program act for them."""

    name = "token.made"
    person_id: str
    token_id: str
    writes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    """Somebody took a program's access away."""

    name = "token.revoked"
    person_id: str
    token_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectExported(Event):
    """Somebody took a copy of the whole project."""

    name = "project.exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectBrought(Event):
    """The project was brought here from the file of another one."""

    name = "project.brought"
    title: str
