"""Pages on the statements of a process: all of them, one with its history, new ones."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.consensus import queries
from guidelines.consensus.models import Process, Statement, StatementVersion
from guidelines.consensus.queries.statements import (
    Line,
    askings_of,
    last_versions,
    statement_lines,
    statements_named,
)
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.lineage import Lineage
from guidelines.consensus.service import statements as service
from guidelines.consensus.service.wordings import Part
from guidelines.db import transaction
from guidelines.drafts.queries import recommendations_of
from guidelines.errors import Conflict, Invalid
from guidelines.evidence.queries import questions_of
from guidelines.permissions import Action, can
from guidelines.text.citations import without_keys
from guidelines.text.markdown import plain_text
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch

LINEAGE_WORDS = {
    Lineage.NEW: _l("From the start"),
    Lineage.REWORDED: _l("Reworded"),
    Lineage.SPLIT: _l("Split"),
    Lineage.MERGED: _l("Merged"),
    Lineage.FROM_COMMENTS: _l("From comments of the panel"),
    Lineage.FROM_PROPOSALS: _l("From proposals of the panel"),
    Lineage.WITHDRAWN: _l("Withdrawn"),
}
TEXTS = ("wording", "plain_language", "background", "origin", "question_id")


@bp.app_template_filter("lineage_words")
def lineage_words(version: StatementVersion) -> str:
    """Return in words how a wording came about."""
    if version.lineage is Lineage.REWORDED:
        return str(_("Meaning changed") if version.meaning_changed else _("Editorial change"))
    return str(LINEAGE_WORDS[version.lineage])


@bp.app_template_filter("statement_choice")
def statement_choice(line: Line) -> tuple[str, str]:
    """Return a statement as a choice of a form."""
    words = plain_text(without_keys(line.last.wording)) if line.last else ""
    return line.statement.id, f"{line.statement.number}. {words}"


def part_sent(sent: Mapping[str, str]) -> Part:
    """Return the statement that a form describes."""
    return Part(**{name: sent.get(name, "") for name in TEXTS})


def questions_to_choose(process: Process) -> list[tuple[str, str]]:
    """Return the questions that a statement can rest on, for a form."""
    return [
        (one.id, f"{one.number}. {one.text}"[:160]) for one in questions_of(process.project_id)
    ]


@bp.get("/processes/<process_id>/statements/list")
@asks(Action.PROCESS_READ)
def list_statements(process_id: str) -> ResponseReturnValue:
    """Show all statements of a process: their wording, where they come from, where they stand."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    lines = statement_lines(process)
    return render_template(
        "consensus/statement_list.html",
        process=process,
        document=process.document,
        lines=[line for line in lines if not line.statement.withdrawn],
        withdrawn=[line for line in lines if line.statement.withdrawn],
        recommendations={one.key: one for one in recommendations_of(process.document)},
        results=queries.last_result_by_key(process),
        settled=queries.settled_keys(process),
        living=queries.living_round(process),
        closed=queries.latest_round(process),
    )


def line_of(statement: Statement) -> Line:
    """Return one statement with its wordings and its family."""
    return next(one for one in statement_lines(statement.process) if one.statement is statement)


@bp.get("/statements/<statement_id>")
@asks(Action.PROCESS_READ)
def show_statement(statement_id: str) -> ResponseReturnValue:
    """Show one statement: every wording with what was changed and why, every vote as it was."""
    statement = fetch(Statement, statement_id, Action.PROCESS_READ)
    process = statement.process
    results = {
        round_.id: queries.results_document(round_) or {}
        for round_ in queries.rounds_of(process)
        if can(current_actor(), Action.RESULT_READ, round_)
    }
    there = {one.key: one for one in recommendations_of(process.document)}
    return render_template(
        "consensus/statement.html",
        process=process,
        document=process.document,
        line=line_of(statement),
        statement=statement,
        recommendation=there.get(statement.recommendation_key or ""),
        askings=askings_of(statement, results),
        questions=dict(questions_to_choose(process)),
    )


def _add_page(process: Process, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "consensus/statement_add.html",
        process=process,
        document=process.document,
        questions=questions_to_choose(process),
        lines=[one for one in statement_lines(process) if one.last is not None],
        commented=queries.latest_round(process),
        sent=request.form,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/statements/add")
@asks(Action.PROCESS_PREPARE)
def add_statement_form(process_id: str) -> ResponseReturnValue:
    """Show an empty statement."""
    return _add_page(fetch(Process, process_id, Action.PROCESS_PREPARE), {})


@bp.post("/processes/<process_id>/statements/add")
@asks(Action.PROCESS_PREPARE)
def add_statement(process_id: str) -> ResponseReturnValue:
    """Add a statement that stands alone, from the start or from what the panel commented."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    lineage = Lineage.FROM_COMMENTS if request.form.get("from") == "comments" else Lineage.NEW
    try:
        with transaction():
            (added,) = service.add_statements(
                current_actor(),
                process,
                [part_sent(request.form)],
                lineage=lineage,
                reason=request.form.get("reason", ""),
                parents=_commented(process) if lineage is Lineage.FROM_COMMENTS else (),
            )
    except (Invalid, Conflict) as refused:
        return _add_page(process, errors_of(refused), status_of(refused))
    flash(_("Statement %(number)s is added.", number=added.number), "success")
    return redirect(url_for("consensus.list_statements", process_id=process.id), 303)


def _commented(process: Process) -> list[StatementVersion]:
    """Return the wordings whose comments led to a new statement."""
    last = last_versions(process)
    chosen = statements_named(process, request.form.getlist("about"))
    return [last[one.id] for one in chosen if one.id in last]
