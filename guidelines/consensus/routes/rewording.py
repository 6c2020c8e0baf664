"""Pages on which statements are reworded, split, merged, withdrawn, described, declared void."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries
from guidelines.consensus.models import Process, RoundStatement, Statement
from guidelines.consensus.queries.statements import statement_lines, statements_named
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.statements import line_of, part_sent, questions_to_choose
from guidelines.consensus.service import statements as service
from guidelines.consensus.service.voiding import void_statement as declare_void
from guidelines.consensus.service.wordings import Part
from guidelines.db import transaction
from guidelines.drafts.queries import recommendations_of
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch

PARTS = 4
"""How many parts a statement can be split into at once."""


def _page(
    statement: Statement, step: str, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    process = statement.process
    recommendations = recommendations_of(process.document)
    taken = {
        one.statement.recommendation_key
        for one in statement_lines(process)
        if one.statement is not statement
    }
    page = render_template(
        f"consensus/statement_{step}.html",
        process=process,
        document=process.document,
        statement=statement,
        line=line_of(statement),
        recommendation=next(
            (one for one in recommendations if one.key == statement.recommendation_key), None
        ),
        free=[
            (one.key, f"{one.ordinal}. {one.key}")
            for one in recommendations
            if one.key not in taken
        ],
        parts=range(1, PARTS + 1),
        questions=questions_to_choose(process),
        settled=statement.key in queries.settled_keys(process),
        sent=request.form,
        errors=errors,
    )
    return page, status


def _done(
    statement: Statement, step: str, act: Callable[[], object], said: str
) -> ResponseReturnValue:
    """Do what a form asks for, and show the statement; or show the form with what is wrong."""
    try:
        with transaction():
            act()
    except (Invalid, Conflict) as refused:
        return _page(statement, step, errors_of(refused), status_of(refused))
    flash(said, "success")
    return redirect(url_for("consensus.show_statement", statement_id=statement.id), 303)


@bp.get("/statements/<statement_id>/wording")
@asks(Action.PROCESS_PREPARE)
def reword_statement_form(statement_id: str) -> ResponseReturnValue:
    """Show the wording to change, and ask what the change means."""
    return _page(fetch(Statement, statement_id, Action.PROCESS_PREPARE), "reword", {})


@bp.post("/statements/<statement_id>/wording")
@asks(Action.PROCESS_PREPARE)
def reword_statement(statement_id: str) -> ResponseReturnValue:
    """Give a statement another wording."""
    statement = fetch(Statement, statement_id, Action.PROCESS_PREPARE)
    meaning = request.form.get("meaning", "")
    if meaning not in {"changed", "same"}:
        errors = {"meaning": _("Say whether the meaning is changed.")}
        return _page(statement, "reword", errors, 422)
    return _done(
        statement,
        "reword",
        lambda: service.reword_statement(
            current_actor(),
            statement,
            wording=request.form.get("wording", ""),
            meaning_changed=meaning == "changed",
            reason=request.form.get("reason", ""),
        ),
        _("The statement is reworded. It is asked anew.")
        if meaning == "changed"
        else _("The statement is reworded. Its ratings stand."),
    )


@bp.get("/statements/<statement_id>/parts")
@asks(Action.PROCESS_PREPARE)
def split_statement_form(statement_id: str) -> ResponseReturnValue:
    """Show places for the parts of a statement."""
    return _page(fetch(Statement, statement_id, Action.PROCESS_PREPARE), "split", {})


@bp.post("/statements/<statement_id>/parts")
@asks(Action.PROCESS_PREPARE)
def split_statement(statement_id: str) -> ResponseReturnValue:
    """Make several statements of one."""
    statement = fetch(Statement, statement_id, Action.PROCESS_PREPARE)
    sent = [
        Part(
            wording=request.form.get(f"part-{number}", ""),
            key=request.form.get(f"key-{number}", ""),
            background=statement.background,
            question_id=statement.question_id or "",
        )
        for number in range(1, PARTS + 1)
    ]
    return _done(
        statement,
        "split",
        lambda: service.split_statement(
            current_actor(),
            statement,
            [one for one in sent if one.wording.strip() or one.key],
            reason=request.form.get("reason", ""),
        ),
        _("The statement is split."),
    )


@bp.get("/statements/<statement_id>/withdrawal")
@asks(Action.PROCESS_PREPARE)
def withdraw_statement_form(statement_id: str) -> ResponseReturnValue:
    """Ask why a statement is withdrawn."""
    return _page(fetch(Statement, statement_id, Action.PROCESS_PREPARE), "withdraw", {})


@bp.post("/statements/<statement_id>/withdrawal")
@asks(Action.PROCESS_PREPARE)
def withdraw_statement(statement_id: str) -> ResponseReturnValue:
    """Take a statement out for good."""
    statement = fetch(Statement, statement_id, Action.PROCESS_PREPARE)
    return _done(
        statement,
        "withdraw",
        lambda: service.withdraw_statement(
            current_actor(), statement, reason=request.form.get("reason", "")
        ),
        _("The statement is withdrawn. Its number is not given to another."),
    )


@bp.get("/statements/<statement_id>/card")
@asks(Action.PROCESS_PREPARE)
def describe_statement_form(statement_id: str) -> ResponseReturnValue:
    """Show what stands around a statement."""
    return _page(fetch(Statement, statement_id, Action.PROCESS_PREPARE), "describe", {})


@bp.post("/statements/<statement_id>/card")
@asks(Action.PROCESS_PREPARE)
def describe_statement(statement_id: str) -> ResponseReturnValue:
    """Change what stands around a statement."""
    statement = fetch(Statement, statement_id, Action.PROCESS_PREPARE)
    return _done(
        statement,
        "describe",
        lambda: service.describe_statement(current_actor(), statement, part_sent(request.form)),
        _("The evidence card is saved."),
    )


def _merge_page(
    process: Process, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    chosen = request.values.getlist("statements")
    lines = [one for one in statement_lines(process) if not one.statement.withdrawn]
    there = {one.key: one for one in recommendations_of(process.document)}
    olds = {one.statement.recommendation_key for one in lines if one.statement.id in chosen}
    taken = {one.statement.recommendation_key for one in statement_lines(process)} - olds
    page = render_template(
        "consensus/statement_merge.html",
        process=process,
        document=process.document,
        lines=lines,
        chosen=chosen,
        recommendations=there,
        free=[(key, f"{one.ordinal}. {key}") for key, one in there.items() if key not in taken],
        questions=questions_to_choose(process),
        sent=request.form,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/statements/merge")
@asks(Action.PROCESS_PREPARE)
def merge_statements_form(process_id: str) -> ResponseReturnValue:
    """Show the statements that are to become one."""
    return _merge_page(fetch(Process, process_id, Action.PROCESS_PREPARE), {})


@bp.post("/processes/<process_id>/statements/merge")
@asks(Action.PROCESS_PREPARE)
def merge_statements(process_id: str) -> ResponseReturnValue:
    """Make one statement of several."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    olds = statements_named(process, request.form.getlist("statements"))
    part = Part(wording=request.form.get("wording", ""), key=request.form.get("key", ""))
    try:
        with transaction():
            merged = service.merge_statements(
                current_actor(), process, olds, part, reason=request.form.get("reason", "")
            )
    except (Invalid, Conflict) as refused:
        return _merge_page(process, errors_of(refused), status_of(refused))
    flash(
        _("The statements are merged into statement %(number)s.", number=merged.number), "success"
    )
    return redirect(url_for("consensus.show_statement", statement_id=merged.id), 303)


def _void_page(
    line: RoundStatement, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "consensus/statement_void.html",
        process=line.round.process,
        document=line.round.process.document,
        round=line.round,
        line=line,
        sent=request.form,
        errors=errors,
    )
    return page, status


@bp.get("/round-statements/<round_statement_id>/void")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def void_statement_form(round_statement_id: str) -> ResponseReturnValue:
    """Ask why a statement is void in its round."""
    return _void_page(fetch(RoundStatement, round_statement_id, Action.PROCESS_READ), {})


@bp.post("/round-statements/<round_statement_id>/void")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def void_statement(round_statement_id: str) -> ResponseReturnValue:
    """Declare a statement void in a round that is under way."""
    line = fetch(RoundStatement, round_statement_id, Action.PROCESS_READ)
    try:
        with transaction():
            declare_void(current_actor(), line, reason=request.form.get("reason", ""))
    except (Invalid, Conflict) as refused:
        return _void_page(line, errors_of(refused), status_of(refused))
    flash(
        _("The statement is void in this round. The panel reads why; no answer to it is kept."),
        "success",
    )
    return redirect(url_for("consensus.show_round", round_id=line.round_id), 303)
