"""The page of the definition of consensus: one sentence with blanks, and what it means."""

import json
from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.forms import DeviationForm, RoundForm
from guidelines.consensus.models import Process
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.office import process_page
from guidelines.consensus.rules.blank_texts import MOST_DIMENSIONS, Rejected, blanks_of
from guidelines.consensus.rules.blanks import SCALES, filled, fits
from guidelines.consensus.rules.clauses import Comparison
from guidelines.consensus.rules.criteria import keeping_criteria
from guidelines.consensus.rules.definition import Method, Rule, canonical
from guidelines.consensus.rules.meaning import meaning_for, power
from guidelines.consensus.rules.policies import (
    Conflicted,
    Denominator,
    Partial,
    Population,
    ReasonRequired,
    StopWhen,
)
from guidelines.consensus.rules.presets import CUSTOM
from guidelines.consensus.rules.starters import STARTERS, starter
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.rules.wording import in_words
from guidelines.consensus.service.electing import rating_panel
from guidelines.consensus.service.planning import first_free_round
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.quantiles import TYPES
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch

RULE_NAMES = {
    "agree-75": _l("At least 75 % agree"),
    "agree-80": _l("At least 80 % agree"),
    "comet-70-15": _l("COMET: 70 % for, fewer than 15 % against"),
    "comet-70-15-groups": _l("COMET, and the same in every stakeholder group"),
    "apmo": _l("Average percent of majority opinions (APMO)"),
    "median-iqr": _l("Median and interquartile range"),
    "aao-hnsf": _l("AAO-HNSF: mean and outliers"),
    "rand-ucla": _l("RAND/UCLA, by the table for 8 to 16 people"),
    "rand-ucla-ipras": _l("RAND/UCLA, by IPRAS"),
    "awmf": _l("AWMF: yes, no or abstain on the final wording"),
    "grade-grid": _l("GRADE grid: direction and strength"),
    "ranking": _l("Ranking: a place for each statement"),
    "estimate": _l("Estimate: lowest, best and highest number"),
    CUSTOM: _l("Custom"),
}
_CHOOSER = (
    (_l("How many agree"), ("agree-75", "agree-80", "comet-70-15", "comet-70-15-groups", "apmo")),
    (_l("Where the panel stands, and how far apart"), ("median-iqr", "aao-hnsf")),
    (_l("Is it appropriate?"), ("rand-ucla", "rand-ucla-ipras")),
    (_l("Vote on a recommendation"), ("awmf", "grade-grid")),
    (_l("Other answers"), ("ranking", "estimate")),
)
_COMPARED = {
    Comparison.AT_LEAST: _l("at least"),
    Comparison.MORE_THAN: _l("more than"),
    Comparison.LESS_THAN: _l("fewer than"),
    Comparison.AT_MOST: _l("at most"),
}
_CHOICES: Mapping[str, Mapping[str, object]] = {
    "in_comparison": {key: _COMPARED[key] for key in (Comparison.AT_LEAST, Comparison.MORE_THAN)},
    "other_comparison": {
        key: _COMPARED[key] for key in (Comparison.LESS_THAN, Comparison.AT_MOST)
    },
    "denominator": {
        Denominator.RATED: _l("those who rated"),
        Denominator.RATED_AND_OPTED_OUT: _l("those who rated or cannot judge"),
        Denominator.ELIGIBLE: _l("all who may answer"),
    },
    "rejected": {
        Rejected.MIRROR: _l("when the opposite holds"),
        Rejected.FEW: _l("when only few agree"),
        Rejected.NEVER: _l("never"),
    },
    "groups": {"no": _l("need not hold in each group"), "every": _l("must hold in each group")},
    "median_convention": {
        MedianConvention.UPPER: _l("the upper one"),
        MedianConvention.MIDDLE: _l("the middle"),
    },
    "population": {
        Population.THIS_ROUND: _l("everybody who answers in a round"),
        Population.ALL_ROUNDS: _l("only those who answered in every round"),
    },
    "partial": {
        Partial.COUNT: _l("count"),
        Partial.ONLY_SUBMITTED: _l("do not count"),
    },
    "conflicted": {
        Conflicted.ABSTAIN: _l("abstain"),
        Conflicted.DOUBLE_VOTE: _l("answer too, but the result without them decides"),
    },
    "reason_required": {
        ReasonRequired.NEVER: _l("is never required"),
        ReasonRequired.OUTSIDE_BAND: _l("is required for ratings outside agreement"),
        ReasonRequired.ON_CROSSING: _l("is required for ratings that change sides"),
    },
    "stop_when": {
        StopWhen.FIXED: _l("the number of rounds is fixed"),
        StopWhen.SETTLED: _l("or earlier, when everything is settled"),
        StopWhen.STABLE: _l("or earlier, when the ratings are stable"),
    },
    "quantile_type": {str(kind): str(kind) for kind in TYPES},
    "ties": {"no": _l("may not share a place"), "yes": _l("may share a place")},
    "partial_lists": {"no": _l("every statement gets a place"), "yes": _l("some may be left out")},
    **{
        f"dimension{place}_scale": {scale: scale for scale in SCALES}
        for place in range(MOST_DIMENSIONS)
    },
}


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
            (title, [(name, RULE_NAMES[name]) for name in names]) for title, names in _CHOOSER
        ],
        blanks=blanks,
        choices=_choices(rule),
        by_shares=rule.method in (Method.SHARES, Method.GRADE_GRID),
        fits=fits(rule),
        dimensions=range(MOST_DIMENSIONS),
        why=why,
        unsaved=unsaved,
        deviation=deviation,
        number=number,
        errors=errors or {},
    )
    return page, status


def _choices(rule: Rule) -> dict[str, list[tuple[str, str]]]:
    own = f"{rule.scale.lowest}-{rule.scale.highest}"
    scales = list(SCALES) if own in SCALES else [own]
    found = {
        name: [(str(k), str(v)) for k, v in words.items()] for name, words in _CHOICES.items()
    }
    return {**found, "scale": [(one, one.replace("-", "–")) for one in scales]}


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
    sent, why = request.form, request.form.get("why", "")
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
    sent, form = request.form, DeviationForm()
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
