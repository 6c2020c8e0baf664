"""What is asked before a role is given or taken away; features above add their own questions."""

from collections.abc import Callable
from dataclasses import dataclass

from guidelines.permissions import Actor, Role
from guidelines.projects.models import Project


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that somebody is about to get, or to lose."""

    person_id: str
    role: Role
    is_given: bool


RoleCheck = Callable[[Actor, Project, RoleChange], None]
_checks: list[RoleCheck] = []


def checks_roles(check: RoleCheck) -> RoleCheck:
    """Let `check` raise before a role is given or taken away."""
    _checks.append(check)
    return check


def check_role(actor: Actor, project: Project, change: RoleChange) -> None:
    """Ask everybody who wants to be asked; the first refusal is raised."""
    for check in _checks:
        check(actor, project, change)
