"""Reads about topics: recommendations that belong together, and who leads on them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.interests.models import RecommendationTopic


def topics_of(project_id: str) -> Sequence[RecommendationTopic]:
    """Return the topics of a project, by title."""
    return session.scalars(
        select(RecommendationTopic)
        .where(RecommendationTopic.project_id == project_id)
        .options(joinedload(RecommendationTopic.lead))
        .order_by(RecommendationTopic.title)
    ).all()
