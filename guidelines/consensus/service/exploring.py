"""Looking at published answers otherwise, after the report: each look is a row, and listed."""

from collections.abc import Mapping, Sequence
from typing import Any

from guidelines import audit
from guidelines.consensus.models import ExploratoryRun, Process
from guidelines.consensus.queries.course import Course, Held, course_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.exploring import (
    Exploration,
    counted,
    groups_known,
    other_definitions,
)
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.robustness import robustness
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.rules.verdicts import Verdict
from guidelines.consensus.rules.whatif import what_if
from guidelines.consensus.rules.wording import in_words
from guidelines.db import session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import ResultsExplored
from guidelines.permissions import Action, Actor, require


def look_under(actor: Actor, process: Process, *, name: str) -> ExploratoryRun:
    """See what the same published answers would have come to by another definition."""
    require(actor, Action.RESULT_EXPLORE, process)

    course = _frozen(process)
    rule = other_definitions(course.held[-1].rule).get(name)
    if rule is None:
        raise Invalid({"name": sentence("Choose another definition of consensus.")})
    found = []
    for held in course.held:
        if held.rule.scale.points != rule.scale.points or held.rule.kind is not rule.kind:
            continue
        [seen] = what_if([rule], [counted(entry, held.rule) for entry in held.entries])
        for entry, result in zip(held.entries, seen.results, strict=True):
            if course.last[entry["statement"]][0] is held:
                known = groups_known(entry, rule)
                after = str(result.verdict) if known else None
                found.append({**_line(held, entry), "after": after})
    told = [one for one in found if one["after"] is not None]
    agreed = sum(one["after"] == Verdict.FOR for one in told)
    before = sum(one["before"] == Verdict.FOR for one in told)
    hidden = len(found) - len(told)
    said = (
        f"{agreed} of {len(told)} statements would have agreed, instead of {before}, by this "
        f"definition: {in_words(rule)}{_sealed(hidden)}"
        if told or not hidden
        else f"{_sealed(hidden).lstrip()} It is: {in_words(rule)}"
    )
    return _logged(actor, course, Exploration.WHAT_IF, rule, said, found)


def look_how_firm(actor: Actor, process: Process) -> ExploratoryRun:
    """See for each statement how few changed ratings would have given it another result."""
    require(actor, Action.RESULT_EXPLORE, process)

    course = _frozen(process)
    found: list[dict[str, Any]] = []
    hidden = 0
    for held in course.held:
        if held.rule.kind is AnswerKind.ESTIMATE:
            continue
        firm = robustness(held.rule, [counted(entry, held.rule) for entry in held.entries])
        for entry, one in zip(held.entries, firm, strict=True):
            if course.last[entry["statement"]][0] is not held:
                continue
            if not groups_known(entry, held.rule):
                found.append({**_line(held, entry), "changes": None, "becomes": None, "tried": 0})
                hidden += 1
            else:
                found.append(
                    {
                        **_line(held, entry),
                        "changes": one.changes,
                        "becomes": str(one.becomes) if one.becomes is not None else None,
                        "tried": one.tried,
                    }
                )
    frail = sum(one["changes"] == 1 for one in found)
    told = len(found) - hidden
    said = (
        f"One changed rating would have given {frail} of {told} statements another result."
        f"{_sealed(hidden)}"
        if told or not hidden
        else _sealed(hidden).lstrip()
    )
    rule = course.held[-1].rule
    return _logged(actor, course, Exploration.ROBUSTNESS, rule, said, found)


def _sealed(n: int) -> str:
    """Return that some statements are not told, and why."""
    if not n:
        return ""
    words = "1 statement is" if n == 1 else f"{n} statements are"
    return (
        f" {words} not told: the definition looks at a group too small to be shown, and any look "
        "would tell of its few answers."
    )


def _line(held: Held, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement with the result that stands."""
    return {
        "number": entry["number"],
        "round": held.round.number,
        "before": entry["verdict"],
    }


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
    actor: Actor,
    course: Course,
    kind: Exploration,
    rule: Rule,
    said: str,
    found: Sequence[dict[str, Any]],
) -> ExploratoryRun:
    process = course.process
    row = ExploratoryRun(
        process_id=process.id,
        kind=kind,
        rule=rule.document(),
        rule_sha256=rule.sha256,
        round_number=course.held[-1].round.number,
        found={"said": said, "statements": sorted(found, key=lambda one: int(one["number"]))},
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
