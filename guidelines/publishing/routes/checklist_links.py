"""Where the places of a checklist are shown, and where a missing answer is given."""

from flask import url_for

from guidelines.drafts.models import Document
from guidelines.permissions import Action, can
from guidelines.publishing.queries.checklists.catalogue import ACCORD
from guidelines.publishing.queries.checklists.known import Knowledge
from guidelines.publishing.rules.checklists.standing import Place
from guidelines.publishing.rules.facts import Spot
from guidelines.web.guard import current_actor

# A page by its kind of place: endpoint and the argument that the key of the place fills.
_ROWS = {
    "profile": ("evidence.show_profile", "profile_id"),
    "question": ("evidence.show_question", "question_id"),
    "search": ("evidence.show_search", "search_id"),
    "process": ("consensus.show_process", "process_id"),
    "appraisal": ("publishing.show_appraisal", "appraisal_id"),
    "review": ("reviews.show_round", "review_round_id"),
}
_DOCUMENT = {
    "comments": "reviews.list_comments",
    "outline": "drafts.show_document",
    "read": "drafts.read_document",
    "abbreviations": "drafts.list_abbreviations",
    "versions": "drafts.list_versions",
    "editions": "publishing.list_editions",
    "text": "drafts.show_document",
    "settings": "drafts.show_document",
    "consensus": "consensus.list_processes",
    "report": "consensus.list_processes",
    "checklists": "publishing.list_checklists",
    "reviews": "reviews.list_rounds",
    "metadata": "drafts.describe_document_form",
    "about": "drafts.describe_document_form",
}
_PROJECT = {
    "people": "projects.list_members",
    "project": "projects.show_project",
    "questions": "evidence.list_profiles",
    "searches": "evidence.list_profiles",
    "evidence": "evidence.list_profiles",
}


def url_of(document: Document, place: Place) -> str:
    """Return where a place is shown, or an empty string for who may not see it."""
    kind, key = place.kind, place.key
    if kind in {"section", "recommendation"}:
        anchor = place.anchor if kind == "section" else key
        return url_for("drafts.read_document", document_id=document.id, _anchor=anchor or None)
    if kind == "story":
        return url_for("drafts.show_story", document_id=document.id, key=key)
    if kind == "report" and key:
        return url_for(
            "consensus.show_report", process_id=key, by=ACCORD, _anchor=f"item-{place.anchor}"
        )
    if kind in _ROWS:
        endpoint, argument = _ROWS[kind]
        return url_for(endpoint, **{argument: key})  # type: ignore[arg-type]
    return _page(document, kind)


def mend_url(known: Knowledge, mend: str, item: str) -> str:
    """Return the form in which a missing answer is given."""
    if mend == "report" and known.record.processes:
        return url_for(
            "consensus.show_report",
            process_id=known.record.processes[0].id,
            by=ACCORD,
            _anchor=f"item-{item}",
        )
    if mend == "project" and can(current_actor(), Action.PROJECT_MANAGE, known.document):
        return url_for("projects.edit_project_form", project_id=known.document.project_id)
    return _page(known.document, mend)


def _page(document: Document, kind: str) -> str:
    if kind in _DOCUMENT:
        return url_for(_DOCUMENT[kind], document_id=document.id)
    if kind in _PROJECT:
        return url_for(_PROJECT[kind], project_id=document.project_id)
    if kind == "interests" and can(current_actor(), Action.INTEREST_READ, document):
        return url_for("interests.list_interests", project_id=document.project_id)
    return ""


def checklist_url(document: Document, spot: Spot) -> str:
    """Return where an open item of a checklist is answered, or where appraisals are held."""
    name, _, item = spot.key.partition("/")
    if not item:
        return url_for("publishing.list_checklists", document_id=document.id, _anchor="appraisals")
    return url_for("publishing.answer_item_form", document_id=document.id, name=name, item=item)
