"""A panel member's own page of a process: their rounds, and what they can ask for.

What is shown of their own ballots comes from their own closed boxes; no list says who took part.
"""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.models import Panelist, Process, Statement
from guidelines.consensus.queries.participation import reported_rounds_with, wishes_of
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.plan_wording import in_words as plan_in_words
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.consensus.rules.wording import in_words
from guidelines.consensus.service.planning import first_free_round
from guidelines.consensus.service.reopening import can_be_reopened
from guidelines.db import transaction
from guidelines.permissions import Action
from guidelines.web.guard import asks, current_actor, fetch


def own_place(process: Process) -> Panelist | None:
    """Return the visitor's place on the panel; whoever has none learns nothing of the process."""
    return queries.panelist_of(process, current_actor().person_id)


def no_place(process: Process) -> str:
    """Return the page for whoever has no place on the panel, or nothing to show there."""
    return render_template("consensus/no_place.html", process=process, document=process.document)


@bp.get("/processes/<process_id>/my-part")
@asks(Action.QUESTIONNAIRE_READ)
def show_my_part(process_id: str) -> ResponseReturnValue:
    """Show a panel member their rounds, and the settled statements they can ask about again."""
    process = fetch(Process, process_id, Action.QUESTIONNAIRE_READ)
    panelist = own_place(process)
    if panelist is None:
        return no_place(process)
    number = first_free_round(process)
    plan = process.plan_for(number)
    results = queries.last_result_by_key(process)
    statements = can_be_reopened(process) if panelist.withdrawn_on is None else []
    return render_template(
        "consensus/my_part.html",
        process=process,
        document=process.document,
        panelist=panelist,
        plan=plan,
        plan_words=plan_in_words(plan),
        rule_words=in_words(process.definition_for(number)),
        rounds=[
            one
            for one in queries.rounds_of(process)
            if one.state in {RoundState.OPEN, RoundState.REPORTED}
        ],
        settled=[(one, results[one.key]) for one in statements],
        wished=wishes_of(process, panelist, statements),
        took_part=bool(reported_rounds_with(process, panelist)),
        finished=process.state is ProcessState.REPORTED,
    )


@bp.post("/statements/<statement_id>/ask-again")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def ask_again(statement_id: str) -> ResponseReturnValue:
    """Wish that a settled statement is asked again."""
    statement = fetch(Statement, statement_id, Action.QUESTIONNAIRE_READ)
    with transaction():
        service.ask_again(current_actor(), statement)
    flash(_("Your wish is noted, without your name."), "success")
    return redirect(url_for("consensus.show_my_part", process_id=statement.process_id), 303)


@bp.post("/statements/<statement_id>/leave-settled")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def no_longer_ask(statement_id: str) -> ResponseReturnValue:
    """Take the wish back."""
    statement = fetch(Statement, statement_id, Action.QUESTIONNAIRE_READ)
    with transaction():
        service.no_longer_ask(current_actor(), statement)
    flash(_("Your wish is taken back."), "success")
    return redirect(url_for("consensus.show_my_part", process_id=statement.process_id), 303)


@bp.post("/processes/<process_id>/leave")
@asks(Action.QUESTIONNAIRE_READ, Action.BALLOT_SUBMIT)
def leave_panel(process_id: str) -> ResponseReturnValue:
    """Take no part any more."""
    process = fetch(Process, process_id, Action.QUESTIONNAIRE_READ)
    with transaction():
        service.leave_panel(current_actor(), process)
    flash(_("You are no longer asked. What you have answered stays and counts."), "success")
    return redirect(url_for("consensus.show_my_part", process_id=process.id), 303)
