"""Pages on which a round is prepared, opened, watched and closed."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.forms import ReasonForm, RoundForm, end_of_day
from guidelines.consensus.models import Process, Round
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.office import process_page
from guidelines.consensus.rules.states import FINISHED, CommentState, RoundState
from guidelines.consensus.rules.turnout import in_steps
from guidelines.db import transaction
from guidelines.drafts.queries import recommendations_of
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.post("/processes/<process_id>/rounds")
@asks(Action.PROCESS_PREPARE)
def prepare_round(process_id: str) -> ResponseReturnValue:
    """Prepare the next round."""
    process = fetch(Process, process_id, Action.PROCESS_PREPARE)
    form = RoundForm()
    try:
        with transaction():
            round_ = service.prepare_round(
                current_actor(),
                process,
                title=form.title.data or "",
                purpose=form.purpose.data or "",
                closes_at=end_of_day(form.closes_on.data, process.document.project.time_zone),
            )
    except (Invalid, Conflict) as refused:
        return process_page(process, form, errors_of(refused), status_of(refused))
    return redirect(url_for("consensus.show_round", round_id=round_.id), 303)


def _page(round_: Round, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    process = round_.process
    electors = queries.electorate_size(round_)
    page = render_template(
        "consensus/round.html",
        round=round_,
        process=process,
        document=process.document,
        rule=round_.definition,
        lines=queries.lines_of(round_),
        recommendations={one.key: one for one in recommendations_of(process.document)},
        wordings={
            line.statement_id: queries.versions_of(line.statement)
            for line in queries.lines_of(round_)
        },
        electors=electors or len(queries.panel_of(process)),
        turnout=in_steps(queries.came(round_), electors)
        if round_.state is RoundState.OPEN
        else None,
        waiting=len(queries.comments_of(round_, CommentState.WAITING)),
        finished=round_.state in FINISHED,
        form=RoundForm(formdata=None),
        errors=errors,
    )
    return page, status


@bp.get("/rounds/<round_id>")
@asks(Action.PROCESS_READ)
def show_round(round_id: str) -> ResponseReturnValue:
    """Show a round: what is asked, and while it is open how many came, in steps."""
    return _page(fetch(Round, round_id, Action.PROCESS_READ), {})


def _do(round_: Round, step: Callable[[], object], said: str) -> ResponseReturnValue:
    """Do one step in a transaction and show the round again."""
    try:
        with transaction():
            step()
    except (Invalid, Conflict) as refused:
        return _page(round_, errors_of(refused), status_of(refused))
    flash(said, "success")
    return redirect(url_for("consensus.show_round", round_id=round_.id), 303)


@bp.post("/rounds/<round_id>/reasons")
@asks(Action.PROCESS_PREPARE)
def reword(round_id: str) -> ResponseReturnValue:
    """Say why wordings were changed."""
    round_ = fetch(Round, round_id, Action.PROCESS_PREPARE)
    reasons = {
        name.removeprefix("reason-"): text
        for name, text in request.form.items()
        if name.startswith("reason-")
    }
    return _do(
        round_,
        lambda: service.reword(current_actor(), round_, reasons=reasons),
        _("The reasons are saved."),
    )


@bp.post("/rounds/<round_id>/open")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def open_round(round_id: str) -> ResponseReturnValue:
    """Open a round."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return _do(
        round_,
        lambda: service.open_round(current_actor(), round_),
        _("The round is open. Personal links are on their way to the panel."),
    )


@bp.post("/rounds/<round_id>/close")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def close_round(round_id: str) -> ResponseReturnValue:
    """Close a round."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return _do(
        round_,
        lambda: service.close_round(current_actor(), round_),
        _("The round is closed. Its results are computed and frozen."),
    )


@bp.post("/rounds/<round_id>/extend")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def extend_round(round_id: str) -> ResponseReturnValue:
    """Change the closing date of a round."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    form = RoundForm()
    until = end_of_day(form.closes_on.data, round_.process.document.project.time_zone)
    if until is None:
        return _page(round_, {"closes_on": _("Choose a date.")}, 422)
    return _do(
        round_,
        lambda: service.extend_round(current_actor(), round_, closes_at=until),
        _("The closing date is changed."),
    )


@bp.post("/rounds/<round_id>/remind")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def remind_panel(round_id: str) -> ResponseReturnValue:
    """Remind those who have not come."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return _do(
        round_,
        lambda: service.remind_panel(current_actor(), round_),
        _("Those who have not come are reminded. Nobody sees who that is."),
    )


@bp.post("/rounds/<round_id>/report")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def report_round(round_id: str) -> ResponseReturnValue:
    """Show the results to the panel."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return _do(
        round_,
        lambda: service.report_round(current_actor(), round_),
        _("The panel can read the results now."),
    )


@bp.post("/rounds/<round_id>/void")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def annul_round(round_id: str) -> ResponseReturnValue:
    """Declare a round void."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    reason = ReasonForm().reason.data or ""
    return _do(
        round_,
        lambda: service.annul_round(current_actor(), round_, reason=reason),
        _("The round is void. Its reason stands in the report."),
    )
