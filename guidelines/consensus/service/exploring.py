"""Looking at published answers otherwise, after the report: each look is a row, and listed."""

from collections.abc import Mapping
from typing import Any

from guidelines import audit
from guidelines.consensus.models import ExploratoryRun, Process
from guidelines.consensus.queries.course import Course, course_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.exploring import Exploration, alternatives, seen_under
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.rules.verdicts import Verdict
from guidelines.db import session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import ResultsExplored
from guidelines.permissions import Action, Actor, require


def look_under(actor: Actor, process: Process, *, name: str) -> ExploratoryRun:
    """See what the same published answers would have come to by another definition."""
    require(actor, Action.RESULT_EXPLORE, process)

    course = _frozen(process)
    rule = alternatives(course.held[-1].rule).get(name)
    if rule is None:
        raise Invalid({"name": sentence("Choose another definition of consensus.")})
    found = []
    for held in course.held:
        if held.rule.scale.points != rule.scale.points:
            continue
        verdicts = seen_under(rule, held.entries)
        for entry, verdict in zip(held.entries, verdicts, strict=True):
            if course.last[entry["statement"]][0] is held:
                found.append(
                    {
                        "number": entry["number"],
                        "round": held.round.number,
                        "before": entry["verdict"],
                        "after": str(verdict),
                    }
                )
    found.sort(key=lambda one: int(one["number"]))
    agreed = sum(one["after"] == Verdict.FOR for one in found)
    before = sum(one["before"] == Verdict.FOR for one in found)
    said = (
        f"By “{name}” {agreed} of {len(found)} statements agreed, by the locked definition "
        f"{before}."
    )
    return _logged(actor, course, Exploration.WHAT_IF, rule, {"said": said, "statements": found})


def _frozen(process: Process) -> Course:
    """Return the course of a finished process; before, such a look would choose the rule."""
    if process.state is not ProcessState.REPORTED:
        raise Conflict(
            sentence(
                "This can be looked at when the process is finished and its report frozen. Before "
                "that, or between rounds, it would let the answers choose the definition."
            )
        )
    course = course_of(process)
    if not course.held:
        raise Conflict(sentence("No round of this process has results."))
    return course


def _logged(
    actor: Actor, course: Course, kind: Exploration, rule: Rule, found: Mapping[str, Any]
) -> ExploratoryRun:
    process = course.process
    row = ExploratoryRun(
        process_id=process.id,
        kind=kind,
        rule=rule.document(),
        rule_sha256=rule.sha256,
        round_number=course.held[-1].round.number,
        found=dict(found),
        person_id=actor.person_id or "",
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        ResultsExplored(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            exploratory_run_id=row.id,
            kind=kind.value,
            rule_sha256=rule.sha256,
        ),
    )
    return row
