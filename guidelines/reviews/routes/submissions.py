"""Pages of single answers to a round, for those who steer it: look, take up, refuse, uninvite."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import DomainError, Missing
from guidelines.permissions import Action, can
from guidelines.reviews.models import Submission
from guidelines.reviews.queries import answers as answers_of
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.routes.rounds import round_page
from guidelines.reviews.rules.rounds import SubmissionState
from guidelines.reviews.service import inviting, taking
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _submission(submission_id: str) -> Submission:
    row = fetch(Submission, submission_id, Action.REVIEW_STEER)
    if row.round.blinded and not can(current_actor(), Action.REVIEWER_READ, row):
        raise Missing
    return row


@bp.get("/submissions/<submission_id>")
@asks(Action.REVIEW_STEER)
def show_submission(submission_id: str) -> ResponseReturnValue:
    """Show an answer to those who steer: who sent it, their interests, what it says."""
    return _submission_page(_submission(submission_id), {})


def _submission_page(row: Submission, errors: dict[str, str]) -> str:
    sent = row.state not in {SubmissionState.INVITED, SubmissionState.WRITING}
    return render_template(
        "reviews/submission.html",
        document=row.round.document,
        round=row.round,
        row=row,
        lead=answers_of.lead_of(row),
        name=answers_of.shown_name(row, with_names=True),
        remarks=answers_of.kept_remarks(row) if sent else [],
        sent=sent,
        errors=errors,
    )


@bp.post("/submissions/<submission_id>/decision")
@asks(Action.REVIEW_STEER)
def decide_submission(submission_id: str) -> ResponseReturnValue:
    """Take an answer up, or refuse it with a reason."""
    row = _submission(submission_id)
    try:
        with transaction():
            if request.form.get("decision") == "take":
                taking.take_submission(current_actor(), row)
                said = _("The answer is taken up: its comments are with the working group.")
            else:
                taking.refuse_submission(
                    current_actor(), row, reason=request.form.get("reason", "")
                )
                said = _("The answer is not taken up; its sender is told why.")
    except DomainError as refused:
        return _submission_page(row, errors_of(refused)), 422
    flash(said, "success")
    return redirect(url_for("reviews.show_round", review_round_id=row.round_id), 303)


@bp.post("/submissions/<submission_id>/uninvite")
@asks(Action.REVIEW_STEER)
def uninvite(submission_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    row = _submission(submission_id)
    try:
        with transaction():
            inviting.uninvite(current_actor(), row)
    except DomainError as refused:
        return round_page(row.round, errors_of(refused)), 422
    flash(_("The invitation is taken back."), "success")
    return redirect(url_for("reviews.show_round", review_round_id=row.round_id), 303)
