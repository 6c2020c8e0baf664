"""Reads of frozen results: documents, feedback for the next round, the words of a report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from guidelines.consensus.models import (
    OpenedAnswer,
    Process,
    Result,
    Round,
)
from guidelines.consensus.queries.processes import panel_of, processes_of, rounds_of
from guidelines.consensus.queries.statements import meaning_changes
from guidelines.consensus.rules.plan import Deviating, PlannedMethod
from guidelines.consensus.rules.results import is_settled
from guidelines.consensus.rules.states import FINISHED, RoundState
from guidelines.consensus.rules.wording import in_words
from guidelines.db import session
from guidelines.drafts.models import Document


def results_document(round_: Round) -> dict[str, Any] | None:
    """Return the frozen results of a round; None while there are none or the round is void."""
    if round_.state not in FINISHED:
        return None
    result = session.get(Result, round_.id)
    return dict(result.document) if result is not None else None


def finished_rounds(process: Process) -> Sequence[Round]:
    """Return the rounds with results, in order."""
    return [one for one in rounds_of(process) if one.state in FINISHED]


def last_result_by_key(process: Process) -> dict[str, dict[str, Any]]:
    """Return the newest result of each statement by what names it, with its `round`."""
    found: dict[str, dict[str, Any]] = {}
    for round_ in finished_rounds(process):
        document = results_document(round_) or {"statements": []}
        for entry in document["statements"]:
            found[entry["key"]] = {**entry, "round": round_.number}
    return found


def settled_keys(process: Process) -> frozenset[str]:
    """Return what names the statements that need no further round.

    A change of the meaning since the vote sets a statement back; an editorial one does not.
    """
    changed = meaning_changes(process)
    return frozenset(
        key
        for key, entry in last_result_by_key(process).items()
        if is_settled(entry) and changed.get(entry["statement"], 0) <= entry["wording_version"]
    )


def opened_answers(round_: Round, version_id: str) -> Sequence[OpenedAnswer]:
    """Return the opened answers to one statement, in the random order of their ids."""
    return session.scalars(
        select(OpenedAnswer)
        .where(OpenedAnswer.round_id == round_.id, OpenedAnswer.version_id == version_id)
        .order_by(OpenedAnswer.id)
    ).all()


def methods_paragraph(document: Document) -> str:
    """Return how agreement was reached on a document: plain facts from the record, in English."""
    return " ".join(methods_of(process) for process in processes_of(document)).strip()


KINDS = {
    PlannedMethod.MODIFIED_DELPHI: "a modified Delphi process",
    PlannedMethod.RAND_UCLA: "a process by the RAND/UCLA appropriateness method",
    PlannedMethod.NOMINAL_GROUP: "a nominal group meeting",
    PlannedMethod.REAL_TIME: "a real-time Delphi process",
    PlannedMethod.GRADE_GRID: "a vote by the GRADE grid",
    PlannedMethod.FINAL_VOTE: "a vote on the final wording",
}

_OF = {Deviating.RULE: "the definition of consensus", Deviating.PLAN: "the plan"}


def _day(moment: datetime) -> str:
    """Return a day as people write it: 4 August 2026."""
    return f"{moment.day} {moment:%B %Y}"


def methods_of(process: Process) -> str:
    """Return how agreement was reached in one process: plain facts from the record, in English."""
    rounds = finished_rounds(process)
    if not rounds:
        return ""
    rule = process.definition
    method = process.planned.method
    if rule.scale.is_vote and method is PlannedMethod.MODIFIED_DELPHI:
        method = PlannedMethod.FINAL_VOTE
    kind = KINDS[method]
    people = len(panel_of(process))
    sealed = process.rule_sealed_at
    text = [
        f"Agreement was reached in {kind} with {people} panel members in "
        f"{len(rounds)} {'round' if len(rounds) == 1 else 'rounds'}.",
        f"The definition of consensus was locked on {_day(sealed)}." if sealed else "",
        str(in_words(rule)),
    ]
    for round_ in rounds:
        facts = results_document(round_) or {}
        opened, closed = round_.opened_at, round_.closed_at
        if opened and closed:
            text.append(
                f"Round {round_.number} ({_day(opened)} to {_day(closed)}): "
                f"{facts['n_ballots']} of {facts['n_electors']} eligible panel members took part, "
                f"on {len(facts['statements'])} statements."
            )
    text += [
        f"From round {one.from_round} on {_OF[one.of]} was changed: {one.what.rstrip('.')}. "
        f"Reason: {one.why.rstrip('.')}."
        for one in process.deviations
        if one.from_round <= rounds[-1].number
    ]
    void = [one for one in rounds_of(process) if one.state is RoundState.ANNULLED]
    text += [f"Round {one.number} was declared void: {one.annulled_why}" for one in void]
    together = [str(one.number) for one in rounds if not one.anonymous]
    if together:
        text.append(f"Held in a meeting, not anonymous: round {', '.join(together)}.")
    if len(together) < len(rounds):
        text.append(
            "Answers were confidential: they were kept under pseudonyms in sealed form, and "
            "nobody saw interim results."
        )
    return " ".join(part for part in text if part)
