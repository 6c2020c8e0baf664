"""Comments in threads, the passages they are about, how they were answered; suggestions."""

from guidelines.reviews.models.annotations import Annotation
from guidelines.reviews.models.answering import VersionAnswer
from guidelines.reviews.models.comments import Comment, CommentThread, ThreadAnswer
from guidelines.reviews.models.digests import DigestSetting, ThreadSeen
from guidelines.reviews.models.remarks import Remark
from guidelines.reviews.models.rounds import Contributor, ReviewRound, Submission
from guidelines.reviews.models.sources import CommentSource, Mention, TableSetting
from guidelines.reviews.models.suggestions import Suggestion
from guidelines.reviews.models.word_files import WordExport, WordReturn

__all__ = [
    "Annotation",
    "Comment",
    "CommentSource",
    "CommentThread",
    "Contributor",
    "DigestSetting",
    "Mention",
    "Remark",
    "ReviewRound",
    "Submission",
    "Suggestion",
    "TableSetting",
    "ThreadAnswer",
    "ThreadSeen",
    "VersionAnswer",
    "WordExport",
    "WordReturn",
]
