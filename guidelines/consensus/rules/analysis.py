"""A whole table of ratings under one definition of consensus."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.answers import Answer, OptOut
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.verdicts import Result, evaluate_tally
from guidelines.stats.concordance import Concordance, concordance
from guidelines.stats.reliability import Metric, Weighting, gwet_ac, krippendorff_alpha
from guidelines.stats.shares import percent
from guidelines.stats.stability import Stability, stability
from guidelines.stats.tallies import UNRATED, Tally, tally_rows


@dataclass(frozen=True)
class StatementResult:
    """One statement in the last round in which it was put to the panel."""

    statement: str
    round: int
    result: Result

    def document(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        return {"statement": self.statement, "round": self.round, **self.result.document()}


@dataclass(frozen=True)
class Coefficients:
    """Reliability of the ratings of one round: none of these is consensus."""

    concordance: Concordance | None
    alpha: dict[Metric, float | None]
    gwet: dict[Weighting, float | None]

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
            "gwet_ac1": self.gwet[Weighting.IDENTITY],
            "gwet_ac2_linear": self.gwet[Weighting.LINEAR],
            "gwet_ac2_quadratic": self.gwet[Weighting.QUADRATIC],
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
class Analysis:
    """All results of a table of ratings."""

    rule: Rule
    rounds: tuple[int, ...]
    statements: tuple[StatementResult, ...]
    overall: Coefficients
    """Of the last round."""
    changes: tuple[Change, ...]
    """From the last round but one to the last, all statements together first."""

    def document(self) -> dict[str, object]:
        """Return everything as plain JSON values; `stability` only with two rounds."""
        document: dict[str, object] = {
            "rule": self.rule.document(),
            "rule_sha256": self.rule.sha256,
            "rounds": list(self.rounds),
            "statements": [one.document() for one in self.statements],
            "overall": self.overall.document(),
        }
        if self.changes:
            pooled, *each = (change.document() for change in self.changes)
            document["stability"] = {"pooled": pooled, "statements": each}
        return document


def analyse(rule: Rule, answers: Sequence[Answer]) -> Analysis:
    """Evaluate each statement in its last round, and the ratings of the last round.

    Everybody who occurs in a round may answer all its statements, but for those who are
    recused; an absent row is an unanswered statement.
    """
    rounds = {number: _Round(answers, number) for number in sorted({a.round for a in answers})}
    last = {answer.statement: answer.round for answer in answers}
    for answer in answers:
        last[answer.statement] = max(last[answer.statement], answer.round)
    scale = rule.scale
    counts = {
        number: tally_rows(panel.ratings, scale.lowest, scale.highest)
        for number, panel in rounds.items()
    }
    results = []
    for statement, number in last.items():
        panel = rounds[number]
        row = panel.statements[statement]
        tally = Tally(scale.lowest, tuple(map(int, counts[number][row])))
        opt_outs = panel.opt_outs.get(statement, Counter())
        eligible = len(panel.people) - opt_outs[OptOut.RECUSED]
        results.append(
            StatementResult(statement, number, evaluate_tally(rule, tally, opt_outs, eligible))
        )
    final = max(rounds, default=None)
    if final is None:
        overall = coefficients(np.empty((0, 0), np.int16), np.empty((0, 2), np.int64), rule)
    else:
        overall = coefficients(rounds[final].ratings, counts[final], rule)
    return Analysis(rule, tuple(rounds), tuple(results), overall, _changes(rule, rounds))


class _Round:
    """The answers of one round as a matrix: statements by people."""

    def __init__(self, answers: Sequence[Answer], number: int) -> None:
        mine = [answer for answer in answers if answer.round == number]
        self.statements = {
            name: row for row, name in enumerate(dict.fromkeys(a.statement for a in mine))
        }
        self.people = {
            name: column for column, name in enumerate(dict.fromkeys(a.panelist for a in mine))
        }
        self.ratings = np.full((len(self.statements), len(self.people)), UNRATED, np.int16)
        self.opt_outs: dict[str, Counter[OptOut]] = {}
        for answer in mine:
            if isinstance(answer.rating, OptOut):
                self.opt_outs.setdefault(answer.statement, Counter())[answer.rating] += 1
            elif answer.rating is not None:
                row, column = self.statements[answer.statement], self.people[answer.panelist]
                self.ratings[row, column] = answer.rating


def coefficients(
    ratings: NDArray[np.int16], counts: NDArray[np.int64], rule: Rule
) -> Coefficients:
    """Return the reliability of a matrix of ratings (statements by people) and its counts."""
    metrics: tuple[Metric, ...] = ("nominal", "ordinal", "interval")
    return Coefficients(
        concordance=concordance(ratings),
        alpha={m: krippendorff_alpha(counts, rule.scale.lowest, m) for m in metrics},
        gwet={weighting: gwet_ac(counts, weighting) for weighting in Weighting},
    )


def _changes(rule: Rule, rounds: dict[int, _Round]) -> tuple[Change, ...]:
    if len(rounds) < 2:
        return ()
    earlier, later = list(rounds)[-2:]
    before, after = rounds[earlier], rounds[later]
    people = [name for name in after.people if name in before.people]
    old_columns = [before.people[name] for name in people]
    new_columns = [after.people[name] for name in people]
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
