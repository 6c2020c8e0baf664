"""The members of a project as the questions about a panel see them."""

from collections import defaultdict

from guidelines.interests.queries.policies import policy_of
from guidelines.interests.queries.statements import statement_table
from guidelines.interests.rules.panel import Composition, PanelCheck, Seat, panel_checks
from guidelines.permissions import MEMBERS, Role
from guidelines.projects.queries import members_with


def composition_of(project_id: str) -> Composition:
    """Return who the members of a project are, without names."""
    roles: dict[str, set[Role]] = defaultdict(set)
    people = {}
    for member in members_with(project_id, *MEMBERS):
        roles[member.person_id].add(member.role)
        people[member.person_id] = member.person
    rows = {row.person_id: row for row in statement_table(project_id)}
    return Composition(
        [
            Seat(
                frozenset(roles[key]),
                leads_freely=rows[key].may_chair and rows[key].assessed,
                is_conflicted=rows[key].is_conflicted,
                country=person.country,
                discipline=person.discipline,
            )
            for key, person in people.items()
        ],
        policy_of(project_id).largest_share,
    )


def checks_of(project_id: str) -> list[PanelCheck]:
    """Return what can be asked of the panel of a project, with the answers."""
    return panel_checks(composition_of(project_id))
