"""The forms of the review pages."""

from guidelines.reviews.forms.comments import (
    DECISION_WORDS,
    KIND_WORDS,
    SOURCE_WORDS,
    STATUS_WORDS,
    CommentForm,
    ResponseForm,
    SortForm,
    SourceForm,
)

__all__ = [
    "DECISION_WORDS",
    "KIND_WORDS",
    "SOURCE_WORDS",
    "STATUS_WORDS",
    "CommentForm",
    "ResponseForm",
    "SortForm",
    "SourceForm",
]
