"""Declaring one's own interests."""

from collections.abc import Sequence

from guidelines import audit, jobs
from guidelines.db import session
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import InterestDeclared
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.queries import declarations_of, policy_of
from guidelines.interests.rules import Interest, check_declaration, tidy
from guidelines.interests.rules.policy import EARLY
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project

LONGEST_OCCASION = 200


def declare_interests(
    actor: Actor,
    project: Project,
    *,
    interests: Sequence[Interest],
    nothing: bool,
    complete: bool,
) -> InterestDeclaration:
    """Declare the actor's own interests for a project; earlier declarations stay.

    `complete` is the person's word that this is all.
    """
    require(actor, Action.INTEREST_DECLARE, project)

    interests = tidy(interests)
    check_declaration(interests, nothing=nothing, complete=complete)
    return _declare(actor, project, nothing=nothing, interests=[one.plain() for one in interests])


def confirm_interests(
    actor: Actor, project: Project, *, occasion: str = ""
) -> InterestDeclaration:
    """Say that nothing has changed since the last declaration; what was decided holds on.

    `occasion` names the meeting it is said for.
    """
    require(actor, Action.INTEREST_DECLARE, project)

    earlier = declarations_of(project.id, actor.person_id or "")
    if not earlier:
        raise Conflict(sentence("You have not declared anything yet. Fill in the form first."))
    if len(occasion) > LONGEST_OCCASION:
        raise Invalid(
            {"occasion": sentence("Keep this to %(most)s characters.", most=LONGEST_OCCASION)}
        )
    return _declare(
        actor,
        project,
        nothing=earlier[0].nothing,
        interests=earlier[0].interests,
        confirms_id=earlier[0].said_in,
        occasion=" ".join(occasion.split()),
    )


def _declare(actor: Actor, project: Project, **values: object) -> InterestDeclaration:
    if actor.person_id is None:
        raise NotAllowed
    earlier = declarations_of(project.id, actor.person_id)
    declaration = InterestDeclaration(
        project_id=project.id,
        project=project,
        person_id=actor.person_id,
        number=earlier[0].number + 1 if earlier else 1,
        **values,
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
            confirms_id=declaration.confirms_id,
        ),
    )
    jobs.enqueue(
        "interests.ask_for_renewal",
        dedupe=f"interests.ask_for_renewal:{declaration.id}",
        run_at=policy_of(project.id).expires(declaration.at) - EARLY,
        declaration_id=declaration.id,
    )
    return declaration
