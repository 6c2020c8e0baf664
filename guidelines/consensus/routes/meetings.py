"""What is done on the page of a meeting."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import service
from guidelines.consensus.models import Round, RoundStatement
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.room import read_counts
from guidelines.consensus.routes.rounds import do_step
from guidelines.permissions import Action
from guidelines.web.guard import asks, current_actor, fetch


@bp.post("/rounds/<round_id>/attendance")
@asks(Action.PROCESS_READ, Action.ROUND_OPEN)
def record_attendance(round_id: str) -> ResponseReturnValue:
    """Note who is present at a meeting."""
    round_ = fetch(Round, round_id, Action.PROCESS_READ)
    present = request.form.getlist("present")
    return do_step(
        round_,
        lambda: service.record_attendance(current_actor(), round_, present=present),
        _("It is noted who is present."),
    )


@bp.post("/round-statements/<round_statement_id>/hands")
@asks(Action.PROCESS_READ, Action.ROUND_CLOSE)
def count_hands(round_statement_id: str) -> ResponseReturnValue:
    """Enter the hands that were counted for one statement."""
    line = fetch(RoundStatement, round_statement_id, Action.PROCESS_READ)
    return do_step(
        line.round,
        lambda: service.count_hands(current_actor(), line.round, line, counts=read_counts(line)),
        _("The hands for statement %(number)s are entered.", number=line.statement.number),
    )
