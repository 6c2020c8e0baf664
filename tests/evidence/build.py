"""Steps that put references and profiles into a project."""

from guidelines.db import transaction
from guidelines.evidence import service
from guidelines.evidence.models import EvidenceProfile, Reference
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


def a_profile(
    actor: Actor, project: Project, key: str = "rec-1", **values: object
) -> EvidenceProfile:
    """Start an evidence profile."""
    with transaction():
        return service.save_profile(
            actor, project, key=key, **{"question": "Does it help?", **values}
        )
