"""Assessing somebody else's interests."""

from guidelines import audit
from guidelines.db import session
from guidelines.errors import Invalid, sentence
from guidelines.events import InterestAssessed, TopicSaved
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.queries import barred_keys, decisions_on, policy_of, topics_of
from guidelines.interests.rules import (
    Doing,
    Level,
    Measure,
    check_assessment,
    check_somebody_else,
)
from guidelines.interests.service.refusing import refuse_conflicted
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
    """Decide what somebody else's interests mean for the recommendation or topic `key`.

    An empty `key` speaks of all recommendations; nobody abstains from all of them that way.
    Whoever leads on a topic and may no longer do so is taken off it.

    Raises
    ------
    NotAllowed
        If people would judge their own interests, or have one in this recommendation themselves.
    Invalid
        For a measure that is milder than the project asks for, or without a reason.
    """
    require(actor, Action.INTEREST_ASSESS, declaration)

    check_somebody_else(actor.person_id, declaration.person_id)
    key, reason, project_id = key.strip(), reason.strip(), declaration.project_id
    topics = {one.key: one for one in topics_of(project_id)}
    if key.startswith("@") and key not in topics:
        raise Invalid({"key": sentence("Choose a recommendation or a topic of this project.")})
    touched = topics[key].keys if key in topics else [key]
    refuse_conflicted(actor, project_id, touched, Doing.ASSESS)
    check_assessment(level, measure, policy_of(project_id).ladder, key=key, reason=reason)
    earlier = decisions_on(project_id, declaration.person_id, key)
    management = InterestManagement(
        project_id=project_id,
        project=declaration.project,
        person_id=declaration.person_id,
        declaration_id=declaration.id,
        key=key,
        number=earlier[0].number + 1 if earlier else 1,
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
            project_id=project_id,
            person_id=declaration.person_id,
            key=key,
            level=level.value,
            measure=measure.value,
        ),
    )
    _take_off(actor, declaration)
    return management


def _take_off(actor: Actor, declaration: InterestDeclaration) -> None:
    """Take a person off the topics on which they may not lead any more."""
    kept = barred_keys(declaration.person_id, declaration.project_id, Doing.LEAD)
    for topic in topics_of(declaration.project_id):
        if topic.lead_id == declaration.person_id and ("" in kept or kept & set(topic.keys)):
            topic.lead_id = None
            session.flush()
            audit.record(
                actor,
                TopicSaved(
                    network_id=topic.network_id,
                    project_id=topic.project_id,
                    topic_id=topic.id,
                    title=topic.title,
                    keys=topic.keys,
                ),
            )
