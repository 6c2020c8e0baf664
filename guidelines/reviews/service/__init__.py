"""What people do with comments."""

from guidelines.reviews.service.comments import (
    make_comment,
    reopen_comment,
    reply_to_comment,
    resolve_comment,
)

__all__ = ["make_comment", "reopen_comment", "reply_to_comment", "resolve_comment"]
