"""From opened boxes to the results of a round: counts only, no person, no pattern."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.opened import Matrix, Opened, lines, matrix
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.scales import OVERALL
from guidelines.consensus.rules.suppression import may_show_twice, shown_parts
from guidelines.consensus.rules.verdicts import Result, Verdict, evaluate_all
from guidelines.stats.tallies import Tally

SETTLED = frozenset({Verdict.FOR, Verdict.AGAINST})
OF_A_PART = (
    "n_rated", "counts", "n_in", "n_out", "percent_in", "percent_out", "median", "q1", "q3",
)  # fmt: skip
"""What is said of a part of the panel: never who could not judge, abstains or did not come."""


@dataclass(frozen=True)
class Asked:
    """A statement that was put to the panel in a round."""

    statement_id: str
    version_id: str
    number: int
    key: str
    version: int
    document_version: int | None
    wording: str
    wording_sha256: str
    card_sha256: str


@dataclass(frozen=True)
class Electorate:
    """Who may answer: how many in each stakeholder group, and who abstains from what.

    `recused` are the groups of those who abstain from a statement because of an interest, by
    wording.
    """

    groups: Mapping[str, int]
    recused: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many people the panel has."""
        return sum(self.groups.values())

    def abstaining(self, version_id: str, group: str | None = None) -> int:
        """Return how many abstain from a statement, of everybody or of one group."""
        found = self.recused.get(version_id, ())
        return len(found) if group is None else sum(one == group for one in found)

    def counted(
        self, version_id: str, tally: Tally, opt_outs: Mapping[OptOut, int], group: str | None
    ) -> Counted:
        """Return the answers to a statement beside those who may give one."""
        away = self.abstaining(version_id, group)
        size = self.size if group is None else self.groups.get(group, 0)
        return Counted(tally, {**opt_outs, OptOut.RECUSED: away}, size - away)


@dataclass(frozen=True)
class Tables:
    """The answers of a round, ready to be counted: a matrix for each question.

    `apart` are the answers of those with an interest, where the definition lets them answer.
    """

    overall: Matrix
    further: Mapping[str, Matrix]
    apart: Matrix | None
    groups: Mapping[str, "Tables"] = field(default_factory=dict)


def tables(rule: Rule, versions: Sequence[str], boxes: Sequence[Opened]) -> Tables:
    """Return the answers in opened boxes, of everybody and of each stakeholder group."""
    overall = matrix(boxes, versions, rule.scale)
    further = {one.key: matrix(boxes, versions, one.scale, one.key) for one in rule.dimensions}
    twice = rule.conflicted is Conflicted.DOUBLE_VOTE
    names = np.array([box.group for box in boxes], dtype=object)
    groups = {}
    for name in sorted({box.group for box in boxes}):
        mine = names == name
        inside = {key: one.of(mine) for key, one in further.items()}
        groups[name] = Tables(overall.of(mine), inside, None)
    apart = matrix(boxes, versions, rule.scale, apart=True) if twice else None
    return Tables(overall, further, apart, groups)


def entries(
    rule: Rule, asked: Sequence[Asked], found: Tables, electorate: Electorate
) -> list[dict[str, Any]]:
    """Return the result of each statement as plain values, the further dimensions inside.

    `verdict_of_all` is the result without the conditions inside groups: what anybody can count
    again. Tallies of groups are given only where nothing about a few people follows from them,
    and a second result with the answers of those with an interest only where they are not few.
    """
    counted = [_counted(found, row, one, electorate) for row, one in enumerate(asked)]
    results = evaluate_all(rule, counted)
    open_rule = replace(rule, group_clauses=()) if rule.group_clauses else rule
    plain = evaluate_all(open_rule, counted) if rule.group_clauses else results
    return [
        {
            "statement": one.statement_id,
            "version": one.version_id,
            "number": one.number,
            "key": one.key,
            "wording_version": one.version,
            "document_version": one.document_version,
            "wording": one.wording,
            "wording_sha256": one.wording_sha256,
            "card_sha256": one.card_sha256,
            **_said(result),
            "verdict_of_all": str(alone.verdict),
            **_of_groups(open_rule, cell.groups),
            "conflicted": _twice(open_rule, found, row),
        }
        for row, (one, cell, result, alone) in enumerate(
            zip(asked, counted, results, plain, strict=True)
        )
    ]


