"""The blueprint of the feature, its tabs, and the words of its states."""

from enum import StrEnum

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from guidelines.drafts.models import Document
from guidelines.permissions import Action, can
from guidelines.publishing.rules.checks import Check
from guidelines.publishing.rules.facts import Spot
from guidelines.publishing.rules.naming import Form
from guidelines.publishing.rules.states import (
    ApprovalState,
    ChangeState,
    Decision,
    EditionState,
    RenderingState,
)
from guidelines.web.guard import current_actor
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("publishing", __name__)

INTERESTS = frozenset({"interests-declared", "interests-assessed"})
STATE_WORDS: dict[StrEnum, object] = {
    ApprovalState.WAITING: _l("Waiting for signatures"),
    ApprovalState.APPROVED: _l("Approved"),
    ApprovalState.RETURNED: _l("Returned to the authors"),
    ApprovalState.REPLACED: _l("Replaced by a later request"),
    ApprovalState.PUBLISHED: _l("Approved and published"),
    Decision.APPROVED: _l("Signed"),
    Decision.RETURNED: _l("Returned"),
    ChangeState.PROPOSED: _l("Waiting for a second person"),
    ChangeState.ATTESTED: _l("Confirmed as editorial"),
    ChangeState.REFUSED: _l("Not confirmed"),
    EditionState.PUBLISHED: _l("Published"),
    EditionState.SUPERSEDED: _l("Superseded"),
    EditionState.WITHDRAWN: _l("Withdrawn"),
    RenderingState.WAITING: _l("Being made"),
    RenderingState.READY: _l("Ready"),
    RenderingState.FAILED: _l("Failed"),
}
FORM_WORDS = {
    Form.PDF: (_l("PDF"), _l("to read, print and send")),
    Form.DOCX: (_l("Word"), _l("to work with")),
    Form.HTML: (_l("Web page"), _l("one file, readable without a network")),
    Form.MARKDOWN: (_l("Source text"), _l("Markdown, as the authors wrote it")),
    Form.PAGE: (_l("Page in the library"), ""),
}

add_tab(
    Tab(
        "document",
        75,
        _l("Approval"),
        "publishing.show_approval",
        "document_id",
        Action.APPROVAL_READ,
        prefix="publishing.list_changes",
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
    )
)


@bp.app_template_filter("publishing_state")
def publishing_state(state: StrEnum) -> str:
    """Return the word of the page for a state of this feature."""
    return str(STATE_WORDS[state])


@bp.app_template_filter("form_words")
def form_words(form: Form) -> tuple[str, str]:
    """Return the name of a download and what it is good for."""
    name, use = FORM_WORDS[form]
    return str(name), str(use)


def link_of(document: Document, check: Check, spot: Spot) -> str:
    """Return where a failed check can be mended, or an empty string."""
    if check.name == "wording-unchanged":
        return url_for("publishing.list_changes", document_id=document.id, _anchor=spot.key)
    if spot.kind in {"recommendation", "image", "comments"}:
        anchor = spot.key if spot.kind == "recommendation" else None
        return url_for("drafts.read_document", document_id=document.id, _anchor=anchor)
    if spot.kind == "section":
        return url_for("drafts.show_section", section_id=spot.key)
    if spot.kind == "citation":
        return url_for("evidence.list_references", project_id=document.project_id)
    if check.name in INTERESTS and can(current_actor(), Action.INTEREST_READ, document):
        return url_for("interests.list_interests", project_id=document.project_id)
    return ""
