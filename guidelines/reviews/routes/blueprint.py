"""The blueprint of the review pages, their tab and filters."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from guidelines.permissions import Action
from guidelines.reviews.forms import DECISION_WORDS, KIND_WORDS, STATUS_WORDS
from guidelines.reviews.rules import CommentKind, Decision, Handling
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("reviews", __name__)


add_tab(
    Tab(
        "document",
        40,
        _l("Comments"),
        "reviews.list_comments",
        "document_id",
        Action.COMMENT_READ,
        prefix=(
            *("reviews.make_comment", "reviews.comment_on", "reviews.show_thread", "reviews.re"),
            *("reviews.sort_comment", "reviews.close_comment", "reviews.enter_comment"),
            *("reviews.show_response", "reviews.list_sources", "reviews.show_source"),
            "reviews.keep_source",
        ),
        group="discuss",
    )
)


@bp.app_template_filter("decision_words")
def decision_words(decision: Decision) -> str:
    """Return the word of the page for a decision on a comment."""
    return str(DECISION_WORDS[decision])


@bp.app_template_filter("comment_kind")
def comment_kind(kind: CommentKind) -> str:
    """Return the words of the page for what a comment is about."""
    return str(KIND_WORDS[kind])


@bp.app_template_filter("comment_status_words")
def status_words(status: Handling) -> str:
    """Return the words of the page for where a comment stands."""
    return str(STATUS_WORDS[status])
