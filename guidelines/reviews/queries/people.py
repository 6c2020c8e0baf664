"""Who can be spoken to in comments, and put in charge of them."""

from guidelines.accounts.models import Person
from guidelines.permissions import POLICY, Action
from guidelines.projects.queries import members_with


def people_reading(project_id: str) -> dict[str, Person]:
    """Return who may read the comments of a project, by id, in the order of their names."""
    return _may(project_id, Action.COMMENT_READ)


def people_in_charge(project_id: str) -> dict[str, Person]:
    """Return who can be put in charge of comments, by id, in the order of their names."""
    return _may(project_id, Action.COMMENT_MAKE)


def _may(project_id: str, action: Action) -> dict[str, Person]:
    members = members_with(project_id, *POLICY[action].roles)
    return {one.person_id: one.person for one in members if one.person.deactivated_at is None}
