"""Pages of a systematic search: its strategies, the flow of records, and its report."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.forms import revision_from
from guidelines.evidence.forms.searches import (
    DECISION_WORDS,
    FLOW_GROUPS,
    FLOW_WORDS,
    RISK_WORDS,
    STAGE_WORDS,
    reasons_from,
)
from guidelines.evidence.models import EvidenceSearch, SearchStrategy
from guidelines.evidence.routes.drawn import flow_steps
from guidelines.evidence.routes.words import bp, saved_meanwhile
from guidelines.evidence.rules.drawing import drawn
from guidelines.evidence.rules.flow import NUMBERS, Flow, imbalances, read_flow
from guidelines.evidence.rules.screening import Decision, Stage, reasons_in
from guidelines.evidence.rules.strategies import SEARCH_TEXTS, STRATEGY_TEXTS
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/searches/<search_id>")
@asks(Action.EVIDENCE_READ)
def show_search(search_id: str) -> ResponseReturnValue:
    """Show the report of a search: strategies, flow, exclusions, risk of bias."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_READ)
    flow = search.numbers
    excluded = [
        one
        for one in queries.records_at(search, Stage.FULL_TEXT)
        if one.decision is Decision.EXCLUDED
    ]
    steps = [] if flow.is_empty else flow_steps(flow)
    return render_template(
        "evidence/search.html",
        project=search.project,
        search=search,
        flow=flow,
        steps=steps,
        drawings=[drawn(steps, wide=True), drawn(steps, wide=False)] if steps else [],
        complaints=[translated(one) for one in imbalances(flow, search.hits)],
        counts=queries.screened_counts(search),
        stages=STAGE_WORDS,
        decisions=DECISION_WORDS,
        excluded=excluded,
        reasons=reasons_in((one.decision, one.reason) for one in excluded),
        tables=queries.bias_tables_of(search),
        risks=RISK_WORDS,
        questions=queries.questions_on(search),
    )


def _search_page(
    project: Project,
    search: EvidenceSearch | None,
    values: Mapping[str, Any],
    errors: dict[str, str],
    revision: int = 0,
) -> str:
    return render_template(
        "evidence/search_form.html",
        project=project,
        search=search,
        values=values,
        errors=errors,
        revision=revision,
    )


@bp.get("/projects/<project_id>/searches/new")
@asks(Action.EVIDENCE_EDIT)
def start_search_form(project_id: str) -> ResponseReturnValue:
    """Show the form for a new search."""
    return _search_page(fetch(Project, project_id, Action.EVIDENCE_EDIT), None, {}, {})


@bp.post("/projects/<project_id>/searches")
@asks(Action.EVIDENCE_EDIT)
def start_search(project_id: str) -> ResponseReturnValue:
    """Write down a new search."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    try:
        with transaction():
            search = service.start_search(current_actor(), project, texts=request.form)
    except Invalid as invalid:
        return _search_page(project, None, request.form, errors_of(invalid)), 422
    flash(_("The search is written down. Now add the strategy for each database."), "success")
    return redirect(url_for("evidence.show_search", search_id=search.id), 303)


def _values_of(search: EvidenceSearch) -> dict[str, Any]:
    values = {name: getattr(search, name) for name in SEARCH_TEXTS}
    return {**values, "living": "yes" if search.living else ""}


@bp.get("/searches/<search_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_search_form(search_id: str) -> ResponseReturnValue:
    """Show the form of a search."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    return _search_page(search.project, search, _values_of(search), {}, search.revision)


@bp.post("/searches/<search_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_search(search_id: str) -> ResponseReturnValue:
    """Change a search."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    project, revision = search.project, revision_from(request.form)
    try:
        with transaction():
            service.save_search(current_actor(), search, texts=request.form, revision=revision)
    except Invalid as invalid:
        return _search_page(project, search, request.form, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
        errors = saved_meanwhile(stale, _values_of(newest), request.form)
        return _search_page(project, newest, request.form, errors, newest.revision), 412
    flash(_("The search is saved."), "success")
    return redirect(url_for("evidence.show_search", search_id=search_id), 303)


@bp.post("/searches/<search_id>/remove")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def remove_search(search_id: str) -> ResponseReturnValue:
    """Take a search out of the evidence."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_READ)
    project_id = search.project_id
    try:
        with transaction():
            service.remove_search(current_actor(), search)
    except Conflict as refused:
        flash(translated(refused.message), "error")
        return redirect(url_for("evidence.show_search", search_id=search_id), 303)
    flash(_("The search is removed."), "success")
    return redirect(url_for("evidence.list_profiles", project_id=project_id), 303)


def _strategy_page(
    search: EvidenceSearch,
    strategy: SearchStrategy | None,
    values: Mapping[str, Any],
    errors: dict[str, str],
    revision: int = 0,
) -> str:
    return render_template(
        "evidence/search_strategy.html",
        project=search.project,
        search=search,
        strategy=strategy,
        values=values,
        errors=errors,
        revision=revision,
    )


@bp.get("/searches/<search_id>/strategies/new")
@asks(Action.EVIDENCE_EDIT)
def add_strategy_form(search_id: str) -> ResponseReturnValue:
    """Ask for the strategy for one database."""
    return _strategy_page(fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT), None, {}, {})


