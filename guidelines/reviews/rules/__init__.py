"""What comments, their passages, their answers and suggestions must satisfy."""

from guidelines.reviews.rules.comments import (
    LONGEST,
    THREAD,
    Decision,
    ThreadMove,
    ThreadState,
    check_body,
    check_not_hidden,
    check_still_open,
    is_hidden,
)
from guidelines.reviews.rules.passages import (
    BlockWords,
    Passage,
    Standing,
    find_passage,
    recommendation_around,
    stands,
)
from guidelines.reviews.rules.suggestions import SuggestionState

__all__ = [
    "LONGEST",
    "THREAD",
    "BlockWords",
    "Decision",
    "Passage",
    "Standing",
    "SuggestionState",
    "ThreadMove",
    "ThreadState",
    "check_body",
    "check_not_hidden",
    "check_still_open",
    "find_passage",
    "is_hidden",
    "recommendation_around",
    "stands",
]
