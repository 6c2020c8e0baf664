"""What lets others count a round again: its record, the program for it, a receipt looked up."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.config import ROOT
from guidelines.consensus import queries
from guidelines.consensus.models import Round
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.states import RoundState
from guidelines.errors import Conflict
from guidelines.permissions import Action
from guidelines.web.guard import asks, fetch, public

CHECKER = ROOT / "exports" / "verify_consensus.py"


def _record(round_: Round) -> Response:
    """Return the record as a file; it comes with one digest over everything in it."""
    record = publication(round_)
    if record is None:
        raise Conflict(_("There is no record: the round is not closed, or it is void."))
    answer = jsonify(record)
    name = f"record-round-{round_.number}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/rounds/<round_id>/record.json")
@asks(Action.RESULT_READ)
def export_record(round_id: str) -> ResponseReturnValue:
    """Give the record of a closed round: everything that it takes to count it again."""
    return _record(fetch(Round, round_id, Action.RESULT_READ))


@bp.get("/questionnaires/<round_id>/record.json")
@asks(Action.QUESTIONNAIRE_READ)
def export_record_to_panel(round_id: str) -> ResponseReturnValue:
    """Give a panel member the record of a round whose results are shared."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    if round_.state is not RoundState.REPORTED:
        raise Conflict(_("The results of this round are not shared with the panel yet."))
    return _record(round_)


@bp.get("/questionnaires/<round_id>/check")
@asks(Action.QUESTIONNAIRE_READ)
def check_receipt(round_id: str) -> ResponseReturnValue:
    """Show a panel member where to look for the numbers of a receipt; it never leaves them."""
    round_ = fetch(Round, round_id, Action.QUESTIONNAIRE_READ)
    return render_template(
        "consensus/check.html",
        round=round_,
        process=round_.process,
        document=round_.process.document,
        shared=round_.state is RoundState.REPORTED and queries.asked_in(round_),
    )


@bp.get("/verify_consensus.py")
@public
def download_checker() -> ResponseReturnValue:
    """Give the program that counts a record again with nothing but Python."""
    answer = Response(CHECKER.read_bytes(), mimetype="text/x-python")
    answer.headers["Content-Disposition"] = f'attachment; filename="{CHECKER.name}"'
    return answer
