"""The blueprint of the document pages, their tabs and filters."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.drafts.forms import CRITERIA_MET, KIND_WORDS, STRONG_BECAUSE
from guidelines.drafts.models import DocumentKind
from guidelines.permissions import Action
from guidelines.text.notices import Notice
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("drafts", __name__)

VERDICT_WORDS = {
    "consensus-for": _l("Consensus"),
    "consensus-against": _l("Consensus against"),
    "near": _l("Near consensus"),
    "no-consensus": _l("No consensus"),
    "not-computable": _l("Not computable"),
    "void": _l("Vote void"),
}

add_tab(
    Tab(
        "project", 20, _l("Documents"), "drafts.list_documents", "project_id",
        Action.DOCUMENT_READ, prefix="drafts.",
    )
)  # fmt: skip
add_tab(
    Tab(
        "document", 10, _l("Overview"), "drafts.show_document", "document_id",
        Action.DOCUMENT_READ,
        prefix=("drafts.show_story", "drafts.list_recommendations", "drafts.describe_document"),
    )
)  # fmt: skip
add_tab(
    Tab(
        "document", 20, _l("Text"), "drafts.read_document", "document_id", Action.DOCUMENT_READ,
        prefix=("drafts.show_section", "drafts.edit_section", "drafts.blame", "drafts.add_",
                "drafts.edit_recommendation", "drafts.list_pictures", "drafts.list_citations",
                "drafts.list_abbreviations"),
        group="write",
    )
)  # fmt: skip
add_tab(
    Tab(
        "document", 70, _l("Versions"), "drafts.list_versions", "document_id",
        Action.DOCUMENT_READ, prefix=("drafts.compare", "drafts.show_version"), group="write",
    )
)  # fmt: skip


@bp.app_template_filter("kind_words")
def kind_words(kind: DocumentKind) -> str:
    """Return the word of the page for the kind of a document."""
    return str(KIND_WORDS[kind])


@bp.app_template_filter("verdict_words")
def verdict_words(verdict: str) -> str:
    """Return the words of the page for the result of a vote."""
    return str(VERDICT_WORDS.get(verdict, verdict))


@bp.app_template_filter("notice_words")
def notice_words(notice: Notice) -> str:
    """Return what a notice says, in the language of the reader."""
    return str(_(notice.template, **notice.values)) if notice.values else str(_(notice.template))


@bp.app_template_global("strong_reasons")
def strong_reasons() -> list[list[str]]:
    """Return the five accepted reasons for strength on little evidence, with their words."""
    return [[value, str(words)] for value, words in STRONG_BECAUSE]


@bp.app_template_global("good_practice_criteria")
def good_practice_criteria() -> list[list[str]]:
    """Return the five criteria of a good practice statement, with their words."""
    return [[value, str(words)] for value, words in CRITERIA_MET]
