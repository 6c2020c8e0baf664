"""What comments, their passages, their answers and suggestions must satisfy."""

from guidelines.reviews.rules.comments import (
    LONGEST,
    THREAD,
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
    became,
    find_passage,
    recommendation_around,
    whole_block,
)
from guidelines.reviews.rules.people import person_of
from guidelines.reviews.rules.suggestions import (
    Span,
    SuggestionState,
    applied,
    block_at,
    carried,
    check_own,
    check_reason,
    check_still_undecided,
    replacement_in,
    shifted,
)
from guidelines.reviews.rules.vocabulary import (
    CommentKind,
    Decision,
    Handling,
    SourceKind,
)
from guidelines.reviews.rules.word_files import FileState, check_handed_in

__all__ = [
    "LONGEST",
    "THREAD",
    "BlockWords",
    "CommentKind",
    "Decision",
    "FileState",
    "Handling",
    "Passage",
    "SourceKind",
    "Span",
    "Standing",
    "SuggestionState",
    "ThreadMove",
    "ThreadState",
    "applied",
    "became",
    "block_at",
    "carried",
    "check_body",
    "check_handed_in",
    "check_not_hidden",
    "check_own",
    "check_reason",
    "check_still_open",
    "check_still_undecided",
    "find_passage",
    "is_hidden",
    "person_of",
    "recommendation_around",
    "replacement_in",
    "shifted",
    "whole_block",
]
