"""Pages on which a process is prepared: recommendations, panel, definition of consensus."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.forms import (
    ProcessForm,
    RoundForm,
)
from guidelines.consensus.models import Process
from guidelines.consensus.queries.statements import statement_lines
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.plan_words import KIND_WORDS, METHOD_WORDS
from guidelines.consensus.routes.situation import situation
from guidelines.consensus.rules.cards import missing_parts
from guidelines.consensus.rules.meaning import meaning_for
from guidelines.consensus.rules.wording import in_words
from guidelines.consensus.service.material import cards_of
from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import recommendations_of
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/documents/<document_id>/consensus")
@asks(Action.PROCESS_READ)
def list_processes(document_id: str) -> ResponseReturnValue:
    """Show the consensus processes of a document."""
    document = fetch(Document, document_id, Action.PROCESS_READ)
    return _processes_page(document, ProcessForm(formdata=None), {})


def _processes_page(
    document: Document, form: ProcessForm, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    processes = queries.processes_of(document)
    page = render_template(
        "consensus/processes.html",
        document=document,
        processes=[(one, queries.rounds_of(one), len(queries.panel_of(one))) for one in processes],
        methods=METHOD_WORDS,
        form=form,
        errors=errors,
    )
    return page, status


@bp.post("/documents/<document_id>/consensus")
@asks(Action.PROCESS_READ, Action.PROCESS_PREPARE)
def start_process(document_id: str) -> ResponseReturnValue:
    """Start a consensus process."""
    document = fetch(Document, document_id, Action.PROCESS_READ)
    form = ProcessForm()
    try:
        with transaction():
            process = service.start_process(
                current_actor(),
                document,
                title=form.title.data or "",
                information=form.information.data or "",
                method=form.chosen_method(),
            )
    except Invalid as invalid:
        return _processes_page(document, form, errors_of(invalid), 422)
    flash(
        _("The process is started, with the definition and the plan that fit its method."),
        "success",
    )
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


def process_page(
    process: Process, form: RoundForm, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    """Return the page of a process."""
    here = situation(process)
    rule = process.definition_for(here["number"])
    page = render_template(
        "consensus/process.html",
        **here,
        process=process,
        document=process.document,
        rule=rule,
        rule_words=in_words(rule),
        meaning=meaning_for(rule, len(here["voting"])),
        panel=queries.panel_of(process),
        table=queries.panel_table(process.document),
        statements=queries.statements_of(process),
        kind_choices=[(one.value, words[0]) for one, words in KIND_WORDS.items()],
        lines=[one for one in statement_lines(process) if not one.statement.withdrawn],
        recommendations={one.key: one for one in recommendations_of(process.document)},
        results=queries.last_result_by_key(process),
        settled=queries.settled_keys(process),
        rounds=queries.rounds_of(process),
        living=queries.living_round(process),
        form=form,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>")
@asks(Action.PROCESS_READ)
def show_process(process_id: str) -> ResponseReturnValue:
    """Show a process: its definition of consensus, its rounds, where its statements stand."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    return process_page(process, RoundForm(formdata=None), {})


@bp.get("/processes/<process_id>/information")
@asks(Action.PROCESS_PREPARE)
def edit_information_form(process_id: str) -> ResponseReturnValue:
    """Show the title and the information for panel members."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    return render_template(
        "consensus/information.html",
        process=process,
        document=process.document,
        form=ProcessForm(obj=process),
        errors={},
    )


@bp.post("/processes/<process_id>/information")
@asks(Action.PROCESS_PREPARE)
def edit_information(process_id: str) -> ResponseReturnValue:
    """Change the title and the information for panel members."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    form = ProcessForm()
    try:
        with transaction():
            service.edit_information(
                current_actor(),
                process,
                title=form.title.data or "",
                information=form.information.data or "",
            )
    except (Invalid, Conflict) as refused:
        page = render_template(
            "consensus/information.html",
            process=process,
            document=process.document,
            form=form,
            errors=errors_of(refused),
        )
        return page, status_of(refused)
    flash(_("The information is saved."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


def _statements_page(
    process: Process, chosen: list[str], errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    recommendations = recommendations_of(process.document)
    cards = cards_of(process.document, list(recommendations))
    page = render_template(
        "consensus/statements.html",
        process=process,
        document=process.document,
        recommendations=recommendations,
        cards=cards,
        missing={key: missing_parts(card) for key, card in cards.items()},
        chosen=chosen,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/statements")
@asks(Action.PROCESS_PREPARE)
def choose_statements_form(process_id: str) -> ResponseReturnValue:
    """Show the recommendations to choose from, with what is missing for the panel."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    chosen = [one.key for one in queries.statements_of(process)]
    return _statements_page(process, chosen, {})


@bp.post("/processes/<process_id>/statements")
@asks(Action.PROCESS_PREPARE)
def choose_statements(process_id: str) -> ResponseReturnValue:
    """Choose the recommendations that are put to the panel."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    chosen = request.form.getlist("keys")
    try:
        with transaction():
            service.choose_statements(current_actor(), process, keys=chosen)
    except (Invalid, Conflict) as refused:
        return _statements_page(process, chosen, errors_of(refused), status_of(refused))
    flash(_("The recommendations are chosen."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


@bp.post("/processes/<process_id>/finish")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def finish_process(process_id: str) -> ResponseReturnValue:
    """Finish a process."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    with transaction():
        service.finish_process(current_actor(), process)
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)
