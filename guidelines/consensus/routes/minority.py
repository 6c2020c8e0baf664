"""What panel members and the working group do with minority statements."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import service
from guidelines.consensus.forms import MinorityAnswerForm, MinorityForm
from guidelines.consensus.models import MinorityStatement, Round
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.results import results_page
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch


@bp.post("/questionnaires/<round_id>/minority")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def write_minority_statement(round_id: str) -> ResponseReturnValue:
    """Write what a minority wants to see printed."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    form = MinorityForm()
    try:
        with transaction():
            service.write_minority_statement(
                current_actor(),
                round_,
                key=form.key.data or "",
                text=form.text.data or "",
                signed=form.signed.data == "name",
            )
    except Invalid as invalid:
        return results_page(round_, for_panel=True, form=form, errors=errors_of(invalid)), 422
    flash(_("Your statement is printed with the recommendation."), "success")
    return redirect(url_for("consensus.show_results_to_panel", round_id=round_.id), 303)


def _supported(
    round_id: str, minority_id: str, act: Callable[[MinorityStatement], None], said: str
) -> ResponseReturnValue:
    """Do something with a statement as a panel member, and show the results again."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    minority = fetch(MinorityStatement, minority_id, Action.QUESTIONNAIRE_READ)
    try:
        with transaction():
            act(minority)
        flash(said, "success")
    except Conflict as refused:
        flash(translated(refused.message), "warning")
    return redirect(url_for("consensus.show_results_to_panel", round_id=round_.id), 303)


@bp.post("/questionnaires/<round_id>/minority/<minority_id>/join")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def join_minority_statement(round_id: str, minority_id: str) -> ResponseReturnValue:
    """Stand behind the statement of somebody else."""
    with_name = request.form.get("signed") == "name"

    def act(minority: MinorityStatement) -> None:
        service.join_minority_statement(current_actor(), minority, signed=with_name)

    return _supported(round_id, minority_id, act, _("You stand behind this statement now."))


@bp.post("/questionnaires/<round_id>/minority/<minority_id>/leave")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def leave_minority_statement(round_id: str, minority_id: str) -> ResponseReturnValue:
    """No longer stand behind a statement."""

    def act(minority: MinorityStatement) -> None:
        service.leave_minority_statement(current_actor(), minority)

    said = _("You no longer stand behind this statement.")
    return _supported(round_id, minority_id, act, said)


@bp.post("/rounds/<round_id>/minority-statements/<minority_id>/answer")
@asks(Action.RESULT_READ, Action.MINORITY_ANSWER)
def answer_minority_statement(round_id: str, minority_id: str) -> ResponseReturnValue:
    """Write what the working group answers to a minority statement."""
    round_ = fetch(Round, round_id, Action.RESULT_READ)
    minority = fetch(MinorityStatement, minority_id, Action.RESULT_READ)
    form = MinorityAnswerForm()
    try:
        with transaction():
            service.answer_minority_statement(
                current_actor(), minority, text=form.answer.data or ""
            )
    except Invalid as invalid:
        blank = MinorityForm(formdata=None)
        page = results_page(
            round_, for_panel=False, form=blank, errors=errors_of(invalid), refused=minority.id
        )
        return page, 422
    flash(_("Your answer is printed below the minority statement."), "success")
    address = url_for("consensus.show_results", round_id=round_.id)
    return redirect(f"{address}#minority-{minority.id}", 303)
