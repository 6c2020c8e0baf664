"""What reviews show on the pages of other features."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import now
from guidelines.drafts.models import Document, Recommendation, Section, SectionRevision
from guidelines.drafts.queries import current_version
from guidelines.permissions import Action, Actor, can
from guidelines.projects.models import Project
from guidelines.projects.queries import projects_of
from guidelines.reviews import queries
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries.seen import assigned_to, mentioning, unread
from guidelines.reviews.rules import SuggestionState, ThreadState
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("project.recommendations")
def recommendations(project: Project, **_given: object) -> list[dict[str, str]]:
    """Return the recommendations of a project with their grading, for pages below."""
    rows = queries.recommendations_in(project.id)
    known = {
        row.key: {
            "key": row.key,
            "number": str(row.ordinal),
            "wording": row.wording,
            "type": row.type,
            "strength": row.strength,
            "direction": row.direction,
            "certainty": row.certainty,
            "last-search": str(row.attributes.get("last-search", "")),
            "strength-reason": str(row.attributes.get("strength-reason", "")),
            "url": url_for("drafts.show_section", section_id=row.section_id),
        }
        for row in rows
    }
    return list(known.values())


@fills("home.needs", order=40)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return what the visitor has to answer, what they see to, and where they are spoken to."""
    wanted: list[dict[str, Any]] = _named(actor)
    for project in projects_of(actor.person_id) if actor.person_id else []:
        if not can(actor, Action.COMMENT_RESOLVE, project):
            continue
        for document, count in queries.open_by_document(project.id):
            wanted.append(
                {
                    "text": ngettext(
                        "Answer %(num)s comment on %(title)s",
                        "Answer %(num)s comments on %(title)s",
                        count,
                        title=document.title,
                    ),
                    "url": url_for("reviews.list_comments", document_id=document.id),
                    "project": project.title,
                    "urgent": False,
                }
            )
        for document, count in queries.suggestions_by_document(project.id):
            wanted.append(
                {
                    "text": ngettext(
                        "Decide on %(num)s suggestion for %(title)s",
                        "Decide on %(num)s suggestions for %(title)s",
                        count,
                        title=document.title,
                    ),
                    "url": url_for("reviews.list_suggestions", document_id=document.id),
                    "project": project.title,
                    "urgent": False,
                }
            )
    return wanted


def _named(actor: Actor) -> list[dict[str, Any]]:
    """Return the open comments a person is in charge of, and news where they are spoken to."""
    if actor.person_id is None:
        return []
    hidden: dict[str, queries.Hidden] = {}

    def is_hidden(thread: CommentThread) -> bool:
        if not can(actor, Action.COMMENT_READ, thread):
            return True
        if thread.document_id not in hidden:
            hidden[thread.document_id] = queries.Hidden(thread.document, actor)
        return hidden[thread.document_id].thread(thread)

    mine = [one for one in assigned_to(actor.person_id) if not is_hidden(one)]
    spoken_to = [one for one in mentioning(actor.person_id) if not is_hidden(one)]
    today = now().date()
    new = unread(actor, spoken_to)
    return [
        *(
            _need(
                _("See to comment %(number)s on %(title)s", **_named_as(one)),
                one,
                urgent=one.due_on is not None and one.due_on <= today,
            )
            for one in mine
        ),
        *(
            _need(_("You are spoken to in comment %(number)s on %(title)s", **_named_as(one)), one)
            for one in spoken_to
            if one.id in new and one not in mine
        ),
    ]


def _named_as(thread: CommentThread) -> dict[str, Any]:
    return {"number": thread.number, "title": thread.document.title}


def _need(text: str, thread: CommentThread, *, urgent: bool = False) -> dict[str, Any]:
    url = url_for("reviews.show_thread", thread_id=thread.id)
    return {"text": text, "url": url, "project": thread.document.project.title, "urgent": urgent}


@fills("document.path", 20)
def commenting(document: Document, **_given: Any) -> dict[str, str] | None:
    """Return how far the comments on a document are answered."""
    actor = current_actor()
    if not can(actor, Action.COMMENT_READ, document):
        return None
    threads = queries.threads_of(document, actor)
    waiting = sum(thread.state is ThreadState.OPEN for thread in threads)
    if waiting:
        note = ngettext("%(num)s open", "%(num)s open", waiting)
    else:
        note = _("all answered") if threads else ""
    state = "current" if waiting else "done" if threads else "todo"
    return {"label": _("Comments"), "state": state, "note": note}


def _section_of(thread: CommentThread, stood: Mapping[str, queries.Stood]) -> str | None:
    """Return the section a thread is about now: the passage may have gone to another one."""
    place = stood.get(thread.id)
    return (place.section_id if place else None) or thread.section_id


@fills("section.aside")
def beside_section(
    section: Section, revision: SectionRevision, document: Document, **_given: object
) -> tuple[str, dict[str, Any]] | None:
    """Show the open comments beside a section, and a form for a new one."""
    actor = current_actor()
    if not can(actor, Action.COMMENT_READ, section):
        return None
    everything = queries.threads_of(document, actor)
    stood = queries.Places(current_version(document)).of(everything)
    threads = [one for one in everything if _section_of(one, stood) == section.id]
    still_open = [one for one in threads if one.state is ThreadState.OPEN]
    return "reviews/aside.html", {
        "section": section,
        "threads": still_open,
        "answered": len(threads) - len(still_open),
        "stood": stood,
        "new": unread(actor, still_open),
        "document": document,
    }


@fills("section.aside", 60)
def suggested_in_section(
    section: Section, revision: SectionRevision, document: Document, **_given: object
) -> tuple[str, dict[str, Any]] | None:
    """Show the open suggestions on a section as tracked changes, and a way to make one."""
    actor = current_actor()
    if not can(actor, Action.COMMENT_READ, section):
        return None
    rows = [
        row
        for row in queries.suggestions_of(document, actor, SuggestionState.OPEN)
        if row.section_id == section.id
    ]
    return "reviews/suggested.html", {
        "section": section,
        "document": document,
        "shown": queries.shown(rows, revision),
    }


@fills("recommendation.below")
def below_recommendation(
    recommendation: Recommendation, document: Document, **_given: object
) -> tuple[str, dict[str, Any]] | None:
    """Show how many comments on a recommendation are open, with a way to add one."""
    actor = current_actor()
    if not can(actor, Action.COMMENT_READ, recommendation):
        return None
    hidden = queries.Hidden(document, actor)
    if hidden.place(recommendation.section_id, recommendation.key, whole_section=False):
        return None
    return "reviews/below.html", {
        "recommendation": recommendation,
        "count": queries.open_on(document, recommendation.key),
        "document": document,
    }
