"""What people do with comments, suggestions and Word files."""

from guidelines.reviews.service.comments import (
    About,
    close_comment,
    make_comment,
    reopen_comment,
    reply_to_comment,
    resolve_comment,
)
from guidelines.reviews.service.deciding import (
    Outcome,
    accept_suggestions,
    reject_suggestions,
)
from guidelines.reviews.service.sorting import choose_publishing, mark_seen, sort_comment
from guidelines.reviews.service.sources import keep_source
from guidelines.reviews.service.suggestions import make_suggestion, withdraw_suggestion
from guidelines.reviews.service.word_files import (
    finish_word_file,
    finish_word_return,
    hand_in_word_file,
    request_word_file,
)

__all__ = [
    "About",
    "Outcome",
    "accept_suggestions",
    "choose_publishing",
    "close_comment",
    "finish_word_file",
    "finish_word_return",
    "hand_in_word_file",
    "keep_source",
    "make_comment",
    "make_suggestion",
    "mark_seen",
    "reject_suggestions",
    "reopen_comment",
    "reply_to_comment",
    "request_word_file",
    "resolve_comment",
    "sort_comment",
    "withdraw_suggestion",
]
