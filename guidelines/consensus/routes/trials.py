"""Pages on which the office tries a questionnaire before it opens."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus.models import Round
from guidelines.consensus.queries.questionnaires import trial_content
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.papers import (
    Paper,
    in_fields,
    read_paper,
    saved_answer,
    say_what_was_kept,
    trial_paper,
)
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.filling import Reading
from guidelines.consensus.service.trials import (
    NOT_BEFORE,
    may_be_tried,
    try_answers,
    wipe_own_trial,
)
from guidelines.db import transaction
from guidelines.errors import Conflict, DomainError, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of, translated
from guidelines.web.guard import asks, current_actor, fetch


def _paper(round_: Round) -> Paper:
    if not may_be_tried(round_):
        raise Conflict(NOT_BEFORE)
    content = trial_content(round_, current_actor().person_id)
    return trial_paper(round_, content or Content(secret=""))


@bp.get("/rounds/<round_id>/trial")
@asks(Action.PROCESS_PREPARE)
def show_trial(round_id: str) -> ResponseReturnValue:
    """Show the questionnaire as a panel member will see it."""
    round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
    return _paper(round_).show("questionnaire")


def _saved(round_: Round) -> Reading:
    content = trial_content(round_, current_actor().person_id)
    reading = read_paper(round_, content, trial=True)
    with transaction():
        try_answers(current_actor(), round_, answers=reading.answers)
    return reading


@bp.post("/rounds/<round_id>/trial/answers")
@asks(Action.PROCESS_PREPARE)
def autosave_trial(round_id: str) -> ResponseReturnValue:
    """Keep trial answers while they are given; the answer is JSON for the page."""
    try:
        round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
        reading = _saved(round_)
    except DomainError as refused:
        return jsonify(error=translated(refused.message)), status_of(refused)
    return saved_answer(round_, reading)


@bp.post("/rounds/<round_id>/trial")
@asks(Action.PROCESS_PREPARE)
def save_trial(round_id: str) -> ResponseReturnValue:
    """Keep trial answers by the button, and go on to the summary if that was asked."""
    round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
    reading = _saved(round_)
    if reading.errors:
        return _paper(round_).show("questionnaire", reading.errors, 422)
    say_what_was_kept(round_, reading)
    next_page = "review_trial" if request.form.get("next") == "review" else "show_trial"
    return redirect(url_for(f"consensus.{next_page}", round_id=round_.id), 303)


@bp.get("/rounds/<round_id>/trial/review")
@asks(Action.PROCESS_PREPARE)
def review_trial(round_id: str) -> ResponseReturnValue:
    """Show the summary as a panel member will see it."""
    round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
    return _paper(round_).show("review")


@bp.post("/rounds/<round_id>/trial/submit")
@asks(Action.PROCESS_PREPARE)
def submit_trial(round_id: str) -> ResponseReturnValue:
    """Try to submit; nothing is counted."""
    round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
    try:
        with transaction():
            try_answers(current_actor(), round_, answers={}, submit=True)
    except Invalid as missing:
        errors = in_fields(round_, errors_of(missing), trial=True)
        return _paper(round_).show("review", errors, 422)
    flash(
        _("This is where a panel member gets the receipt. Your trial was not counted."), "success"
    )
    return redirect(url_for("consensus.show_round", round_id=round_.id), 303)


@bp.post("/rounds/<round_id>/trial/wipe")
@asks(Action.PROCESS_PREPARE)
def wipe_trial(round_id: str) -> ResponseReturnValue:
    """Wipe one's own trial answers."""
    round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
    with transaction():
        wipe_own_trial(current_actor(), round_)
    flash(_("Your trial answers are wiped."), "success")
    return redirect(url_for("consensus.show_round", round_id=round_.id), 303)
