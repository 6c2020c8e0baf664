"""Which version answered which comment: said on the comment, shown where versions are."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from guidelines.db import transaction
from guidelines.drafts.models import Document, Section, Version
from guidelines.drafts.queries import version_numbered
from guidelines.drafts.queries.comparison import versions_offered
from guidelines.drafts.rules.manifest import is_version_number
from guidelines.errors import Invalid, Missing
from guidelines.permissions import Action, Actor, can
from guidelines.reviews import queries
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries.answering import answered_by, versions_answering
from guidelines.reviews.queries.comments import Hidden
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules import ThreadState
from guidelines.reviews.service.answering import answer_with_version
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

SHORT = 80

bp.app_template_global("versions_answering")(versions_answering)


@bp.app_template_global("versions_after")
def versions_after(thread: CommentThread) -> Sequence[Version]:
    """Return the versions that can answer a comment: those saved since it was made."""
    return [one for one in versions_offered(thread.document) if one.number > thread.version]


@bp.post("/threads/<thread_id>/versions")
@asks(Action.COMMENT_READ, Action.COMMENT_RESOLVE)
def answer_with(thread_id: str) -> ResponseReturnValue:
    """Say that a version answers a comment."""
    thread = fetch(CommentThread, thread_id, Action.COMMENT_READ)
    if Hidden(thread.document, current_actor()).thread(thread):
        raise Missing
    text = request.form.get("version", "")
    version = version_numbered(thread.document, int(text)) if is_version_number(text) else None
    if version is None:
        flash(_("Choose the version that answers the comment."), "warning")
    else:
        try:
            with transaction():
                answer_with_version(current_actor(), thread, version)
        except Invalid as invalid:
            flash(translated(invalid.message), "warning")
        else:
            said = _("Noted: version %(number)s answers this comment.", number=version.number)
            flash(said, "success")
    return redirect(url_for("reviews.show_thread", thread_id=thread.id), 303)


def _waiting_in(section: Section, actor: Actor) -> list[CommentThread]:
    """Return the open comments on a section that `actor` may see and answer."""
    if not can(actor, Action.COMMENT_READ, section):
        return []
    if not can(actor, Action.COMMENT_RESOLVE, section):
        return []
    return [
        one
        for one in queries.threads_of(section.document, actor)
        if one.section_id == section.id and one.state is ThreadState.OPEN
    ]


@fills("section.saving")
def offered(section: Section, **_given: object) -> tuple[str, dict[str, Any]] | None:
    """Show the open comments on a section, to be ticked where the new version answers them."""
    threads = _waiting_in(section, current_actor())
    if not threads:
        return None
    return "reviews/saving.html", {"threads": threads, "ticked": _ticked(request.values)}


@fills("section.saved")
def note(section: Section, version: Version, form: MultiDict[str, str], **_given: object) -> None:
    """Note which comments the version that was just saved answers.

    What was ticked and cannot be answered any more is passed over: a text is never refused for it.
    """
    actor, ticked = current_actor(), _ticked(form)
    for thread in _waiting_in(section, actor) if ticked else []:
        if thread.id in ticked:
            answer_with_version(actor, thread, version)


def _ticked(form: MultiDict[str, str]) -> frozenset[str]:
    """Return the comments that a form names, one by one or as one list of a script."""
    return frozenset(" ".join(form.getlist("answers")).split())


@fills("version.why", 40)
def why(
    document: Document, versions: Sequence[str], **_given: object
) -> Mapping[str, list[dict[str, str]]] | None:
    """Return the comments that versions answered, by version id."""
    actor = current_actor()
    if not can(actor, Action.COMMENT_READ, document):
        return None
    found: dict[str, list[dict[str, str]]] = {}
    for version_id, thread in answered_by(document, versions, actor):
        found.setdefault(version_id, []).append(
            {
                "text": _("Answers the comment: “%(words)s”", words=_first_words(thread)),
                "url": url_for("reviews.show_thread", thread_id=thread.id),
            }
        )
    return found


def _first_words(thread: CommentThread) -> str:
    body = thread.comments[0].body if thread.comments else ""
    return body if len(body) <= SHORT else f"{body[:SHORT].rstrip()} …"


@fills("recommendation.story", 30)
def comments(document: Document, key: str, actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the comments on a recommendation that the visitor may see, and their answers."""
    if not can(actor, Action.COMMENT_READ, document):
        return []
    found: list[dict[str, Any]] = []
    for thread in queries.threads_of(document, actor):
        if thread.recommendation_key != key:
            continue
        url = url_for("reviews.show_thread", thread_id=thread.id)
        found += [
            {
                "at": comment.at,
                "icon": "comment",
                "text": _("Comment") if comment.number == 1 else _("Reply to a comment"),
                "who": comment.said_by,
                "note": comment.body,
                "url": url,
            }
            for comment in thread.comments
        ]
        found += [
            {
                "at": answer.at,
                "icon": "check",
                "text": _("Comment answered"),
                "who": answer.person.name,
                "note": answer.response,
                "url": url,
            }
            for answer in thread.answers
        ]
    return found
