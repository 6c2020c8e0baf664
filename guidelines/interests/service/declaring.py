"""Declaring one's own interests."""

from collections.abc import Mapping

from guidelines import audit
from guidelines.db import session
from guidelines.errors import NotAllowed
from guidelines.events import InterestDeclared
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.queries import declarations_of
from guidelines.interests.rules import Topic, check_declaration, interests_from
from guidelines.permissions import Action, Actor, require
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
