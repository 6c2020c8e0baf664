"""Steps that put references and profiles into a project."""

from collections.abc import Sequence

from guidelines.db import transaction
from guidelines.evidence import service
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion, Reference
from guidelines.evidence.rules.outcomes import Outcome
from guidelines.evidence.rules.questions import QuestionDraft
from guidelines.permissions import Actor
from guidelines.projects.models import Project


def a_reference(
    actor: Actor, project: Project, key: str = "smith2019", **fields: str
) -> Reference:
    """Add a reference by hand."""
    with transaction():
        return service.add_reference(
            actor, project, key=key, fields={"title": f"Title of {key}", **fields}
        )


def a_question(
    actor: Actor, project: Project, *, outcomes: Sequence[Outcome] = (), **values: str
) -> EvidenceQuestion:
    """Write a question, with the outcomes that matter where they are given."""
    draft = QuestionDraft(**{"text": "Does it help?", **values})
    with transaction():
        return service.start_question(actor, project, draft=draft, outcomes=outcomes)


def a_profile(
    actor: Actor,
    project: Project,
    key: str = "rec-1",
    *,
    outcomes: Sequence[Outcome] = (),
    **values: str,
) -> EvidenceProfile:
    """Write a question and let a recommendation rest on it."""
    question = a_question(actor, project, outcomes=outcomes, **values)
    with transaction():
        return service.link_recommendation(actor, question, key=key)
