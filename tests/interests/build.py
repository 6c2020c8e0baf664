"""Steps that declare and assess interests."""

from guidelines import audit
from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.interests import service
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.rules import LADDER, Doing, Level, Measure, Topic, interests_from
from guidelines.permissions import Actor, Role
from guidelines.projects.models import Project
from guidelines.projects.queries import actor_for
from tests.build import Builder


def a_declaration(actor: Actor, project: Project, text: str = "Grant") -> InterestDeclaration:
    """Declare one financial interest, or nothing when `text` is empty."""
    with transaction():
        return service.declare_interests(
            actor,
            project,
            interests=interests_from({Topic.FINANCIAL: text}),
            nothing=not text,
            complete=True,
        )


def an_assessment(
    actor: Actor,
    declaration: InterestDeclaration,
    key: str = "rec-1",
    level: Level = Level.MODERATE,
    measure: Measure = Measure.ABSTAINS,
    reason: str = "Paid by the maker.",
) -> InterestManagement:
    """Decide what somebody's interests mean for a recommendation."""
    with transaction():
        return service.assess_interests(
            actor, declaration, key=key, level=level, measure=measure, reason=reason
        )


def conflict(
    build: Builder, project: Project, person_id: str, level: Level, key: str = "rec-airway"
) -> None:
    """Let somebody declare, and somebody else decide on it."""
    declaration = a_declaration(actor_for(person_id), project, "Paid by the maker")
    assessor = build.actor(project, Role.METHODOLOGIST)
    an_assessment(assessor, declaration, key, level, LADDER[level], "Paid by the maker.")


def refusals(project: Project) -> list[tuple[Doing, list[str], str | None]]:
    """Return what was tried and refused, newest first: what, on what, by whom."""
    return [
        (Doing(one.detail["doing"]), one.detail["keys"], one.actor_id)
        for one in audit.history(project.id)
        if one.event == "interest.refused"
    ]


def person_of(actor: Actor) -> Person:
    """Return the person who acts."""
    return session.get_one(Person, actor.person_id)
