"""Pages on which a round is prepared, opened, watched and closed."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.forms import ReasonForm, RoundForm
from guidelines.consensus.models import Process, Round
from guidelines.consensus.queries.meetings import snapshots_of
from guidelines.consensus.queries.waiting import shows_names
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.office import process_page
from guidelines.consensus.routes.room import meeting_facts
from guidelines.consensus.rules.dates import end_of_day, morning_of
from guidelines.consensus.rules.states import FINISHED, LIVING, CommentState, RoundState
from guidelines.consensus.rules.turnout import in_steps
from guidelines.consensus.service.electing import eligible
from guidelines.db import transaction
from guidelines.drafts.queries import recommendations_of
from guidelines.errors import Conflict, Invalid
from guidelines.interests.queries import unassessed_people
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
                kind=form.chosen_kind(),
                by_hands=form.by_hands.data == "yes",
            )
    except (Invalid, Conflict) as refused:
        return process_page(process, form, errors_of(refused), status_of(refused))
    return redirect(url_for("consensus.show_round", round_id=round_.id), 303)


def round_page(round_: Round, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    """Return the page of a round."""
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
        electors=electors or len(eligible(round_) if round_.state in LIVING else ()),
        turnout=in_steps(queries.came(round_), electors)
        if round_.state is RoundState.OPEN
        else None,
        waiting=len(queries.comments_of(round_, CommentState.WAITING)),
        finished=round_.state in FINISHED,
        plan=round_.planned,
        meeting=meeting_facts(round_),
        names=shows_names(current_actor(), round_),
        unassessed=len(unassessed_people(round_.project_id))
        if round_.state in {RoundState.SEALED, RoundState.OPEN}
        else 0,
        snapshots=snapshots_of(round_),
        form=RoundForm(formdata=None),
        errors=errors,
    )
    return page, status


@bp.get("/rounds/<round_id>")
@asks(Action.PROCESS_READ)
def show_round(round_id: str) -> ResponseReturnValue:
    """Show a round: what is asked, and while it is open how many came, in steps."""
    return round_page(fetch(Round, round_id, Action.PROCESS_READ), {})


def do_step(round_: Round, step: Callable[[], object], said: str) -> ResponseReturnValue:
    """Do one step in a transaction and show the round again."""
    try:
        with transaction():
            step()
    except (Invalid, Conflict) as refused:
        return round_page(round_, errors_of(refused), status_of(refused))
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
    return do_step(
        round_,
        lambda: service.reword(current_actor(), round_, reasons=reasons),
        _("The reasons are saved."),
    )


@bp.post("/rounds/<round_id>/open")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def open_round(round_id: str) -> ResponseReturnValue:
    """Open a round."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return do_step(
        round_,
        lambda: service.open_round(current_actor(), round_),
        _("The round is open. Personal links are on their way to the panel."),
    )


@bp.post("/rounds/<round_id>/close")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def close_round(round_id: str) -> ResponseReturnValue:
    """Close a round."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return do_step(
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
        return round_page(round_, {"closes_on": _("Choose a date.")}, 422)
    return do_step(
        round_,
        lambda: service.extend_round(current_actor(), round_, closes_at=until),
        _("The closing date is changed. Everybody who may answer is told by mail."),
    )


@bp.post("/rounds/<round_id>/week")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def one_more_week(round_id: str) -> ResponseReturnValue:
    """Let a round close a week later."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return do_step(
        round_,
        lambda: service.one_more_week(current_actor(), round_),
        _("The round is open a week longer. Everybody who may answer is told by mail."),
    )


@bp.post("/rounds/<round_id>/schedule")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def schedule_round(round_id: str) -> ResponseReturnValue:
    """Lock a round, to open by itself on a day."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    zone = round_.process.document.project.time_zone
    opens_at = morning_of(RoundForm().opens_on.data, zone)
    if opens_at is None:
        return round_page(round_, {"opens_on": _("Choose a date.")}, 422)
    return do_step(
        round_,
        lambda: service.schedule_round(current_actor(), round_, opens_at=opens_at),
        _("Wordings and evidence cards are locked. The round opens by itself on that day."),
    )


@bp.get("/rounds/<round_id>/waiting")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def list_waiting_names(round_id: str) -> ResponseReturnValue:
    """Ask once more before names are shown; looking is logged."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return _waiting_page(round_, None)


def _waiting_page(round_: Round, names: list[str] | None) -> str:
    return render_template(
        "consensus/waiting.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        allowed=shows_names(current_actor(), round_),
        names=names,
    )


@bp.post("/rounds/<round_id>/waiting")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def read_waiting_names(round_id: str) -> ResponseReturnValue:
    """Show who has not finished, to a facilitator who may know it by the plan."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    try:
        with transaction():
            waiting = service.read_waiting_names(current_actor(), round_)
            names = sorted(one.person.name for one in waiting)
    except Conflict:
        return _waiting_page(round_, None), 409
    return _waiting_page(round_, names)


@bp.post("/rounds/<round_id>/remind")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def remind_panel(round_id: str) -> ResponseReturnValue:
    """Remind those who have not come."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return do_step(
        round_,
        lambda: service.remind_panel(current_actor(), round_),
        _("Those who have not come, or not finished, are reminded. Nobody sees who that is."),
    )


@bp.post("/rounds/<round_id>/report")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def report_round(round_id: str) -> ResponseReturnValue:
    """Show the results to the panel."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    return do_step(
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
    return do_step(
        round_,
        lambda: service.annul_round(current_actor(), round_, reason=reason),
        _("The round is void. Its reason stands in the report."),
    )
