"""From answers to a result with all its numbers, by a locked definition of consensus."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.clauses import BandName
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import (
    Verdict,
    decide,
    is_strong,
    majorities,
    too_few,
)
from guidelines.consensus.rules.definition import AnswerKind, Method, Rule
from guidelines.consensus.rules.estimating import Estimated, best_of, ends_of
from guidelines.errors import Sentence
from guidelines.stats.appropriateness import (
    LARGEST_PANEL,
    SMALLEST_PANEL,
    RandClass,
    Spread,
    classify,
    judge_by_table,
    spread,
)
from guidelines.stats.descriptions import Description, describe, number
from guidelines.stats.quantiles import median
from guidelines.stats.shares import percent, share
from guidelines.stats.strength import ConsensusStrength, strength
from guidelines.stats.tallies import Tally

__all__ = [
    "Result",
    "Verdict",
    "evaluate",
    "evaluate_all",
    "evaluate_estimates",
    "evaluate_one",
    "evaluate_tally",
]

OUTLIER = Fraction(2)
"""How far from the mean a rating on nine points is an outlier (AAO-HNSF)."""


@dataclass(frozen=True)
class Result:
    """Everything that is published about the answers to one statement.

    Shares are percentages (0 to 100) of `denominator` people. None is "not computable".
    `n_eligible` leaves out the recused, who stand in `n_recused`. `cutoff` is the share that the
    average percent of majority opinions asked for, `strong` whether an agreed direction of the
    GRADE grid is strong. `groups_held` says of each clause about groups whether it held.
    """

    verdict: Verdict
    reason: Sentence | None
    """Why there is no result, where there is none."""
    n_eligible: int
    n_rated: int
    n_opted_out: int
    n_recused: int
    n_missing: int
    denominator: int
    n_in: int
    n_out: int
    percent_in: float | None
    percent_out: float | None
    description: Description
    counts: Mapping[int, int]
    opt_outs: Mapping[OptOut, int]
    spread: Spread | None
    agreement: bool | None
    disagreement: bool | None
    rand_class: RandClass | None
    awmf_class: ConsensusStrength | None
    awmf_derived: bool
    """The class was taken from ratings, not from a yes/no vote on final wording."""
    n_outliers: int | None = None
    cutoff: Fraction | None = None
    strong: bool | None = None
    groups_held: tuple[bool | None, ...] = ()
    estimated: Mapping[str, float | None] = field(default_factory=dict)
    """The lowest and the highest numbers described, where estimates are asked."""
    dimensions: Mapping[str, "Result"] = field(default_factory=dict)
    """The further questions about the statement, described and not decided."""

    @property
    def n(self) -> int:
        """How many rated (or voted yes or no)."""
        return self.n_rated

    @property
    def median(self) -> float | None:
        """The median rating."""
        return self.description.median

    @property
    def q1(self) -> float | None:
        """The lower quartile, by the type the rule names."""
        return self.description.q1

    @property
    def q3(self) -> float | None:
        """The upper quartile, by the type the rule names."""
        return self.description.q3

    def document(self) -> dict[str, object]:
        """Return the result as plain JSON values, null where not computable."""
        document = {
            **self.figures(),
            "verdict": str(self.verdict),
            "reason": self.reason and str(self.reason),
        }
        if self.strong is not None:
            document["strength"] = "strong" if self.strong else "conditional"
        if self.cutoff is not None:
            document["cutoff"] = percent(self.cutoff)
        if self.groups_held:
            document["groups_held"] = list(self.groups_held)
        if self.estimated:
            document["estimates"] = dict(self.estimated)
        if self.dimensions:
            document["dimensions"] = {key: one.figures() for key, one in self.dimensions.items()}
        return document

    def figures(self) -> dict[str, object]:
        """Return the numbers alone, without a result, as plain JSON values."""
        d, s = self.description, self.spread
        return {
            "n_eligible": self.n_eligible,
            "n_rated": self.n_rated,
            "n_opted_out": self.n_opted_out,
            "n_recused": self.n_recused,
            "n_missing": self.n_missing,
            "counts": {str(point): count for point, count in self.counts.items()},
            "opt_outs": {str(code): count for code, count in self.opt_outs.items()},
            "min": d.minimum,
            "q1": d.q1,
            "median": d.median,
            "q3": d.q3,
            "max": d.maximum,
            "iqr": d.iqr,
            "mean": d.mean,
            "sd": d.sd,
            "denominator": self.denominator,
            "n_in": self.n_in,
            "n_out": self.n_out,
            "percent_in": self.percent_in,
            "percent_out": self.percent_out,
            "p30": number(s.p30) if s else None,
            "p70": number(s.p70) if s else None,
            "ipr": number(s.ipr) if s else None,
            "ipras": number(s.ipras) if s else None,
            "di": number(s.index) if s else None,
            "disagreement": self.disagreement,
            "agreement": self.agreement,
            "awmf_class": self.awmf_class and str(self.awmf_class),
            "awmf_derived": self.awmf_derived,
            "rand_class": self.rand_class and str(self.rand_class),
            "n_outliers": self.n_outliers,
        }


def evaluate(
    rule: Rule,
    ratings: Iterable[int],
    opt_outs: Iterable[OptOut] = (),
    n_eligible: int | None = None,
) -> Result:
    """Return the result of one statement.

    `n_eligible` is the number of people who may answer it, the recused left out; by
    default everybody who answered. A rating off the scale, or more answers than people,
    raises ValueError.
    """
    tally = Tally.of(ratings, rule.scale.lowest, rule.scale.highest)
    return evaluate_tally(rule, tally, Counter(opt_outs), n_eligible)


def evaluate_tally(
    rule: Rule,
    tally: Tally,
    opt_outs: Mapping[OptOut, int],
    n_eligible: int | None = None,
) -> Result:
    """Return the result of one statement whose answers are already counted."""
    return evaluate_one(rule, Counted(tally, opt_outs, n_eligible))


def evaluate_all(rule: Rule, statements: Sequence[Counted]) -> list[Result]:
    """Return the results of all statements of a round, in order.

    Together, because a statement may be held against the majorities of all (APMO).
    """
    cutoff = majorities(rule, statements) if rule.method is Method.APMO else None
    return [evaluate_one(rule, counted, cutoff) for counted in statements]


def evaluate_estimates(
    rule: Rule,
    estimates: Iterable[Estimated],
    opt_outs: Iterable[OptOut] = (),
    n_eligible: int | None = None,
) -> Result:
    """Return what was estimated: the numbers of the best estimates, and the usual ends.

    `estimates` are triples of lowest, best and highest number; one out of order raises
    ValueError.
    """
    nobody = Tally.of((), rule.scale.lowest, rule.scale.highest)
    counted = Counted(nobody, Counter(opt_outs), n_eligible, estimates=tuple(estimates))
    return evaluate_one(rule, counted)


def evaluate_one(rule: Rule, counted: Counted, cutoff: Fraction | None = None) -> Result:
    """Return the result of one statement with its groups and dimensions."""
    tally, n, whole = counted.tally, counted.n, counted.whole(rule.denominator)
    inside = counted.inside(rule, BandName.AGREEMENT)
    outside = counted.inside(rule, BandName.DISAGREEMENT)
    rand = _appropriateness(rule, tally)
    decision = decide(rule, counted, cutoff)
    nine_points = len(rule.scale.points) == 9
    estimated = rule.kind is AnswerKind.ESTIMATE
    has_class = rule.kind not in (AnswerKind.RANKING, AnswerKind.ESTIMATE)
    has_class = has_class and too_few(rule, counted) is None
    described = best_of(counted.estimates) if estimated else tally
    shares = n > 0 and not estimated
    return Result(
        verdict=decision.verdict,
        reason=decision.reason,
        n_eligible=counted.may_answer,
        n_rated=n,
        n_opted_out=counted.opted_out,
        n_recused=counted.recused,
        n_missing=counted.missing,
        denominator=whole,
        n_in=inside,
        n_out=outside,
        percent_in=percent(share(inside, whole)) if shares else None,
        percent_out=percent(share(outside, whole)) if shares else None,
        description=describe(described, rule.quantile_type),
        counts={} if estimated else dict(zip(tally.points, tally.counts, strict=True)),
        opt_outs={c: counted.opt_outs[c] for c in OptOut if counted.opt_outs.get(c)},
        spread=rand.spread,
        agreement=rand.agreement,
        disagreement=rand.disagreement,
        rand_class=rand.rand_class,
        awmf_class=strength(inside, n) if has_class else None,
        awmf_derived=not rule.scale.is_vote,
        n_outliers=_outliers(rule, tally) if shares and (nine_points or rule.outliers) else None,
        cutoff=cutoff,
        strong=is_strong(rule, counted, decision.verdict),
        groups_held=decision.held,
        estimated=ends_of(counted.estimates, rule.quantile_type) if estimated else {},
        dimensions={
            one.key: evaluate_one(rule.of_dimension(one.key), counted.about(one.key, rule))
            for one in rule.dimensions
        },
    )


def _outliers(rule: Rule, tally: Tally) -> int:
    return tally.outliers(rule.outliers.distance if rule.outliers else OUTLIER)


@dataclass(frozen=True)
class _Appropriateness:
    """RAND/UCLA numbers of one statement."""

    spread: Spread | None = None
    agreement: bool | None = None
    disagreement: bool | None = None
    rand_class: RandClass | None = None


def _appropriateness(rule: Rule, tally: Tally) -> _Appropriateness:
    """RAND/UCLA numbers, whatever the rule, where the scale and the panel allow them.

    Agreement always comes from the table; disagreement from IPRAS where the rule says so, or
    where it says nothing and the table does not hold for so few or so many.
    """
    middle = median(tally)
    if middle is None or rule.scale.points != range(1, 10):
        return _Appropriateness()
    found = spread(tally, rule.quantile_type)
    agreement = disagreement = None
    in_table = SMALLEST_PANEL <= tally.n <= LARGEST_PANEL
    if in_table:
        judged = judge_by_table(tally, rule.median_convention)
        agreement, disagreement = judged.agreement, judged.disagreement
    silent = rule.method is not Method.RAND_TABLE and tally.n >= rule.least_ratings
    if found is not None and (rule.method is Method.RAND_IPRAS or (silent and not in_table)):
        disagreement = found.disagreement
    rand_class = None
    if disagreement is not None:
        rand_class = classify(middle, disagreement, rule.median_convention)
    return _Appropriateness(found, agreement, disagreement, rand_class)
