"""From answers to a result, by a locked definition of consensus."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import BandName, Clause, Denominator, Method, Rule
from guidelines.errors import Sentence, sentence
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


class Verdict(StrEnum):
    """The result of one statement."""

    FOR = "consensus-for"
    AGAINST = "consensus-against"
    NEAR = "near"
    NONE = "no-consensus"
    NOT_COMPUTABLE = "not-computable"


@dataclass(frozen=True)
class Result:
    """Everything that is published about the answers to one statement.

    Shares are percentages (0 to 100) of `denominator` people. None is "not computable".
    `n_eligible` leaves out the recused, who stand in `n_recused`.
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
            "verdict": str(self.verdict),
            "reason": self.reason and str(self.reason),
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
    n, recused = tally.n, opt_outs.get(OptOut.RECUSED, 0)
    opted_out = sum(opt_outs.values()) - recused
    eligible = n + opted_out if n_eligible is None else n_eligible
    if eligible < n + opted_out:
        raise ValueError(f"{n + opted_out} answers of {eligible} eligible people")
    whole = {
        Denominator.RATED: n,
        Denominator.RATED_AND_OPTED_OUT: n + opted_out,
        Denominator.ELIGIBLE: eligible,
    }[rule.denominator]
    inside = tally.within(rule.agreement.low, rule.agreement.high)
    outside = tally.within(rule.disagreement.low, rule.disagreement.high)
    rand = _appropriateness(rule, tally)
    reason = _obstacle(rule, n)
    if reason is not None:
        verdict = Verdict.NOT_COMPUTABLE
    elif rule.method is Method.SHARES:
        verdict = _by_shares(rule, inside, outside, whole)
    else:
        verdict = {
            RandClass.APPROPRIATE: Verdict.FOR,
            RandClass.INAPPROPRIATE: Verdict.AGAINST,
        }.get(rand.rand_class or RandClass.UNCERTAIN, Verdict.NONE)
    return Result(
        verdict=verdict,
        reason=reason,
        n_eligible=eligible,
        n_rated=n,
        n_opted_out=opted_out,
        n_recused=recused,
        n_missing=eligible - n - opted_out,
        denominator=whole,
        n_in=inside,
        n_out=outside,
        percent_in=percent(share(inside, whole)) if n else None,
        percent_out=percent(share(outside, whole)) if n else None,
        description=describe(tally, rule.quantile_type),
        counts=dict(zip(tally.points, tally.counts, strict=True)),
        opt_outs={code: opt_outs[code] for code in OptOut if opt_outs.get(code)},
        spread=rand.spread,
        agreement=rand.agreement,
        disagreement=rand.disagreement,
        rand_class=rand.rand_class,
        awmf_class=strength(inside, n),
        awmf_derived=not rule.scale.is_vote,
    )


def _obstacle(rule: Rule, n: int) -> Sentence | None:
    if n == 0:
        return sentence("Nobody rated it.")
    if n < rule.least_ratings:
        return sentence(
            "A result needs at least %(least)s ratings; there are %(n)s.",
            least=rule.least_ratings,
            n=n,
        )
    if rule.method is Method.RAND_TABLE and not SMALLEST_PANEL <= n <= LARGEST_PANEL:
        return sentence(
            "The RAND/UCLA table holds for %(smallest)s to %(largest)s ratings; there are "
            "%(n)s. Use RAND/UCLA with IPRAS.",
            smallest=SMALLEST_PANEL,
            largest=LARGEST_PANEL,
            n=n,
        )
    return None


def _by_shares(rule: Rule, inside: int, outside: int, whole: int) -> Verdict:
    parts = {BandName.AGREEMENT: inside, BandName.DISAGREEMENT: outside}

    def fulfilled(clauses: tuple[Clause, ...]) -> bool:
        return bool(clauses) and all(c.holds(parts[c.band], whole) for c in clauses)

    agreed, rejected = fulfilled(rule.agreed_when), fulfilled(rule.rejected_when)
    if agreed != rejected:
        return Verdict.FOR if agreed else Verdict.AGAINST
    if not agreed and fulfilled(rule.near_when):
        return Verdict.NEAR
    return Verdict.NONE


@dataclass(frozen=True)
class _Appropriateness:
    """RAND/UCLA numbers of one statement."""

    spread: Spread | None = None
    agreement: bool | None = None
    disagreement: bool | None = None
    rand_class: RandClass | None = None


def _appropriateness(rule: Rule, tally: Tally) -> _Appropriateness:
    """RAND/UCLA numbers, whatever the rule, where the scale and the panel allow them.

    Agreement always comes from the table; disagreement from IPRAS where the rule says so.
    """
    middle = median(tally)
    if middle is None or rule.scale.points != range(1, 10):
        return _Appropriateness()
    found = spread(tally, rule.quantile_type)
    agreement = disagreement = None
    if SMALLEST_PANEL <= tally.n <= LARGEST_PANEL:
        judged = judge_by_table(tally, rule.median_convention)
        agreement, disagreement = judged.agreement, judged.disagreement
    if found is not None and rule.method is Method.RAND_IPRAS:
        disagreement = found.disagreement
    rand_class = None
    if disagreement is not None:
        rand_class = classify(middle, disagreement, rule.median_convention)
    return _Appropriateness(found, agreement, disagreement, rand_class)
