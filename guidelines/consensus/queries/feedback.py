"""Controlled feedback: what one panel member is shown of the panel, and of their own answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from guidelines.consensus.models import (
    PanelComment,
    Panelist,
    Round,
    RoundStatement,
    Statement,
    StatementParent,
    StatementVersion,
)
from guidelines.consensus.queries.boxes import earlier_answers
from guidelines.consensus.queries.processes import comments_of
from guidelines.consensus.queries.reports import finished_rounds, results_document
from guidelines.consensus.queries.results import rule_of
from guidelines.consensus.queries.rounds import lines_of
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.definition import OVERALL, Rule
from guidelines.consensus.rules.states import CommentState
from guidelines.db import session


class Feedback(NamedTuple):
    """What one panel member is shown about a statement: published tallies, and what they said.

    `entry` is the statement in the results of its round, with `round`; `rule` the definition of
    that round. `own` and `further` are this person's own answers then: never preselected, never
    anybody else's.
    """

    entry: dict[str, Any]
    own: Given | None
    same_wording: bool
    comments: Sequence[PanelComment]
    rule: Rule
    further: Mapping[str, Given] = MappingProxyType({})


@dataclass(frozen=True)
class Told:
    """A statement on a sheet of feedback: its line in the round, and what came out before.

    Where it `is_origin`, that is what came out of a statement from which this one was merged.
    """

    line: RoundStatement
    back: Feedback
    is_origin: bool = False


def feedback_for(round_: Round, panelist: Panelist) -> dict[str, Feedback]:
    """Return the feedback for a panel member by statement id, from each last round before.

    Call it for that person only.
    """
    mine = earlier_answers(round_.process, panelist)
    lines = {line.statement_id: line.version_id for line in lines_of(round_)}
    made_of = _made_of([version for version in lines.values() if version is not None])
    split = {part: whole for part, (whole, *more) in made_of.items() if not more}
    found = _all_before(round_, mine, {**dict.fromkeys(split.values()), **lines})
    parts = {part: found[whole] for part, whole in split.items() if whole in found}
    return {one: back for one, back in {**parts, **found}.items() if one in lines}


def origins_for(round_: Round, panelist: Panelist) -> dict[str, list[Feedback]]:
    """Return what came out of the statements that another was merged from, by statement id.

    Only while the merged one has no result of its own. Call it for that person only.
    """
    lines = {line.statement_id: line.version_id for line in lines_of(round_)}
    made_of = _made_of([version for version in lines.values() if version is not None])
    merged = {one: several for one, several in made_of.items() if len(several) > 1}
    if not merged:
        return {}
    wanted = dict.fromkeys([*merged, *(one for several in merged.values() for one in several)])
    found = _all_before(round_, earlier_answers(round_.process, panelist), wanted)
    return {
        one: [found[origin]._replace(same_wording=True) for origin in several if origin in found]
        for one, several in merged.items()
        if one not in found and any(origin in found for origin in several)
    }


def _all_before(
    round_: Round, mine: Mapping[int, Content], wordings: Mapping[str, str | None]
) -> dict[str, Feedback]:
    """Return the feedback on statements from each last round before, by statement id."""
    found: dict[str, Feedback] = {}
    for earlier in finished_rounds(round_.process):
        if earlier.number < round_.number:
            found |= _feedback_from(earlier, mine.get(earlier.number), wordings)
    return found


def _made_of(versions: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids of the statements that others were split off or merged from, by number."""
    whole, origin = aliased(StatementVersion), aliased(Statement)
    rows = session.execute(
        select(StatementVersion.statement_id, origin.id)
        .join(StatementParent, StatementParent.version_id == StatementVersion.id)
        .join(whole, whole.id == StatementParent.parent_id)
        .join(origin, origin.id == whole.statement_id)
        .where(StatementVersion.id.in_(versions), origin.id != StatementVersion.statement_id)
        .order_by(origin.number)
    )
    found: dict[str, list[str]] = {}
    for part, whole_id in rows:
        found.setdefault(part, []).append(whole_id)
    return found


def sheet_before(round_: Round, panelist: Panelist) -> list[Told]:
    """Return what a panel member is told before they answer a round, in its order."""
    found, origins = feedback_for(round_, panelist), origins_for(round_, panelist)
    sheet = []
    for line in lines_of(round_):
        if line.void_why:
            continue
        if line.statement_id in found:
            sheet.append(Told(line, found[line.statement_id]))
        sheet += [Told(line, back, is_origin=True) for back in origins.get(line.statement_id, ())]
    return sheet


def sheet_after(round_: Round, panelist: Panelist) -> list[Told]:
    """Return what came out of a closed round beside what a panel member had answered there."""
    lines = [line for line in lines_of(round_) if not line.carried]
    wanted = {line.statement_id: line.version_id for line in lines}
    mine = earlier_answers(round_.process, panelist).get(round_.number)
    found = _feedback_from(round_, mine, wanted)
    return [Told(line, found[line.statement_id]) for line in lines if line.statement_id in found]


class Common(NamedTuple):
    """What everybody is told about a statement; their own answers come beside it."""

    entry: dict[str, Any]
    same_wording: bool
    comments: Sequence[PanelComment]
    rule: Rule


def common_feedback(earlier: Round, wordings: Mapping[str, str | None]) -> dict[str, Common]:
    """Return what everybody is told of one finished round, by statement id.

    `wordings` are those that are shown now, by statement id.
    """
    document = results_document(earlier) or {"statements": []}
    if not document["statements"]:
        return {}
    rule = rule_of(earlier, document)
    comments: dict[str, list[PanelComment]] = {}
    for comment in comments_of(earlier, CommentState.SHOWN):
        comments.setdefault(comment.version_id, []).append(comment)
    return {
        entry["statement"]: Common(
            entry={**entry, "round": earlier.number},
            same_wording=entry["version"] == wordings[entry["statement"]],
            comments=comments.get(entry["version"], ()),
            rule=rule,
        )
        for entry in document["statements"]
        if entry["statement"] in wordings
    }


def beside_own(common: Mapping[str, Common], mine: Content | None) -> dict[str, Feedback]:
    """Return what everybody is told beside one person's own answers, by statement id."""
    found: dict[str, Feedback] = {}
    answers = mine.answers if mine is not None else {}
    for statement, (entry, same_wording, comments, rule) in common.items():
        cells = answers.get(entry["version"], _NOTHING)
        own = cells.get(OVERALL)
        if own is not None and not own.is_answer:
            own = None
        further = _further(cells) if len(cells) > 1 else _NOTHING
        found[statement] = Feedback(entry, own, same_wording, comments, rule, further)
    return found


_NOTHING: Mapping[str, Given] = MappingProxyType({})


def _further(cells: Mapping[str, Given]) -> dict[str, Given]:
    return {key: given for key, given in cells.items() if key != OVERALL and given.is_answer}


def _feedback_from(
    earlier: Round, mine: Content | None, wordings: Mapping[str, str | None]
) -> dict[str, Feedback]:
    return beside_own(common_feedback(earlier, wordings), mine)
