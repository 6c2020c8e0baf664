"""The page of the definition of consensus: one sentence with blanks, and what it means."""

import json
from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.forms import DeviationForm, RoundForm
from guidelines.consensus.models import Process
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.definition_words import CHOOSER, RULE_NAMES, choices_for
from guidelines.consensus.routes.office import process_page
from guidelines.consensus.rules.blank_texts import blanks_of
from guidelines.consensus.rules.blanks import filled, fits
from guidelines.consensus.rules.conditions import MOST_FURTHER
from guidelines.consensus.rules.criteria import keeping_criteria
from guidelines.consensus.rules.definition import Method, Rule, canonical
from guidelines.consensus.rules.meaning import meaning_for, power
from guidelines.consensus.rules.starters import STARTERS, starter
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.rules.told import MOST_DIMENSIONS
from guidelines.consensus.rules.wording import in_words
from guidelines.consensus.service.electing import rating_panel
from guidelines.consensus.service.planning import first_free_round
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action
from guidelines.projects.queries import groups_of
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.app_template_filter("rule_name")
def rule_name(rule: Rule) -> str:
    """Return what a definition of consensus is called on a page; changed ones are custom."""
    words = str(RULE_NAMES.get(rule.name, rule.name))
    if rule.based_on:
        origin = RULE_NAMES.get(rule.based_on, rule.based_on)
        return str(_("%(custom)s, from “%(origin)s”", custom=words, origin=origin))
    return words


def _page(
    process: Process,
    rule: Rule,
    blanks: dict[str, str],
    *,
    why: str,
    errors: dict[str, str] | None = None,
    unsaved: bool = False,
    status: int = 200,
    deviation: DeviationForm | None = None,
) -> ResponseReturnValue:
    number = first_free_round(process)
    used = sum(bool(blanks[f"more{place}_limit"]) for place in range(MOST_FURTHER))
    people = len(rating_panel(process, process.plan_for(number)))
    page = render_template(
        "consensus/definition.html",
        process=process,
        document=process.document,
        rule=rule,
        rule_words=in_words(rule),
        meaning=meaning_for(rule, people),
        power=power(rule, people),
        people=people,
        start=rule.based_on or rule.name,
        chooser=[
            (title, [(name, RULE_NAMES[name]) for name in names]) for title, names in CHOOSER
        ],
        blanks=blanks,
        choices=choices_for(rule),
        by_shares=rule.method in (Method.SHARES, Method.GRADE_GRID),
        fits=fits(rule),
        dimensions=range(MOST_DIMENSIONS),
        further=range(min(used + 2, MOST_FURTHER)),
        further_used=used,
        groups=[(title, title) for title in _groups(process, blanks)],
        why=why,
        unsaved=unsaved,
        deviation=deviation,
        number=number,
        errors=errors or {},
    )
    return page, status


def _groups(process: Process, blanks: Mapping[str, str]) -> list[str]:
    """Return the groups that a condition can name, with those that one names already."""
    known = [one.title for one in groups_of(process.document.project)]
    named = [
        title
        for place in range(MOST_FURTHER)
        for title in blanks[f"more{place}_groups"].splitlines()
        if title
    ]
    return list(dict.fromkeys([*known, *named]))


def _sent() -> dict[str, str]:
    """Return what the form sends; several ticks of one name are lines of one text."""
    return {name: "\n".join(texts) for name, texts in request.form.lists()}


