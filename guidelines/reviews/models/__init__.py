"""Comments in threads, the passages they are about, how they were answered; suggestions."""

from guidelines.reviews.models.annotations import Annotation
from guidelines.reviews.models.comments import Comment, CommentThread, ThreadAnswer
from guidelines.reviews.models.suggestions import Suggestion

__all__ = ["Annotation", "Comment", "CommentThread", "Suggestion", "ThreadAnswer"]
