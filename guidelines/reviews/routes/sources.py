"""Pages of letters and calls: put one on record, enter its comments, load its file."""

from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import current_version, sections_in
from guidelines.errors import Invalid, Missing
from guidelines.permissions import Action
from guidelines.reviews import queries, service
from guidelines.reviews.forms import KIND_WORDS, SOURCE_WORDS, CommentForm, SourceForm
from guidelines.reviews.models import CommentSource
from guidelines.reviews.queries.rounds import rounds_of
from guidelines.reviews.queries.sources import sources_of, threads_from
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.routes.comments import about_in, kind_in
from guidelines.reviews.rules import SourceKind
from guidelines.storage import storage
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/documents/<document_id>/comments/letters")
@asks(Action.COMMENT_READ)
def list_sources(document_id: str) -> ResponseReturnValue:
    """Show the letters and calls from which comments were entered, and a form for a new one."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    return _list_page(document, SourceForm(formdata=None), {})


def _list_page(document: Document, form: SourceForm, errors: dict[str, str]) -> str:
    return render_template(
        "reviews/sources.html",
        document=document,
        rows=sources_of(document),
        form=form,
        kinds=list(SOURCE_WORDS.items()),
        rounds=rounds_of(document),
        errors=errors,
    )


@bp.post("/documents/<document_id>/comments/letters")
@asks(Action.COMMENT_READ, Action.COMMENT_ENTER)
def keep_source(document_id: str) -> ResponseReturnValue:
    """Put a letter, mail or call on record."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    form = SourceForm()
    file = request.files.get("file")
    kind = form.kind.data or ""
    try:
        with transaction():
            row = service.keep_source(
                current_actor(),
                document,
                kind=SourceKind(kind) if kind in set(SourceKind) else SourceKind.LETTER,
                name=form.name.data or "",
                organisation=form.organisation.data or "",
                received_on=_day(request.form.get("received_on", "")),
                note=form.note.data or "",
                content=file.read() if file else b"",
                filename=(file.filename or "") if file else "",
                round_id=form.round.data or None,
            )
    except Invalid as invalid:
        return _list_page(document, form, errors_of(invalid)), 422
    flash(_("It is on record. Enter its comments now, one by one."), "success")
    return redirect(url_for("reviews.show_source", source_id=row.id), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({"received_on": _("Write the day as 2026-03-31.")}) from None


@bp.get("/comment-letters/<source_id>")
@asks(Action.COMMENT_READ)
def show_source(source_id: str) -> ResponseReturnValue:
    """Show a letter or call with the comments entered from it, and a form for the next."""
    row = fetch(CommentSource, source_id, Action.COMMENT_READ)
    return _source_page(row, CommentForm(formdata=None), {})


def _source_page(row: CommentSource, form: CommentForm, errors: dict[str, str]) -> str:
    hidden = queries.Hidden(row.document, current_actor())
    version = current_version(row.document)
    shown = [one for one in threads_from(row) if not hidden.thread(one)]
    return render_template(
        "reviews/source.html",
        document=row.document,
        row=row,
        kind=SOURCE_WORDS[row.kind],
        threads=shown,
        stood=queries.Places(version).of(shown),
        sections=[
            (
                one.section.id,
                f"{one.number} {one.title}".strip() or _("Text before the first heading"),
            )
            for one in sections_in(version)
        ],
        kinds=list(KIND_WORDS.items()),
        form=form,
        errors=errors,
    )


@bp.post("/comment-letters/<source_id>/comments")
@asks(Action.COMMENT_READ, Action.COMMENT_ENTER)
def enter_comment(source_id: str) -> ResponseReturnValue:
    """Enter a comment from a letter or call for the person who made it."""
    row = fetch(CommentSource, source_id, Action.COMMENT_READ)
    form = CommentForm()
    place: Section | Document = row.document
    if form.section.data:
        place = fetch(Section, form.section.data, Action.COMMENT_READ)
        if place.document_id != row.document_id:
            raise Missing
    try:
        with transaction():
            service.make_comment(
                current_actor(),
                place,
                body=form.body.data or "",
                kind=kind_in(form.kind.data),
                about=about_in(form) if form.section.data else None,
                source=row,
            )
    except Invalid as invalid:
        return _source_page(row, form, errors_of(invalid)), 422
    flash(_("The comment is entered. Enter the next one, or stop here."), "success")
    return redirect(url_for("reviews.show_source", source_id=source_id), 303)


@bp.get("/comment-letters/<source_id>/file")
@asks(Action.COMMENT_READ)
def load_source(source_id: str) -> ResponseReturnValue:
    """Load the file of a letter; browsers never run anything in it."""
    row = fetch(CommentSource, source_id, Action.COMMENT_READ)
    if not row.sha256:
        raise Missing
    answer = Response(storage().get(row.sha256), mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=row.filename)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
