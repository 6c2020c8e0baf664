"""Pages of screening results and of risk of bias."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.errors import DomainError, Invalid, Stale
from guidelines.evidence import service
from guidelines.evidence.forms import revision_from
from guidelines.evidence.forms.searches import RISK_WORDS, STAGE_WORDS, TOOL_WORDS, studies_from
from guidelines.evidence.importers import screening
from guidelines.evidence.importers.findings import Mistakes
from guidelines.evidence.models import BiasTable, EvidenceSearch
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.bias import Risk, Tool
from guidelines.evidence.rules.screening import Decision, Stage
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch

_NEW_ROWS = 3


@bp.app_template_filter("risk_words")
def risk_words(risk: Risk | str) -> str:
    """Return the word of the page for a risk of bias."""
    return str(RISK_WORDS[Risk(risk)])


@bp.app_template_filter("tool_words")
def tool_words(tool: Tool) -> str:
    """Return the words of the page for a tool."""
    return str(TOOL_WORDS[tool])


def _import_page(
    search: EvidenceSearch, errors: dict[str, str], mistakes: Sequence[tuple[int, str, str]] = ()
) -> str:
    return render_template(
        "evidence/search_import.html",
        project=search.project,
        search=search,
        errors=errors,
        mistakes=mistakes,
        values=request.form,
        stages=[(stage.value, words) for stage, words in STAGE_WORDS.items()],
    )


@bp.get("/searches/<search_id>/screening")
@asks(Action.EVIDENCE_EDIT)
def import_screening_form(search_id: str) -> ResponseReturnValue:
    """Ask for results of screening."""
    return _import_page(fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT), {})


@bp.post("/searches/<search_id>/screening")
@asks(Action.EVIDENCE_EDIT)
def import_screening(search_id: str) -> ResponseReturnValue:
    """Read the results of one stage of screening from a file."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    posted = request.form
    handed = request.files.get("file")
    content = handed.read(screening.MOST_BYTES + 1) if handed else b""
    stage = Stage.TITLE if posted.get("stage") == Stage.TITLE else Stage.FULL_TEXT
    listed = posted.get("decision") != Decision.EXCLUDED
    try:
        records = screening.read(
            content, otherwise=Decision.INCLUDED if listed else Decision.EXCLUDED
        )
        with transaction():
            count = service.import_screening(current_actor(), search, records=records, stage=stage)
    except Mistakes as refused:
        places = [(one.row, one.column, translated(one.message)) for one in refused.mistakes]
        return _import_page(search, errors_of(refused), places), 422
    except (Invalid, DomainError) as refused:
        return _import_page(search, errors_of(refused, "file")), 422
    flash(
        ngettext("%(num)s record was read.", "%(num)s records were read.", count)
        + " "
        + _("Look at the numbers of the flow now: what is known is filled in."),
        "success",
    )
    return redirect(url_for("evidence.show_search", search_id=search_id), 303)


@bp.get("/searches/<search_id>/bias/new")
@asks(Action.EVIDENCE_EDIT)
def start_bias_table_form(search_id: str) -> ResponseReturnValue:
    """Ask which tool a new table of risk of bias uses."""
    return _start_page(fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT), {}, {})


def _start_page(search: EvidenceSearch, values: Mapping[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "evidence/search_bias_start.html",
        project=search.project,
        search=search,
        values=values,
        errors=errors,
        tools=[(tool.value, words) for tool, words in TOOL_WORDS.items()],
    )


@bp.post("/searches/<search_id>/bias")
@asks(Action.EVIDENCE_EDIT)
def start_bias_table(search_id: str) -> ResponseReturnValue:
    """Start a table of risk of bias."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    posted = request.form
    tool = Tool(posted["tool"]) if posted.get("tool") in set(Tool) else Tool.OWN
    try:
        with transaction():
            table = service.start_bias_table(
                current_actor(),
                search,
                title=posted.get("title", ""),
                tool=tool,
                domains=posted.get("domains", ""),
            )
    except Invalid as invalid:
        return _start_page(search, posted, errors_of(invalid)), 422
    flash(_("The table is there. Fill in the studies."), "success")
    return redirect(url_for("evidence.save_bias_table_form", table_id=table.id), 303)


def _table_page(
    table: BiasTable,
    title: str,
    rows: list[dict[str, Any]],
    errors: dict[str, str],
    revision: int,
) -> str:
    return render_template(
        "evidence/search_bias.html",
        project=table.search.project,
        search=table.search,
        table=table,
        title=title,
        rows=[*rows, *({} for _number in range(_NEW_ROWS))],
        errors=errors,
        revision=revision,
        risks=[(risk.value, words) for risk, words in RISK_WORDS.items()],
    )


@bp.get("/bias/<table_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_bias_table_form(table_id: str) -> ResponseReturnValue:
    """Show a table of risk of bias as a form."""
    table = fetch(BiasTable, table_id, Action.EVIDENCE_EDIT)
    return _table_page(table, table.title, list(table.rows), {}, table.revision)


@bp.post("/bias/<table_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_bias_table(table_id: str) -> ResponseReturnValue:
    """Save a table of risk of bias."""
    table = fetch(BiasTable, table_id, Action.EVIDENCE_EDIT)
    title, revision = request.form.get("title", ""), revision_from(request.form)
    rows = studies_from(request.form, len(table.domains))
    search_id = table.search_id
    try:
        with transaction():
            service.save_bias_table(
                current_actor(), table, title=title, rows=rows, revision=revision
            )
    except Invalid as invalid:
        return _table_page(table, title, rows, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(BiasTable, table_id, Action.EVIDENCE_EDIT)
        errors = errors_of(stale)
        kept = ", ".join(str(row["study"]) for row in newest.rows)
        errors["studies"] = _("Saved meanwhile: %(text)s", text=kept or "–")
        return _table_page(newest, title, rows, errors, newest.revision), 412
    flash(_("The table is saved."), "success")
    if request.form.get("more"):
        return redirect(url_for("evidence.save_bias_table_form", table_id=table_id), 303)
    return redirect(url_for("evidence.show_search", search_id=search_id), 303)


@bp.post("/bias/<table_id>/remove")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def remove_bias_table(table_id: str) -> ResponseReturnValue:
    """Take a table of risk of bias out."""
    table = fetch(BiasTable, table_id, Action.EVIDENCE_READ)
    search_id = table.search_id
    with transaction():
        service.remove_bias_table(current_actor(), table)
    flash(_("The table is removed."), "success")
    return redirect(url_for("evidence.show_search", search_id=search_id), 303)