def _said(result: Result) -> dict[str, Any]:
    """Return what is published of a result; how each group voted stays under seal."""
    document = result.document()
    document.pop("groups_held", None)
    return document


def _counted(found: Tables, row: int, one: Asked, electorate: Electorate) -> Counted:
    whole = _cell(found, row, one, electorate, None)
    groups = {
        name: _cell(inside, row, one, electorate, name) for name, inside in found.groups.items()
    }
    return replace(whole, groups=groups)


def _cell(
    found: Tables, row: int, one: Asked, electorate: Electorate, group: str | None
) -> Counted:
    def of(table: Matrix) -> Counted:
        return electorate.counted(one.version_id, table.tally(row), table.opt_outs(row), group)

    further = {key: of(table) for key, table in found.further.items()}
    given = tuple(found.overall.estimates.get(row, ()))
    return replace(of(found.overall), dimensions=further, estimates=given)


def _of_groups(rule: Rule, groups: Mapping[str, Counted]) -> dict[str, Any]:
    """Return the tallies of groups that may be shown; the others are checked under seal.

    Those who belong to no group are a part of the panel like any other, and stand in the total.
    """
    shown = shown_parts({name: one.n for name, one in groups.items()}, rule.smallest_cell)
    names = sorted(shown - {""})
    results = evaluate_all(rule, [Counted(groups[name].tally) for name in names])
    return {
        "groups": [
            {"group": name, **_figures_of_a_part(result)}
            for name, result in zip(names, results, strict=True)
        ],
        "groups_sealed": any(one.n for name, one in groups.items() if name not in shown),
    }


def _twice(rule: Rule, found: Tables, row: int) -> dict[str, Any] | None:
    """Return the result with the answers of those with an interest, where they are not few."""
    if found.apart is None:
        return None
    without, conflicted = found.overall.tally(row), found.apart.tally(row)
    if not may_show_twice(conflicted.n, without.n, rule.smallest_cell):
        return None
    counts = tuple(a + b for a, b in zip(without.counts, conflicted.counts, strict=True))
    [result] = evaluate_all(rule, [Counted(Tally(rule.scale.lowest, counts))])
    return {"n_conflicted": conflicted.n, **_figures_of_a_part(result)}


def _figures_of_a_part(result: Result) -> dict[str, object]:
    document = result.figures()
    return {key: document[key] for key in OF_A_PART}


def completeness(
    asked: Sequence[str], boxes: Iterable[Opened], dimensions: Sequence[str] = (OVERALL,)
) -> tuple[int, int]:
    """Return how many boxes answer everything their owner may answer, and how many a part."""
    complete = partial = 0
    for box in boxes:
        mine = [version for version in asked if version not in box.recused]
        answered = [
            one.rating is not None or one.code is not None or one.estimate is not None
            for dimension in dimensions
            for one in lines(box, mine, dimension)
        ]
        complete += bool(answered) and all(answered)
        partial += any(answered) and not all(answered)
    return complete, partial


def summary(
    entry: Mapping[str, Any], rule: Rule, round_number: int, *, anonymous: bool = True
) -> dict[str, Any]:
    """Return what stands beside the recommendation in the document.

    `entry` is the result of the statement as plain values, as in a results document. A vote that
    was not `anonymous` says so. Yes and no have no median.
    """
    same = "n_rated", "percent_in", "denominator", "median", "q1", "q3", "counts"
    of_votes = dict.fromkeys(("median", "q1", "q3")) if rule.scale.is_vote else {}
    return {
        **{name: entry[name] for name in same},
        **of_votes,
        "n_agree": entry["n_in"],
        "round": round_number,
        "rule": rule.name,
        "awmf_class": entry["awmf_class"],
        "awmf_derived": entry["awmf_derived"],
        "rand_class": entry["rand_class"],
        **({} if anonymous else {"anonymous": False}),
    }


def is_settled(entry: Mapping[str, Any]) -> bool:
    """Tell whether a statement of a results document needs no further round."""
    return entry["verdict"] in [str(verdict) for verdict in SETTLED]
