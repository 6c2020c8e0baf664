"""Pages of structured observations of experts."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Invalid, Stale
from guidelines.evidence import service
from guidelines.evidence.forms import revision_from
from guidelines.evidence.models import EvidenceQuestion, ExpertObservation
from guidelines.evidence.routes.words import bp, saved_meanwhile
from guidelines.evidence.rules.experts import NUMBERS, TEXTS
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    question: EvidenceQuestion,
    observation: ExpertObservation | None,
    values: Mapping[str, Any],
    errors: dict[str, str],
    revision: int = 0,
) -> str:
    return render_template(
        "evidence/expert_form.html",
        project=question.project,
        question=question,
        observation=observation,
        values=values,
        errors=errors,
        revision=revision,
    )


@bp.get("/questions/<question_id>/observations/new")
@asks(Action.EVIDENCE_EDIT)
def record_observation_form(question_id: str) -> ResponseReturnValue:
    """Ask for what an expert has seen."""
    return _page(fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT), None, {}, {})


@bp.post("/questions/<question_id>/observations")
@asks(Action.EVIDENCE_EDIT)
def record_observation(question_id: str) -> ResponseReturnValue:
    """Record what an expert has seen."""
    question = fetch(EvidenceQuestion, question_id, Action.EVIDENCE_EDIT)
    try:
        with transaction():
            service.record_observation(current_actor(), question, texts=request.form)
    except Invalid as invalid:
        return _page(question, None, request.form, errors_of(invalid)), 422
    flash(_("The observation is recorded."), "success")
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)


def _values_of(observation: ExpertObservation) -> dict[str, Any]:
    return {name: getattr(observation, name) for name in (*TEXTS, *NUMBERS)}


@bp.get("/observations/<observation_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_observation_form(observation_id: str) -> ResponseReturnValue:
    """Show an observation as a form."""
    row = fetch(ExpertObservation, observation_id, Action.EVIDENCE_EDIT)
    return _page(row.question, row, _values_of(row), {}, row.revision)


@bp.post("/observations/<observation_id>/edit")
@asks(Action.EVIDENCE_EDIT)
def save_observation(observation_id: str) -> ResponseReturnValue:
    """Change an observation."""
    row = fetch(ExpertObservation, observation_id, Action.EVIDENCE_EDIT)
    question, revision = row.question, revision_from(request.form)
    try:
        with transaction():
            service.save_observation(current_actor(), row, texts=request.form, revision=revision)
    except Invalid as invalid:
        return _page(question, row, request.form, errors_of(invalid), revision), 422
    except Stale as stale:
        newest = fetch(ExpertObservation, observation_id, Action.EVIDENCE_EDIT)
        errors = saved_meanwhile(stale, _values_of(newest), request.form)
        return _page(question, newest, request.form, errors, newest.revision), 412
    flash(_("The observation is saved."), "success")
    return redirect(url_for("evidence.show_question", question_id=question.id), 303)


@bp.post("/observations/<observation_id>/remove")
@asks(Action.EVIDENCE_READ, Action.EVIDENCE_EDIT)
def remove_observation(observation_id: str) -> ResponseReturnValue:
    """Take an observation out."""
    row = fetch(ExpertObservation, observation_id, Action.EVIDENCE_READ)
    question_id = row.question_id
    with transaction():
        service.remove_observation(current_actor(), row)
    flash(_("The observation is removed."), "success")
    return redirect(url_for("evidence.show_question", question_id=question_id), 303)
