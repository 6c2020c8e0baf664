"""The blueprint of the review pages, their tab and filters."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from guidelines.permissions import Action
from guidelines.reviews.forms import DECISION_WORDS
from guidelines.reviews.rules import Decision
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
        prefix=("reviews.make_comment", "reviews.show_thread", "reviews.re"),
    )
)


@bp.app_template_filter("decision_words")
def decision_words(decision: Decision) -> str:
    """Return the word of the page for a decision on a comment."""
    return str(DECISION_WORDS[decision])
