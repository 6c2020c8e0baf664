"""Reads about evidence profiles and judgements."""

from sqlalchemy import select

from guidelines.db import session
from guidelines.evidence.models import EvidenceProfile


def profiles_of(project_id: str) -> dict[str, EvidenceProfile]:
    """Return the evidence profiles of a project by recommendation id, with their judgements."""
    rows = session.scalars(
        select(EvidenceProfile)
        .where(EvidenceProfile.project_id == project_id)
        .order_by(EvidenceProfile.key)
    )
    return {profile.key: profile for profile in rows}


def profile_keyed(project_id: str, key: str) -> EvidenceProfile | None:
    """Return the evidence profile of a recommendation."""
    return session.scalar(
        select(EvidenceProfile).where(
            EvidenceProfile.project_id == project_id, EvidenceProfile.key == key
        )
    )
