"""Pages of Word files: make one for comments, hand in one that comes back, what it brought."""

import io

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document, Version
from guidelines.drafts.queries import current_version, versions_of
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.permissions import Action, can
from guidelines.reviews import queries, service
from guidelines.reviews.models import WordExport, WordReturn
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules import FileState
from guidelines.storage import storage
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@fills("version.aside")
def beside_version(version: Version, **_given: object) -> tuple[str, dict[str, object]] | None:
    """Offer the Word file for comments beside a version."""
    if not can(current_actor(), Action.COMMENT_MAKE, version):
        return None
    return "reviews/word_aside.html", {"version": version}


@bp.get("/documents/<document_id>/word-files")
@asks(Action.COMMENT_READ)
def list_word_files(document_id: str) -> ResponseReturnValue:
    """Show how to comment in Word, and the files that went out and came back."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    return _page(document, {})


def _page(document: Document, errors: dict[str, str]) -> str:
    return render_template(
        "reviews/word_files.html",
        document=document,
        newest=current_version(document),
        versions={version.id: version for version in versions_of(document)},
        exports=queries.word_exports_of(document),
        returns=queries.word_returns_of(document),
        errors=errors,
    )


@bp.post("/versions/<version_id>/word-files")
@asks(Action.DOCUMENT_READ, Action.COMMENT_MAKE)
def request_word_file(version_id: str) -> ResponseReturnValue:
    """Ask for the Word file of a version."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    with transaction():
        row = service.request_word_file(
            current_actor(), version, has_fields=request.form.get("fields") == "yes"
        )
    return redirect(url_for("reviews.show_word_export", word_export_id=row.id), 303)


@bp.get("/word-files/<word_export_id>")
@asks(Action.COMMENT_READ)
def show_word_export(word_export_id: str) -> ResponseReturnValue:
    """Show how far a Word file is, and offer it when it is made."""
    row = fetch(WordExport, word_export_id, Action.COMMENT_READ)
    return render_template("reviews/word_export.html", document=row.document, row=row)


@bp.get("/word-files/<word_export_id>/file")
@asks(Action.COMMENT_READ)
def load_word_export(word_export_id: str) -> ResponseReturnValue:
    """Return the Word file itself."""
    row = fetch(WordExport, word_export_id, Action.COMMENT_READ)
    if row.state is not FileState.DONE:
        raise Missing
    return send_file(
        io.BytesIO(storage().get(row.sha256)),
        mimetype=WORD_TYPE,
        as_attachment=True,
        download_name=f"{row.document.slug}-v{row.version.number}.docx",
    )


@bp.post("/documents/<document_id>/word-returns")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
def hand_in_word_file(document_id: str) -> ResponseReturnValue:
    """Take a Word file that comes back."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    handed = request.files.get("file")
    try:
        with transaction():
            row = service.hand_in_word_file(
                current_actor(),
                document,
                content=handed.read() if handed else b"",
                filename=(handed.filename or "") if handed else "",
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid)), 422
    except Conflict as conflict:
        return _page(document, {"file": translated(conflict.message)}), 409
    return redirect(url_for("reviews.show_word_return", word_return_id=row.id), 303)


@bp.get("/word-returns/<word_return_id>")
@asks(Action.COMMENT_READ)
def show_word_return(word_return_id: str) -> ResponseReturnValue:
    """Show how far a file is that came back, and the account of what it brought."""
    row = fetch(WordReturn, word_return_id, Action.COMMENT_READ)
    return render_template(
        "reviews/word_return.html",
        document=row.document,
        row=row,
        account=_account(row),
        closed=queries.Hidden(row.document, current_actor()).during_a_vote,
    )


def _account(row: WordReturn) -> list[dict[str, object]]:
    """Return the lines of the account: in the file, placed, listed, without effect, missing."""
    names = {
        "insertions": _("Insertions"),
        "deletions": _("Deletions"),
        "moves": _("Moves"),
        "comments": _("Comments"),
        "replies": _("Replies"),
    }
    lines: list[dict[str, object]] = []
    for name, label in names.items():
        there = int(row.counts.get(name, 0))
        ways = row.arrived.get(name, {})
        placed, listed, idle = (int(ways.get(way, 0)) for way in ("placed", "listed", "idle"))
        lines.append(
            {
                "label": label,
                "there": there,
                "placed": placed,
                "listed": listed,
                "idle": idle,
                "missing": there - placed - listed - idle,
            }
        )
    return lines