@bp.post("/searches/<search_id>/strategies")
@asks(Action.EVIDENCE_EDIT)
def add_strategy(search_id: str) -> ResponseReturnValue:
    """Add the strategy for one database."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    try:
        with transaction():
            service.add_strategy(current_actor(), search, texts=request.form)
    except Invalid as invalid:
        return _strategy_page(search, None, request.form, errors_of(invalid)), 422
    flash(_("The strategy is added."), "success")
    return redirect(url_for("evidence.show_search", search_id=search_id), 303)


def _strategy_values(strategy: SearchStrategy) -> dict[str, Any]:
    values = {name: getattr(strategy, name) for name in STRATEGY_TEXTS}
    hits = "" if strategy.hits is None else strategy.hits
    return {**values, "searched_on": strategy.searched_on.isoformat(), "hits": hits}


@bp.get("/strategies/<strategy_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_strategy_form(strategy_id: str) -> ResponseReturnValue:
    """Show the form of a strategy."""
    row = fetch(SearchStrategy, strategy_id, Action.EVIDENCE_EDIT)
    return _strategy_page(row.search, row, _strategy_values(row), {}, row.revision)


@bp.post("/strategies/<strategy_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_strategy(strategy_id: str) -> ResponseReturnValue:
    """Change a strategy."""
    row = fetch(SearchStrategy, strategy_id, Action.EVIDENCE_EDIT)
    search, revision = row.search, revision_from(request.form)
    try:
        with transaction():
            service.save_strategy(current_actor(), row, texts=request.form, revision=revision)
    except Invalid as invalid:
        return _strategy_page(search, row, request.form, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(SearchStrategy, strategy_id, Action.EVIDENCE_EDIT)
        errors = saved_meanwhile(stale, _strategy_values(newest), request.form)
        return _strategy_page(search, newest, request.form, errors, newest.revision), 412
    flash(_("The strategy is saved."), "success")
    return redirect(url_for("evidence.show_search", search_id=search.id), 303)


@bp.post("/strategies/<strategy_id>/remove")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def remove_strategy(strategy_id: str) -> ResponseReturnValue:
    """Take a strategy out of its search."""
    row = fetch(SearchStrategy, strategy_id, Action.EVIDENCE_READ)
    search_id = row.search_id
    with transaction():
        service.remove_strategy(current_actor(), row)
    flash(_("The strategy is removed."), "success")
    return redirect(url_for("evidence.show_search", search_id=search_id), 303)


def _flow_page(
    search: EvidenceSearch, values: Mapping[str, Any], errors: dict[str, str], revision: int
) -> str:
    return render_template(
        "evidence/flow_form.html",
        project=search.project,
        search=search,
        groups=FLOW_GROUPS,
        words=FLOW_WORDS,
        values=values,
        errors=errors,
        revision=revision,
    )


def _flow_values(flow: Flow) -> dict[str, Any]:
    """Return a flow as it stands in its form."""
    values: dict[str, Any] = {
        name: "" if getattr(flow, name) is None else getattr(flow, name) for name in NUMBERS
    }
    for kind, rows in (("reasons", flow.reasons), ("other_reasons", flow.other_reasons)):
        for number, (why, count) in enumerate(rows):
            values[f"{kind}-{number}-why"], values[f"{kind}-{number}-count"] = why, count
    return values


@bp.get("/searches/<search_id>/flow")
@asks(Action.EVIDENCE_EDIT)
def save_flow_form(search_id: str) -> ResponseReturnValue:
    """Show the form of the flow; what strategies and screening know is filled in where empty."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    values = _flow_values(search.numbers)
    known = _known_numbers(search)
    for name, value in known.items():
        if values.get(name, "") == "":
            values[name] = value
    return _flow_page(search, values, {}, search.revision)


def _known_numbers(search: EvidenceSearch) -> dict[str, Any]:
    """Return the numbers of a flow that follow from strategies and imported screening."""
    counts = queries.screened_counts(search)
    known: dict[str, Any] = {}
    if search.hits is not None:
        known["databases"] = search.hits
    for stage, all_name, out_name in (
        (Stage.TITLE, "screened", "excluded"),
        (Stage.FULL_TEXT, "assessed", ""),
    ):
        total = sum(count for (at, _decision), count in counts.items() if at is stage)
        if total:
            known[all_name] = total
            if out_name:
                known[out_name] = counts.get((stage, Decision.EXCLUDED), 0)
    rows = queries.records_at(search, Stage.FULL_TEXT)
    if rows and not search.numbers.reasons:
        found = reasons_in((one.decision, one.reason) for one in rows)
        for number, (why, count) in enumerate(found):
            known[f"reasons-{number}-why"] = why or _("No reason given")
            known[f"reasons-{number}-count"] = count
    return known


@bp.post("/searches/<search_id>/flow")
@asks(Action.EVIDENCE_EDIT)
def save_flow(search_id: str) -> ResponseReturnValue:
    """Save the numbers of the flow."""
    search = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
    posted, revision = request.form, revision_from(request.form)
    try:
        flow = read_flow(
            posted, reasons_from(posted, "reasons"), reasons_from(posted, "other_reasons")
        )
        with transaction():
            service.save_flow(current_actor(), search, flow=flow, revision=revision)
    except Invalid as invalid:
        return _flow_page(search, posted, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(EvidenceSearch, search_id, Action.EVIDENCE_EDIT)
        errors = saved_meanwhile(stale, _flow_values(newest.numbers), posted)
        return _flow_page(newest, posted, errors, newest.revision), 412
    flash(_("The numbers are saved."), "success")
    return redirect(url_for("evidence.show_search", search_id=search_id) + "#flow", 303)
