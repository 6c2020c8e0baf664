"""Comments in threads, the passages they are about, how they were answered; suggestions."""

from guidelines.reviews.models.annotations import Annotation
from guidelines.reviews.models.answering import VersionAnswer
from guidelines.reviews.models.comments import Comment, CommentThread, ThreadAnswer
from guidelines.reviews.models.suggestions import Suggestion
from guidelines.reviews.models.word_files import WordExport, WordReturn

__all__ = [
    "Annotation",
    "Comment",
    "CommentThread",
    "Suggestion",
    "ThreadAnswer",
    "VersionAnswer",
    "WordExport",
    "WordReturn",
]
