"""Pages of the plan: how the panel is asked, and departures from what was locked."""

import json
from dataclasses import replace

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.forms import DeviationForm, PlanForm
from guidelines.consensus.models import Process
from guidelines.consensus.queries.plans import deviations_of
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.plan_words import INVITE_WORDS, METHOD_WORDS, SETTLED_WORDS
from guidelines.consensus.rules.definition import canonical
from guidelines.consensus.rules.methods import proposed_plan, proposed_rule
from guidelines.consensus.rules.plan import Plan, PlannedMethod
from guidelines.consensus.rules.plan_wording import in_words as plan_in_words
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.service.electing import rating_panel
from guidelines.consensus.service.planning import first_free_round
from guidelines.db import transaction
from guidelines.drafts.forms import LANGUAGES
from guidelines.errors import Conflict, Invalid
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    process: Process,
    form: PlanForm,
    deviation: DeviationForm | None,
    errors: dict[str, str],
    status: int = 200,
) -> ResponseReturnValue:
    number = first_free_round(process)
    page = render_template(
        "consensus/plan.html",
        process=process,
        document=process.document,
        form=form,
        deviation=deviation,
        number=number,
        words=plan_in_words(process.plan_for(number)),
        deviations=deviations_of(process),
        methods=METHOD_WORDS,
        invite=[(one.value, *words) for one, words in INVITE_WORDS.items()],
        settled=[(one.value, *words) for one, words in SETTLED_WORDS.items()],
        languages=LANGUAGES,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/plan")
@asks(Action.PROCESS_READ)
def show_plan(process_id: str) -> ResponseReturnValue:
    """Show how the panel is asked, to be changed until it is locked."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    form = PlanForm(formdata=None)
    form.show(process.plan_for(first_free_round(process)))
    return _page(process, form, None, {})


@bp.post("/processes/<process_id>/plan")
@asks(Action.PROCESS_PREPARE)
def set_plan(process_id: str) -> ResponseReturnValue:
    """Choose how the panel is asked. Another method brings its definition of consensus."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    form = PlanForm()
    try:
        plan = form.plan()
        with transaction():
            other = plan.method is not process.planned.method
            if other:
                plan = _of_method(plan, process.planned, plan.method)
            service.set_plan(current_actor(), process, plan=plan)
            if other:
                rule = proposed_rule(plan.method, len(rating_panel(process, plan)))
                service.set_rule(current_actor(), process, rule=rule)
    except (Invalid, Conflict) as refused:
        return _page(process, form, None, errors_of(refused), status_of(refused))
    flash(
        _("The plan is saved, with the definition of consensus that belongs to this method.")
        if other
        else _("The plan is saved."),
        "success",
    )
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


def _of_method(sent: Plan, before: Plan, method: PlannedMethod) -> Plan:
    """Return what was sent, with the choices of the new method where none was changed by hand."""
    proposed = proposed_plan(method, sent.language)
    kept = {
        name: getattr(sent, name)
        for name in ("office_votes", "names_to_facilitator", "registration", "ethics", "quorum")
    }
    changed = {
        name: getattr(sent, name)
        for name in ("invite", "settled", "reopen_by")
        if getattr(sent, name) != getattr(before, name)
    }
    return replace(proposed, **kept, **changed)


@bp.get("/processes/<process_id>/deviation")
@asks(Action.PROCESS_READ, Action.RULE_SEAL)
def deviate_form(process_id: str) -> ResponseReturnValue:
    """Show the locked plan, to be changed for the rounds to come."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    form = PlanForm(formdata=None)
    form.show(process.plan_for(first_free_round(process)))
    if process.state is not ProcessState.SEALED:
        return redirect(url_for("consensus.show_plan", process_id=process.id), 303)
    return _page(process, form, DeviationForm(formdata=None), {})


@bp.post("/processes/<process_id>/deviation")
@asks(Action.PROCESS_READ, Action.RULE_SEAL)
def deviate(process_id: str) -> ResponseReturnValue:
    """Change the locked plan for the rounds to come; it is listed and reported."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    form, deviation = PlanForm(), DeviationForm()
    try:
        plan = form.plan()
        with transaction():
            service.deviate(
                current_actor(),
                process,
                what=deviation.what.data or "",
                why=deviation.why.data or "",
                to=plan,
            )
    except (Invalid, Conflict) as refused:
        return _page(process, form, deviation, errors_of(refused), status_of(refused))
    flash(_("The change is noted and stands in the report."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


@bp.get("/processes/<process_id>/plan.json")
@asks(Action.PROCESS_READ)
def show_plan_proof(process_id: str) -> ResponseReturnValue:
    """Give the exact text of the plan as it was locked, whose SHA-256 is on the page."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    text = canonical(process.plan)
    if current().demonstration:  # the notice must not change the text that the hash is of
        text = json.dumps({"notice": DEMONSTRATION, "sha256": process.plan_sha256, "text": text})
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "inline; filename=plan.json"
    return answer
