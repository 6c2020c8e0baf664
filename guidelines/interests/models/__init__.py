"""The tables of interests."""

from guidelines.interests.models.declarations import InterestDeclaration
from guidelines.interests.models.managements import (
    InterestManagement,
    InterestPolicy,
    RecommendationTopic,
)

__all__ = [
    "InterestDeclaration",
    "InterestManagement",
    "InterestPolicy",
    "RecommendationTopic",
]
