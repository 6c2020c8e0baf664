"""The page on which single criteria between evidence and decision are put to the vote."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import service
from guidelines.consensus.models import Process
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.criteria import RATED, Asked, criteria_of, with_criteria
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.evidence.forms import CRITERION_WORDS, JUDGEMENT_WORDS
from guidelines.evidence.rules.judgements import SCALES, Criterion
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch

NO_POINT = frozenset({"varies", "unknown", "no-studies"})
"""Judgements that are no place between the least and the most: "I cannot judge this" says so."""


def _asked(criterion: Criterion) -> Asked:
    title, question = CRITERION_WORDS[criterion]
    answers = [str(JUDGEMENT_WORDS[one]) for one in SCALES[criterion] if one not in NO_POINT]
    return Asked(criterion.value, str(title), str(question), tuple(answers))


def _page(
    process: Process, chosen: frozenset[str], errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "consensus/criteria.html",
        process=process,
        document=process.document,
        criteria=[_asked(one) for one in Criterion],
        chosen=chosen,
        fits=process.definition.kind in RATED,
        locked=process.rule_sealed_at,
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/definition/criteria")
@asks(Action.PROCESS_PREPARE)
def choose_criteria_form(process_id: str) -> ResponseReturnValue:
    """Show the criteria between evidence and decision, to be voted on one by one."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    return _page(process, criteria_of(process.definition), {})


@bp.post("/processes/<process_id>/definition/criteria")
@asks(Action.PROCESS_PREPARE)
def choose_criteria(process_id: str) -> ResponseReturnValue:
    """Add the chosen criteria to what is asked about each statement."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    sent = frozenset(request.form.getlist("criteria"))
    chosen = [_asked(one) for one in Criterion if one.value in sent]
    try:
        with transaction():
            rule = with_criteria(process.definition, chosen)
            service.set_rule(current_actor(), process, rule=rule, why=process.rule_why)
    except (Invalid, Conflict) as refused:
        return _page(process, sent, errors_of(refused), status_of(refused))
    flash(_("The criteria are saved. Each is asked beside every statement."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)