@bp.get("/processes/<process_id>/definition")
@asks(Action.PROCESS_PREPARE)
def set_rule_form(process_id: str) -> ResponseReturnValue:
    """Show the definition of consensus with its blanks, and those one can start from."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    name = request.args.get("preset", "")
    own = process.definition
    fresh = name in STARTERS and process.rule_sealed_at is None
    rule = keeping_criteria(starter(name), own) if fresh else own
    changed = fresh and rule != own
    return _page(process, rule, blanks_of(rule), why=process.rule_why, unsaved=changed)


@bp.post("/processes/<process_id>/definition")
@asks(Action.PROCESS_PREPARE)
def set_rule(process_id: str) -> ResponseReturnValue:
    """Choose the definition of consensus, or look at what it would mean."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    sent, why = _sent(), request.form.get("why", "")
    name, base = sent.get("preset", ""), process.definition
    try:
        if name != base.name or name in STARTERS:
            base = keeping_criteria(starter(name), base)
        rule = filled(base, sent)
        if "preview" in sent:
            return _page(process, rule, blanks_of(rule), why=why, unsaved=True)
        with transaction():
            service.set_rule(current_actor(), process, rule=rule, why=why)
    except (Invalid, Conflict) as refused:
        blanks = {**blanks_of(base), **{k: v for k, v in sent.items() if k in blanks_of(base)}}
        return _page(
            process, base, blanks, why=why, errors=errors_of(refused), status=status_of(refused)
        )
    flash(_("The definition of consensus is saved. Lock it before the first round."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


@bp.get("/processes/<process_id>/deviation/definition")
@asks(Action.PROCESS_READ, Action.RULE_SEAL)
def deviate_from_rule_form(process_id: str) -> ResponseReturnValue:
    """Show the locked definition of consensus, to be changed for the rounds to come."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    if process.state is not ProcessState.SEALED:
        return redirect(url_for("consensus.show_process", process_id=process.id), 303)
    name = request.args.get("preset", "")
    own = process.definition_for(first_free_round(process))
    rule = keeping_criteria(starter(name), own) if name in STARTERS else own
    return _page(process, rule, blanks_of(rule), why="", deviation=DeviationForm(formdata=None))


@bp.post("/processes/<process_id>/deviation/definition")
@asks(Action.PROCESS_READ, Action.RULE_SEAL)
def deviate_from_rule(process_id: str) -> ResponseReturnValue:
    """Change the definition of consensus for the rounds to come; it is listed and reported."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    sent, form = _sent(), DeviationForm()
    base = process.definition_for(first_free_round(process))
    try:
        if sent.get("preset", "") in STARTERS:
            base = keeping_criteria(starter(sent["preset"]), base)
        rule = filled(base, sent)
        if "preview" in sent:
            return _page(process, rule, blanks_of(rule), why="", unsaved=True, deviation=form)
        with transaction():
            service.deviate(
                current_actor(),
                process,
                what=form.what.data or "",
                why=form.why.data or "",
                to=rule,
            )
    except (Invalid, Conflict) as refused:
        blanks = {**blanks_of(base), **{k: v for k, v in sent.items() if k in blanks_of(base)}}
        return _page(
            process,
            base,
            blanks,
            why="",
            errors=errors_of(refused),
            status=status_of(refused),
            deviation=form,
        )
    flash(_("The change is noted and stands in the report."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


@bp.post("/processes/<process_id>/definition/lock")
@asks(Action.PROCESS_READ, Action.RULE_SEAL)
def seal_rule(process_id: str) -> ResponseReturnValue:
    """Lock the definition of consensus."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    try:
        with transaction():
            service.seal_rule(current_actor(), process)
    except Conflict as refused:
        return process_page(process, RoundForm(formdata=None), errors_of(refused), 409)
    flash(_("The definition of consensus is locked in advance."), "success")
    return redirect(url_for("consensus.show_process", process_id=process.id), 303)


@bp.get("/processes/<process_id>/definition.json")
@asks(Action.PROCESS_READ)
def show_proof(process_id: str) -> ResponseReturnValue:
    """Give the exact text of the definition of consensus, whose SHA-256 is on the page."""
    process = fetch(Process, process_id, Action.PROCESS_READ)
    text = canonical(process.rule)
    if current().demonstration:  # the notice must not change the text that the hash is of
        text = json.dumps({"notice": DEMONSTRATION, "sha256": process.rule_sha256, "text": text})
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "inline; filename=definition-of-consensus.json"
    return answer
