"""Changing what a project asks for beyond the least, and who may take the chair."""

from guidelines import audit
from guidelines.db import session
from guidelines.errors import Conflict, sentence
from guidelines.events import InterestPolicySet
from guidelines.interests.models import InterestPolicy
from guidelines.interests.queries import consequences_of, policies_of
from guidelines.interests.rules import Doing, Measure, Policy, check_policy
from guidelines.interests.service.refusing import note_refusal
from guidelines.permissions import Action, Actor, Role, require
from guidelines.projects.models import Project
from guidelines.projects.queries import members_with
from guidelines.projects.service.roles import RoleChange, checks_roles


def set_policy(actor: Actor, project: Project, *, policy: Policy, reason: str) -> InterestPolicy:
    """Give a project rules of its own; they hold at once, for what was decided before as well."""
    require(actor, Action.INTEREST_ASSESS, project)

    check_policy(policy, reason)
    earlier = policies_of(project.id)
    row = InterestPolicy(
        project_id=project.id,
        number=earlier[0].number + 1 if earlier else 1,
        terms=policy.plain(),
        reason=reason.strip(),
        person_id=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        InterestPolicySet(
            network_id=project.network_id,
            project_id=project.id,
            number=row.number,
            reason=row.reason,
        ),
    )
    return row


@checks_roles
def keep_a_free_chair(who: Actor, project: Project, change: RoleChange) -> None:
    """Refuse a chair with an interest while nobody without one chairs beside them."""
    if change.role is not Role.CHAIR:
        return
    chairs = {one.person_id for one in members_with(project.id, Role.CHAIR)}
    after = chairs | {change.person_id} if change.is_given else chairs - {change.person_id}
    held = consequences_of(project.id)
    conflicted = {
        one for one in after if any(c.measure is not Measure.NONE for c in held.get(one, ()))
    }
    if not conflicted or after - conflicted:
        return
    if change.is_given:
        keys = [one.key for one in held[change.person_id]]
        note_refusal(who, project.id, keys, Doing.CHAIR, person_id=change.person_id)
        raise Conflict(
            sentence(
                "This person has an interest and cannot be the only chair. Name a chair without "
                "one first; both can then chair together."
            )
        )
    raise Conflict(sentence("The other chairs have an interest. Name a chair without one first."))
