"""Where a process stands, for the page of the office: its path, its next step, its plan."""

from typing import Any

from flask_babel import gettext as _

from guidelines.consensus import queries
from guidelines.consensus.models import Process, Round
from guidelines.consensus.queries.plans import deviations_of, reopened, wishes
from guidelines.consensus.rules.next_steps import Held, Step, next_step
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.plan_wording import in_words as plan_in_words
from guidelines.consensus.rules.states import FINISHED, ProcessState, RoundState
from guidelines.consensus.rules.stopping import Advice, advice
from guidelines.consensus.rules.turnout import in_steps
from guidelines.consensus.service.electing import rating_panel
from guidelines.consensus.service.planning import first_free_round
from guidelines.consensus.service.rounds import still_settled


def situation(process: Process) -> dict[str, Any]:
    """Return what the page of a process says at its top, and the plan."""
    rounds = [one for one in queries.rounds_of(process) if one.state is not RoundState.ANNULLED]
    number = first_free_round(process)
    plan = process.plan_for(number)
    statements = queries.statements_of(process)
    panel = [one for one in queries.panel_of(process) if one.withdrawn_on is None]
    voting = rating_panel(process, plan)
    held = [Held(one.state, one.kind, one.opens_at is not None, one.by_hands) for one in rounds]
    step = next_step(process.state, statements=len(statements), people=len(voting), rounds=held)
    settled = still_settled(process)
    last = rounds[-1] if rounds else None
    return {
        "step": step,
        "trail": _trail(process, rounds, step),
        "last": last,
        "number": number,
        "advice": _advice(process, rounds, len(statements) - len(settled))
        if step is Step.DECIDE
        else None,
        "turnout": in_steps(queries.came(last), queries.electorate_size(last))
        if last is not None and last.state is RoundState.OPEN
        else None,
        "plan": plan,
        "plan_words": plan_in_words(plan),
        "voting": voting,
        "not_voting": [one for one in panel if one not in voting],
        "deviations": deviations_of(process),
        "left": len(statements) - len(settled),
        "wanted_again": reopened(process),
        "wished": frozenset(wishes(process)),
    }


def _advice(process: Process, rounds: list[Round], unsettled: int) -> Advice:
    done = [one for one in rounds if one.state in FINISHED and one.kind is not RoundKind.PROPOSALS]
    return advice(
        done[-1].definition.stopping,
        done=len(done),
        unsettled=unsettled,
        last=queries.results_document(done[-1]) or {},
    )


def _trail(process: Process, rounds: list[Round], step: Step) -> list[dict[str, str]]:
    """Return the path of a process: prepared, locked, each round, finished."""
    drafting = process.state is ProcessState.DRAFT
    trail = [
        {
            "label": _("Prepare"),
            "state": "current" if drafting and step is not Step.LOCK else "done",
            "note": "",
        },
        {
            "label": _("Lock in advance"),
            "state": "current" if step is Step.LOCK else "todo" if drafting else "done",
            "note": "",
        },
    ]
    for one in rounds:
        done = one.state is RoundState.REPORTED
        words = {
            RoundState.DRAFT: _("in preparation"),
            RoundState.SEALED: _("locked"),
            RoundState.OPEN: _("open"),
            RoundState.CLOSED: _("closed"),
        }
        trail.append(
            {
                "label": _("Round %(number)s", number=one.number),
                "state": "done" if done else "current",
                "note": words.get(one.state, ""),
            }
        )
    if process.state is not ProcessState.REPORTED and step in {Step.PREPARE_ROUND, Step.DECIDE}:
        upcoming = {"label": _("Next round"), "state": "current", "note": ""}
        trail.append(upcoming)
    elif not rounds:
        trail.append({"label": _("Rounds"), "state": "todo", "note": ""})
    finished = process.state is ProcessState.REPORTED
    trail.append({"label": _("Finish"), "state": "done" if finished else "todo", "note": ""})
    return trail
