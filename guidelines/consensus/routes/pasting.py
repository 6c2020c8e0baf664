"""Pages on which statements are pasted from a table: see what was recognised, then take it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guidelines.consensus.models import Process
from guidelines.consensus.queries import statements_of
from guidelines.consensus.queries.statements import last_versions
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.pasting import (
    MOST_ROWS,
    Recognised,
    Row,
    cells_of,
    checked,
    recognise,
)
from guidelines.consensus.service import statements as service
from guidelines.consensus.service.wordings import Part
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid, TooLarge
from guidelines.evidence.importers.sheets import rows_of
from guidelines.evidence.importers.word_tables import is_word, rows_of_word
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of, translated
from guidelines.web.guard import asks, current_actor, fetch

COLUMN_WORDS = {
    "wording": _l("Statement"),
    "number": _l("Number there"),
    "plain_language": _l("In plain words"),
    "background": _l("What the panel should know"),
    "origin": _l("Where it comes from"),
}


@bp.get("/processes/<process_id>/statements/paste")
@asks(Action.PROCESS_PREPARE)
def paste_statements_form(process_id: str) -> ResponseReturnValue:
    """Show where to paste a table, or to choose a file with one."""
    return _form(fetch(Process, process_id, Action.PROCESS_PREPARE), {})


def _form(process: Process, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "consensus/statement_paste.html",
        process=process,
        document=process.document,
        table=request.form.get("table", ""),
        most=MOST_ROWS,
        errors=errors,
    )
    return page, status


@bp.post("/processes/<process_id>/statements/paste")
@asks(Action.PROCESS_PREPARE)
def preview_statements(process_id: str) -> ResponseReturnValue:
    """Show what was recognised in a table; nothing is saved yet."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    try:
        found = recognise(_cells(), _known(process))
    except (Invalid, TooLarge) as refused:
        return _form(process, errors_of(refused), status_of(refused))
    return _preview(process, found, [one.problem is None for one in found.rows], {})


def _cells() -> list[list[str]]:
    upload = request.files.get("file")
    content = upload.read() if upload is not None and upload.filename else b""
    if content:
        return rows_of_word(content) if is_word(content) else rows_of(content)
    return cells_of(request.form.get("table", ""))


def _known(process: Process) -> dict[str, int]:
    """Return the numbers of the present statements by the hash of their wording."""
    last = last_versions(process)
    return {
        last[one.id].wording_sha256: one.number for one in statements_of(process) if one.id in last
    }


def _preview(
    process: Process,
    found: Recognised,
    taken: list[bool],
    errors: dict[str, str],
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "consensus/statement_preview.html",
        process=process,
        document=process.document,
        columns=[(COLUMN_WORDS[name], heading) for name, heading in found.columns],
        rows=list(zip(found.rows, taken, strict=True)),
        good=found.good,
        words=COLUMN_WORDS,
        errors=errors,
    )
    return page, status


@bp.post("/processes/<process_id>/statements/pasted")
@asks(Action.PROCESS_PREPARE)
def take_statements(process_id: str) -> ResponseReturnValue:
    """Take the chosen rows as statements: all of them, or none while one has a problem."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    sent, taken = _sent()
    chosen = [row for row, wanted in zip(sent, taken, strict=True) if wanted]
    errors = {
        f"wording-{row.line}": translated(row.problem)
        for row in checked(chosen, _known(process))
        if row.problem is not None
    }
    if not chosen:
        errors = {"take": _("Choose at least one row.")}
    if not errors:
        try:
            with transaction():
                added = service.add_statements(
                    current_actor(),
                    process,
                    [Part(wording=row.wording, **row.texts) for row in chosen],
                )
        except (Invalid, Conflict) as refused:
            errors = errors_of(refused)
    if errors:
        rows = dict(zip((row.line for row in sent), checked(sent, _known(process)), strict=True))
        found = Recognised((), tuple(rows.values()))
        return _preview(process, found, taken, errors, 422)
    said = ngettext("%(num)s statement is added.", "%(num)s statements are added.", len(added))
    flash(said, "success")
    return redirect(url_for("consensus.list_statements", process_id=process.id), 303)


def _sent() -> tuple[list[Row], list[bool]]:
    """Return the rows of the preview as they were sent back, and which of them are chosen."""
    rows, taken = [], []
    for line in request.form.getlist("line", type=int)[:MOST_ROWS]:
        texts = {
            name: request.form.get(f"{name}-{line}", "")
            for name in ("plain_language", "background", "origin")
        }
        rows.append(Row(line, request.form.get(f"wording-{line}", ""), texts))
        taken.append(f"take-{line}" in request.form)
    return rows, taken
