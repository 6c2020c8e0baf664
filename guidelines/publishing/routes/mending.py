"""Where a failed gate is mended: from the kind of mending to the page."""

from collections.abc import Callable, Mapping

from flask import url_for
from flask_babel import lazy_gettext as _l

from guidelines.drafts.models import Document
from guidelines.permissions import Action, can
from guidelines.publishing.queries.before import Line
from guidelines.publishing.routes.checklist_links import checklist_url
from guidelines.publishing.rules.checks import Check
from guidelines.publishing.rules.facts import Spot
from guidelines.publishing.rules.gates import Mend
from guidelines.web.guard import current_actor

MEND_WORDS: Mapping[Mend, object] = {
    Mend.RECOMMENDATION: _l("To the recommendations"),
    Mend.SECTION: _l("To the text"),
    Mend.OUTLINE: _l("To the sections"),
    Mend.ORIGINAL: _l("To the original, side by side"),
    Mend.REFERENCES: _l("To the references"),
    Mend.EVIDENCE: _l("To the evidence"),
    Mend.PROCESS: _l("To the votes"),
    Mend.CHANGES: _l("To the changes after the vote"),
    Mend.COMMENTS: _l("To the comments"),
    Mend.SUGGESTIONS: _l("To the suggestions"),
    Mend.CLASHES: _l("To the two texts"),
    Mend.DOSES: _l("To the doses and units"),
    Mend.INTERESTS: _l("To the interests"),
    Mend.MEMBERS: _l("To the members"),
    Mend.ABOUT: _l("About this document"),
    Mend.PLAN: _l("To the plan"),
    Mend.SIGNATURES: _l("To the signatures"),
}
_PAGES: Mapping[Mend, tuple[str, str, Action]] = {
    Mend.RECOMMENDATION: ("drafts.list_recommendations", "document", Action.DOCUMENT_READ),
    Mend.SECTION: ("drafts.read_document", "document", Action.DOCUMENT_READ),
    Mend.OUTLINE: ("drafts.show_document", "document", Action.DOCUMENT_READ),
    Mend.ORIGINAL: ("drafts.list_translations", "document", Action.DOCUMENT_READ),
    Mend.REFERENCES: ("evidence.list_references", "project", Action.EVIDENCE_READ),
    Mend.EVIDENCE: ("evidence.list_profiles", "project", Action.EVIDENCE_READ),
    Mend.PROCESS: ("consensus.list_processes", "document", Action.PROCESS_READ),
    Mend.CHANGES: ("publishing.list_changes", "document", Action.APPROVAL_READ),
    Mend.COMMENTS: ("reviews.list_comments", "document", Action.COMMENT_READ),
    Mend.SUGGESTIONS: ("reviews.list_suggestions", "document", Action.COMMENT_READ),
    Mend.CLASHES: ("drafts.show_document", "document", Action.DOCUMENT_READ),
    Mend.DOSES: ("publishing.list_doses", "document", Action.APPROVAL_READ),
    Mend.INTERESTS: ("interests.list_interests", "project", Action.INTEREST_READ),
    Mend.MEMBERS: ("projects.list_members", "project", Action.PROJECT_READ),
    Mend.ABOUT: ("drafts.describe_document_form", "document", Action.DOCUMENT_READ),
    Mend.PLAN: ("publishing.show_plan", "document", Action.APPROVAL_READ),
    Mend.SIGNATURES: ("publishing.show_approval", "document", Action.APPROVAL_READ),
}
Way = Callable[[Document, Spot], str]


def page_of(document: Document, line: Line) -> tuple[str, str]:
    """Return the page on which a line is mended and its words; empty where there is none."""
    mend = line.mend if isinstance(line, Check) else None
    if mend is None or mend not in _PAGES:
        return "", ""
    endpoint, of, action = _PAGES[mend]
    if not can(current_actor(), action, document):
        return "", ""
    if of == "document":
        return url_for(endpoint, document_id=document.id), str(MEND_WORDS[mend])
    return url_for(endpoint, project_id=document.project_id), str(MEND_WORDS[mend])


def link_of(document: Document, line: Line, spot: Spot) -> str:
    """Return where exactly a line is mended at one of its places, or an empty string."""
    way = _WAYS.get(spot.kind)
    mend = line.mend if isinstance(line, Check) else None
    if mend is Mend.CHANGES:
        return url_for("publishing.list_changes", document_id=document.id, _anchor=spot.key)
    if mend is Mend.PROCESS:
        return page_of(document, line)[0]
    return way(document, spot) if way else page_of(document, line)[0]


def _writes(document: Document) -> bool:
    return can(current_actor(), Action.DRAFT_SAVE, document)


def _recommendation(document: Document, spot: Spot) -> str:
    if spot.inside and _writes(document):
        return url_for("drafts.edit_recommendation_form", recommendation_id=spot.inside)
    return url_for("drafts.read_document", document_id=document.id, _anchor=spot.key)


def _section(document: Document, spot: Spot) -> str:
    if not spot.inside:
        return url_for("drafts.read_document", document_id=document.id)
    page = "drafts.edit_section" if _writes(document) else "drafts.show_section"
    return url_for(page, section_id=spot.inside)


def _evidence(document: Document, spot: Spot) -> str:
    if spot.inside:
        return url_for("evidence.show_profile", profile_id=spot.inside)
    if can(current_actor(), Action.EVIDENCE_EDIT, document):
        return url_for(
            "evidence.start_question_form", project_id=document.project_id, key=spot.key
        )
    return url_for("evidence.list_profiles", project_id=document.project_id)


def _about(document: Document, spot: Spot) -> str:
    return url_for(
        "drafts.describe_document_form", document_id=document.id, _anchor=f"part-{spot.key}"
    )


def _dose(document: Document, spot: Spot) -> str:
    return url_for("publishing.list_doses", document_id=document.id, _anchor=f"in-{spot.key}")


def _panel(document: Document, _spot: Spot) -> str:
    return url_for("interests.show_panel_checks", project_id=document.project_id)


_WAYS: Mapping[str, Way] = {
    "panel": _panel,
    "checklist": checklist_url,
    "recommendation": _recommendation,
    "evidence": _evidence,
    "section": _section,
    "citation": _section,
    "image": _section,
    "reference": _section,
    "part": _about,
    "dose": _dose,
}
