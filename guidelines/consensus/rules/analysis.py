"""A whole table of ratings under one definition of consensus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.answers import Answer
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.panels import Panel, panels
from guidelines.consensus.rules.reaches import GWET_NAMES, Reaches, reaches
from guidelines.consensus.rules.verdicts import Result, evaluate_all
from guidelines.stats.attrition import Leaving, Turnout, leaving, turnout
from guidelines.stats.concordance import Concordance, concordance
from guidelines.stats.descriptions import number
from guidelines.stats.reliability import (
    METRICS,
    Metric,
    Weighting,
    gwet_ac,
    krippendorff_alpha,
)
from guidelines.stats.resampling import (
    LEVEL,
    SAMPLES,
    SEED,
)
from guidelines.stats.shares import percent
from guidelines.stats.stability import Stability, stability
from guidelines.stats.tallies import UNRATED


@dataclass(frozen=True)
class StatementResult:
    """One statement in the last round in which it was put to the panel."""

    statement: str
    round: int
    result: Result
    groups: Mapping[str, Result] = field(default_factory=dict)
    """The numbers of each stakeholder group; nothing is decided in a group."""

    def document(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        document = {"statement": self.statement, "round": self.round, **self.result.document()}
        if self.groups:
            document["groups"] = [
                {"group": name, **result.figures()} for name, result in self.groups.items()
            ]
        return document


@dataclass(frozen=True)
class Coefficients:
    """Reliability of the ratings of one round: none of these is consensus."""

    concordance: Concordance | None
    alpha: Mapping[Metric, float | None]
    gwet: Mapping[Weighting, float | None]
    reaches: Reaches = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        """Return them as plain JSON values, null where not computable."""
        w = self.concordance
        return {
            "kendall_w": w.w if w else None,
            "kendall_w_uncorrected": w.w_uncorrected if w else None,
            "kendall_w_statements": w.items if w else None,
            "kendall_w_raters": w.raters if w else None,
            "chi2": w.chi2 if w else None,
            "df": w.df if w else None,
            **{f"krippendorff_alpha_{metric}": value for metric, value in self.alpha.items()},
            **{GWET_NAMES[weighting]: value for weighting, value in self.gwet.items()},
        }

    def intervals(self) -> dict[str, object]:
        """Return the bootstrap intervals as plain JSON values: how, and each by its name."""
        return {
            "level": LEVEL,
            "samples": SAMPLES,
            "seed": SEED,
            "over": "statements",
            **{name: ends and list(ends) for name, ends in self.reaches.items()},
        }


@dataclass(frozen=True)
class Change:
    """Two rounds of the same people; `statement` is empty for all statements together."""

    statement: str
    rounds: tuple[int, int]
    stability: Stability

    def document(self) -> dict[str, object]:
        """Return it as plain JSON values, shares as percentages."""
        s = self.stability
        return {
            "statement": self.statement or None,
            "round_before": self.rounds[0],
            "round_after": self.rounds[1],
            "n_pairs": s.pairs,
            "n_changed": s.changed,
            "percent_unchanged": percent(s.unchanged),
            "percent_within_one": percent(s.within_one),
            "net_movement": number(s.movement),
            "percent_redistributed": percent(s.redistributed),
            "wilcoxon_statistic": s.wilcoxon_statistic,
            "wilcoxon_p": s.wilcoxon_p,
            "kappa": s.kappa,
            "kappa_linear": s.kappa_linear,
            "kappa_quadratic": s.kappa_quadratic,
            "cv_before": s.cv_before,
            "cv_after": s.cv_after,
            "cv_change": s.cv_change,
        }


@dataclass(frozen=True)
class Attrition:
    """Who came in each round, and how those who left the last one had rated before."""

    rounds: Mapping[int, Turnout]
    groups: Mapping[str, Mapping[int, Turnout]]
    leaving: Mapping[str, Leaving]

    def document(self) -> dict[str, object]:
        """Return it as plain JSON values, shares as percentages."""
        return {
            "rounds": _turnouts(self.rounds),
            "groups": [
                {"group": name, "rounds": _turnouts(rounds)}
                for name, rounds in self.groups.items()
            ],
            "statements": [
                {
                    "statement": statement,
                    "n_leavers": one.leavers,
                    "n_stayers": one.stayers,
                    "median_leavers": one.median_leavers,
                    "median_stayers": one.median_stayers,
                    "mean_leavers": one.mean_leavers,
                    "mean_stayers": one.mean_stayers,
                    "rank_sum_p": one.p,
                }
                for statement, one in self.leaving.items()
            ],
        }


def _turnouts(rounds: Mapping[int, Turnout]) -> list[dict[str, object]]:
    return [
        {
            "round": number_,
            "n_people": one.invited,
            "n_answered": one.answered,
            "n_retained": one.retained,
            "percent_answered": percent(one.response),
            "percent_retained": percent(one.retention),
        }
        for number_, one in rounds.items()
    ]


@dataclass(frozen=True)
class Analysis:
    """All results of a table of ratings."""

    rule: Rule
    rounds: tuple[int, ...]
    statements: tuple[StatementResult, ...]
    overall: Coefficients
    """Of the last round."""
    groups: Mapping[str, Coefficients]
    """The same inside each stakeholder group."""
    changes: tuple[Change, ...]
    """From the last round but one to the last, all statements together first."""
    attrition: Attrition | None

    def document(self) -> dict[str, object]:
        """Return everything as plain JSON values; `stability` only with two rounds."""
        document: dict[str, object] = {
            "rule": self.rule.document(),
            "rule_sha256": self.rule.sha256,
            "rounds": list(self.rounds),
            "statements": [one.document() for one in self.statements],
            "overall": self.overall.document(),
            "intervals": self.overall.intervals(),
        }
        if self.groups:
            document["groups"] = [
                {"group": name, **one.document()} for name, one in self.groups.items()
            ]
        if self.changes:
            pooled, *each = (change.document() for change in self.changes)
            document["stability"] = {"pooled": pooled, "statements": each}
        if self.attrition is not None:
            document["attrition"] = self.attrition.document()
        return document


def analyse(rule: Rule, answers: Sequence[Answer]) -> Analysis:
    """Evaluate each statement in its last round, and the ratings of the last round.

    Everybody who occurs in a round may answer all its statements, but for those who are
    recused; an absent row is an unanswered statement.
    """
    rounds = panels(rule, answers)
    last = {name: number for number, panel in rounds.items() for name in panel.statements}
    order = [name for name in dict.fromkeys(a.statement for a in answers) if name in last]
    counted = {name: rounds[last[name]].counted(name) for name in order}
    results = dict(zip(order, evaluate_all(rule, list(counted.values())), strict=True))
    statements = tuple(
        StatementResult(
            name,
            last[name],
            results[name],
            dict(zip(groups, evaluate_all(rule, list(groups.values())), strict=True)),
        )
        for name, groups in ((name, counted[name].groups) for name in order)
    )
    final = rounds[max(rounds)] if rounds else Panel((), rule.scale)
    return Analysis(
        rule=rule,
        rounds=tuple(rounds),
        statements=statements,
        overall=coefficients(final.ratings, final.counts, rule, intervals=True),
        groups={
            name: coefficients(part.ratings, part.counts, rule)
            for name, part in final.parts.items()
        },
        changes=_changes(rule, rounds),
        attrition=_attrition(rounds),
    )


def coefficients(
    ratings: NDArray[np.int16], counts: NDArray[np.int64], rule: Rule, *, intervals: bool = False
) -> Coefficients:
    """Return the reliability of a matrix of ratings (statements by people) and its counts.

    `intervals` adds bootstrap intervals over the statements.
    """
    found = Coefficients(
        concordance=concordance(ratings),
        alpha={m: krippendorff_alpha(counts, rule.scale.lowest, m) for m in METRICS},
        gwet={weighting: gwet_ac(counts, weighting) for weighting in Weighting},
    )
    return replace(found, reaches=reaches(counts)) if intervals else found


def _attrition(rounds: Mapping[int, Panel]) -> Attrition | None:
    """Return who came back; of rounds with the same people counted nothing is lost."""
    if len(rounds) < 2:
        return None
    *_, before, after = rounds.values()
    stayed = np.array([name in after.answered for name in before.people], dtype=bool)
    names = sorted({name for panel in rounds.values() for name in panel.parts})
    inside = {
        name: {k: panel.parts[name] for k, panel in rounds.items() if name in panel.parts}
        for name in names
    }
    return Attrition(
        _came(rounds),
        {name: _came(parts) for name, parts in inside.items()},
        dict(zip(before.statements, leaving(before.ratings, stayed), strict=True)),
    )


def _came(rounds: Mapping[int, Panel]) -> dict[int, Turnout]:
    people = [len(panel.people) for panel in rounds.values()]
    came = turnout(people, [panel.answered for panel in rounds.values()])
    return dict(zip(rounds, came, strict=True))


def _changes(rule: Rule, rounds: Mapping[int, Panel]) -> tuple[Change, ...]:
    if len(rounds) < 2:
        return ()
    earlier, later = list(rounds)[-2:]
    before, after = rounds[earlier], rounds[later]
    people = [name for name in after.people if name in before.people]
    old_columns, new_columns = before.columns(people), after.columns(people)
    pairs: dict[str, tuple[NDArray[np.int16], NDArray[np.int16]]] = {}
    for statement, row in after.statements.items():
        if statement in before.statements:
            old = before.ratings[before.statements[statement], old_columns]
            new = after.ratings[row, new_columns]
            both = (old != UNRATED) & (new != UNRATED)
            pairs[statement] = old[both], new[both]
    if not pairs:
        return ()
    pooled = (
        np.concatenate([old for old, _ in pairs.values()]),
        np.concatenate([new for _, new in pairs.values()]),
    )
    ends = rule.scale.lowest, rule.scale.highest
    return tuple(
        Change(statement, (earlier, later), stability(old, new, *ends))
        for statement, (old, new) in {"": pooled, **pairs}.items()
    )
