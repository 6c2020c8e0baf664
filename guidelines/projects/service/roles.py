"""What is asked before something happens; features above add their own questions.

A feature that knows nothing of interests asks here, and what keeps people from something says so.
"""

from collections.abc import Callable, Collection
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
TouchCheck = Callable[[Actor, str, Collection[str]], None]
_role_checks: list[RoleCheck] = []
_touch_checks: list[TouchCheck] = []


def checks_roles(check: RoleCheck) -> RoleCheck:
    """Let `check` raise before a role is given or taken away."""
    _role_checks.append(check)
    return check


def checks_touching(check: TouchCheck) -> TouchCheck:
    """Let `check` raise before somebody decides on recommendations of a project, by their ids."""
    _touch_checks.append(check)
    return check


def check_role(who: Actor, project: Project, change: RoleChange) -> None:
    """Ask everybody who wants to be asked; the first refusal is raised."""
    for check in _role_checks:
        check(who, project, change)


def check_touching(who: Actor, project_id: str, keys: Collection[str]) -> None:
    """Ask whether somebody may decide on these recommendations; the first refusal is raised."""
    for check in _touch_checks:
        check(who, project_id, keys)
