"""Steps that declare and assess interests."""

from guidelines.db import transaction
from guidelines.interests import service
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.rules import Level, Measure, Topic, interests_from
from guidelines.permissions import Actor
from guidelines.projects.models import Project


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
