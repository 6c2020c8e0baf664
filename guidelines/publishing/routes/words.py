"""The blueprint of the feature, its tabs, and the words of its states."""

from enum import StrEnum

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from guidelines.permissions import Action
from guidelines.publishing.queries.before import CHECKLISTS
from guidelines.publishing.rules.gates import Group
from guidelines.publishing.rules.naming import Form
from guidelines.publishing.rules.states import (
    ApprovalState,
    ChangeState,
    Decision,
    EditionState,
    RenderingState,
)
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("publishing", __name__)

STATE_WORDS: dict[StrEnum, object] = {
    ApprovalState.WAITING: _l("Waiting for signatures"),
    ApprovalState.APPROVED: _l("Approved"),
    ApprovalState.RETURNED: _l("Returned to the authors"),
    ApprovalState.REPLACED: _l("Replaced by a later request"),
    ApprovalState.PUBLISHED: _l("Approved and published"),
    Decision.APPROVED: _l("Signed"),
    Decision.RETURNED: _l("Returned"),
    ChangeState.PROPOSED: _l("Waiting for a second person"),
    ChangeState.ATTESTED: _l("Confirmed, open to objections"),
    ChangeState.SETTLED: _l("Editorial"),
    ChangeState.OBJECTED: _l("Somebody objects"),
    ChangeState.VOTE_AGAIN: _l("To be voted on again"),
    ChangeState.TAKEN_BACK: _l("Taken back to the draft"),
    ChangeState.REFUSED: _l("Not confirmed"),
    EditionState.PUBLISHED: _l("Published"),
    EditionState.SUPERSEDED: _l("Superseded"),
    EditionState.WITHDRAWN: _l("Withdrawn"),
    RenderingState.WAITING: _l("Being made"),
    RenderingState.READY: _l("Ready"),
    RenderingState.FAILED: _l("Failed"),
}
FORM_WORDS = {
    Form.SUMMARY: (_l("At a glance"), _l("the recommendations, on one page where they fit")),
    Form.PDF: (_l("PDF"), _l("to read, print and send")),
    Form.DOCX: (_l("Word"), _l("to work with")),
    Form.HTML: (_l("Web page"), _l("one file, readable without a network")),
    Form.EPUB: (_l("E-book"), _l("EPUB, for reading devices and phones")),
    Form.SLIDES: (_l("Slides"), _l("PowerPoint, for teaching")),
    Form.JOURNAL: (_l("For a journal"), _l("Word manuscript with its supplements, zip")),
    Form.BLINDED: (_l("For a journal, blinded"), _l("the same without a name, zip")),
    Form.MARKDOWN: (_l("Source text"), _l("Markdown, as the authors wrote it")),
    Form.SOURCES: (_l("Source text with pictures"), _l("Markdown, pictures and references, zip")),
    Form.JATS: (_l("JATS"), _l("XML for journals and archives, zip")),
    Form.JSON: (_l("JSON"), _l("everything in this version, with a published schema")),
    Form.FHIR: (_l("FHIR R5"), _l("for clinical systems")),
    Form.PACK: (
        _l("Evidence pack"),
        _l("text, votes, interests, checks and signatures, to be checked without us, zip"),
    ),
    Form.PAGE: (_l("Page in the library"), ""),
}

GROUP_WORDS: dict[str, object] = {
    Group.RECOMMENDATIONS: _l("Recommendations"),
    Group.VOTE: _l("Vote"),
    Group.TEXT: _l("Text"),
    Group.REVIEW: _l("Comments and suggestions"),
    Group.PEOPLE: _l("People and interests"),
    Group.ABOUT: _l("About this document"),
    CHECKLISTS: _l("Checklists"),
    Group.APPROVAL: _l("Approval"),
}

add_tab(
    Tab(
        "document",
        74,
        _l("Before publishing"),
        "publishing.show_readiness",
        "document_id",
        Action.APPROVAL_READ,
        prefix="publishing.list_doses",
        group="publish",
    )
)
add_tab(
    Tab(
        "document",
        75,
        _l("Approval"),
        "publishing.show_approval",
        "document_id",
        Action.APPROVAL_READ,
        prefix=(
            "publishing.list_changes",
            "publishing.show_plan",
            "publishing.request_plan",
            "publishing.list_endorsements",
            "publishing.show_life",
        ),
        group="publish",
    )
)
add_tab(
    Tab(
        "document",
        80,
        _l("Published versions"),
        "publishing.list_editions",
        "document_id",
        Action.EDITION_READ,
        prefix=(
            "publishing.list_reports",
            "publishing.show_report",
            "publishing.list_notices",
            "publishing.list_contributors",
        ),
        group="publish",
    )
)


@bp.app_template_filter("publishing_state")
def publishing_state(state: StrEnum) -> str:
    """Return the word of the page for a state of this feature."""
    return str(STATE_WORDS[state])


@bp.app_template_filter("group_words")
def group_words(name: str) -> str:
    """Return the heading of a group of the list "Before publishing"."""
    return str(GROUP_WORDS[name])


@bp.app_template_filter("form_words")
def form_words(form: Form) -> tuple[str, str]:
    """Return the name of a download and what it is good for."""
    name, use = FORM_WORDS[form]
    return str(name), str(use)
