"""What people do with interests: declare their own, assess somebody else's."""

from collections.abc import Mapping

from guidelines import audit
from guidelines.db import session
from guidelines.errors import NotAllowed
from guidelines.events import InterestAssessed, InterestDeclared
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.queries import declarations_of, managements_of
from guidelines.interests.rules import (
    Level,
    Measure,
    Topic,
    check_assessment,
    check_declaration,
    check_somebody_else,
    interests_from,
)
from guidelines.permissions import Action, Actor, require
from guidelines.projects.importers import Part, goes_along
from guidelines.projects.models import Project


def declare_interests(
    actor: Actor,
    project: Project,
    *,
    texts: Mapping[Topic, str],
    nothing: bool,
    complete: bool,
) -> InterestDeclaration:
    """Declare the actor's own interests for a project; earlier declarations stay.

    `texts` holds one interest on each line; `complete` is the person's word that this is all.
    """
    require(actor, Action.INTEREST_DECLARE, project)

    if actor.person_id is None:
        raise NotAllowed
    interests = interests_from(texts)
    check_declaration(interests, nothing=nothing, complete=complete)
    earlier = declarations_of(project.id, actor.person_id)
    declaration = InterestDeclaration(
        project_id=project.id,
        project=project,
        person_id=actor.person_id,
        number=earlier[0].number + 1 if earlier else 1,
        nothing=nothing,
        interests=[interest.plain() for interest in interests],
    )
    session.add(declaration)
    session.flush()
    audit.record(
        actor,
        InterestDeclared(
            network_id=project.network_id,
            project_id=project.id,
            person_id=actor.person_id,
            declaration_id=declaration.id,
        ),
    )
    return declaration


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


goes_along(
    Part(
        "interests",
        left_out=dict.fromkeys(
            ("interest_declaration", "interest_management"),
            "Declarations of interests: they belong to those who gave them.",
        ),
    )
)
