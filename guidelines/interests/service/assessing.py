"""Assessing somebody else's interests."""

from guidelines import audit
from guidelines.db import session
from guidelines.events import InterestAssessed
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.queries import managements_of
from guidelines.interests.rules import Level, Measure, check_assessment, check_somebody_else
from guidelines.permissions import Action, Actor, require


def assess_interests(
    actor: Actor,
    declaration: InterestDeclaration,
    *,
    key: str,
    level: Level,
    measure: Measure,
    reason: str,
) -> InterestManagement:
    """Decide what somebody else's interests mean for the recommendation `key`.

    An empty `key` speaks of all recommendations; nobody abstains from all of them that way.
    """
    require(actor, Action.INTEREST_ASSESS, declaration)

    check_somebody_else(actor.person_id, declaration.person_id)
    key, reason = key.strip(), reason.strip()
    check_assessment(level, measure, key=key, reason=reason)
    earlier = [
        row.number
        for row in managements_of(declaration.project_id, declaration.person_id)
        if row.key == key
    ]
    management = InterestManagement(
        project_id=declaration.project_id,
        project=declaration.project,
        person_id=declaration.person_id,
        declaration_id=declaration.id,
        key=key,
        number=max(earlier, default=0) + 1,
        level=level,
        measure=measure,
        reason=reason,
        assessor_id=actor.person_id,
    )
    session.add(management)
    session.flush()
    audit.record(
        actor,
        InterestAssessed(
            network_id=declaration.network_id,
            project_id=declaration.project_id,
            person_id=declaration.person_id,
            key=key,
            level=level.value,
            measure=measure.value,
        ),
    )
    return management
