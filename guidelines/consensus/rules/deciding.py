"""How counted answers become a result, by each way of deciding, in exact arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from guidelines.consensus.rules.clauses import BandName, Clause, GroupClause, Groups, Outcome
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import Method
from guidelines.errors import Sentence, sentence
from guidelines.stats.appropriateness import (
    LARGEST_PANEL,
    SMALLEST_PANEL,
    MedianConvention,
    RandClass,
    classify,
    judge_by_table,
    spread,
)
from guidelines.stats.quantiles import QUARTER, THREE_QUARTERS, median, quantile
from guidelines.stats.shares import share
from guidelines.stats.tallies import Tally

STRONGEST = 2
"""The point of the GRADE grid, and its negative, that stands for a strong recommendation."""


class Verdict(StrEnum):
    """The result of one statement."""

    FOR = "consensus-for"
    AGAINST = "consensus-against"
    NEAR = "near"
    NONE = "no-consensus"
    NOT_COMPUTABLE = "not-computable"


@dataclass(frozen=True)
class Decision:
    """A result, and why there is none where there is none.

    `held` says of each clause about groups whether it held; None where no group was large
    enough to ask.
    """

    verdict: Verdict
    reason: Sentence | None = None
    held: tuple[bool | None, ...] = ()


def decide(rule: Rule, counted: Counted, cutoff: Fraction | None = None) -> Decision:
    """Return the result of one statement.

    `cutoff` is the average percent of majority opinions of all statements, which the rule of
    that name compares with.
    """
    reason = _obstacle(rule, counted, cutoff)
    if reason is not None:
        return Decision(Verdict.NOT_COMPUTABLE, reason)
    match rule.method:
        case Method.SHARES | Method.GRADE_GRID:
            return _by_shares(rule, counted)
        case Method.RAND_TABLE | Method.RAND_IPRAS:
            return Decision(_by_rand(rule, counted.tally))
        case Method.OUTLIERS:
            return Decision(_by_outliers(rule, counted.tally))
        case Method.MEDIAN_IQR:
            return Decision(_by_median(rule, counted.tally))
        case Method.APMO:
            return Decision(_by_majorities(rule, counted, cutoff or Fraction(1)))
        case Method.DESCRIPTION:
            return Decision(
                Verdict.NOT_COMPUTABLE,
                sentence("Estimates are described; no definition of consensus decides about them.")
                if counted.estimates
                else sentence("This definition describes the answers; it decides nothing."),
            )


def too_few(rule: Rule, counted: Counted) -> Sentence | None:
    """Say why there are too few ratings for any word about consensus; None where there are not."""
    n = counted.n
    if n == 0:
        return sentence("Nobody rated it.")
    if n < rule.least_ratings:
        return sentence(
            "A result needs at least %(least)s ratings; there are %(n)s.",
            least=rule.least_ratings,
            n=n,
        )
    if rule.quorum is not None and n < rule.quorum * counted.may_answer:
        return sentence(
            "The quorum is not reached: %(needed)s of %(eligible)s must rate it; %(n)s did.",
            needed=ceil(rule.quorum * counted.may_answer),
            eligible=counted.may_answer,
            n=n,
        )
    return None


def _obstacle(rule: Rule, counted: Counted, cutoff: Fraction | None) -> Sentence | None:
    n = counted.n
    if (reason := too_few(rule, counted)) is not None:
        return reason
    if rule.method is Method.RAND_TABLE and not SMALLEST_PANEL <= n <= LARGEST_PANEL:
        return sentence(
            "The RAND/UCLA table holds for %(smallest)s to %(largest)s ratings; there are "
            "%(n)s. Use RAND/UCLA with IPRAS.",
            smallest=SMALLEST_PANEL,
            largest=LARGEST_PANEL,
            n=n,
        )
    if rule.method is Method.APMO and cutoff is None:
        return sentence(
            "This definition compares a statement with the majorities of all statements, and "
            "there are no others."
        )
    return None


def _by_shares(rule: Rule, counted: Counted) -> Decision:
    held = tuple(_holds_in_groups(rule, one, counted) for one in rule.group_clauses)
    return by_conditions(rule, counted, held)


def by_conditions(rule: Rule, counted: Counted, held: tuple[bool | None, ...]) -> Decision:
    """Return the result by shares where it is known which conditions inside groups hold."""

    def fulfilled(outcome: Outcome) -> bool | None:
        conditions: list[bool | None] = [
            _holds(rule, one, counted) for one in rule.clauses_for(outcome)
        ]
        conditions += [
            found
            for one, found in zip(rule.group_clauses, held, strict=True)
            if one.decides is outcome
        ]
        if not conditions or False in conditions:
            return False
        return None if None in conditions else True

    undecided = fulfilled(Outcome.UNDECIDED)
    agreed = fulfilled(Outcome.AGREED)
    rejected = fulfilled(Outcome.REJECTED)
    near = fulfilled(Outcome.NEAR)
    if undecided is True:
        return Decision(Verdict.NONE, held=held)
    if None in (undecided, agreed, rejected):
        return Decision(Verdict.NOT_COMPUTABLE, _NO_GROUP, held)
    if agreed != rejected:
        return Decision(Verdict.FOR if agreed else Verdict.AGAINST, held=held)
    if not agreed and near is None:
        return Decision(Verdict.NOT_COMPUTABLE, _NO_GROUP, held)
    return Decision(Verdict.NEAR if near and not agreed else Verdict.NONE, held=held)


_NO_GROUP = sentence(
    "The definition asks for agreement inside groups, and no group has enough ratings."
)


def _holds(rule: Rule, clause: Clause, counted: Counted) -> bool:
    asked = counted.about(clause.dimension, rule)
    part = counted.inside(rule, clause.band, clause.dimension)
    return asked.n > 0 and clause.holds(part, asked.whole(rule.denominator))


def _holds_in_groups(rule: Rule, group_clause: GroupClause, counted: Counted) -> bool | None:
    """Say whether a clause holds in the groups that are large enough; None where none is.

    Those who belong to no group are none: nothing is asked of them as one.
    """
    clause = group_clause.clause
    found = [
        _holds(rule, clause, group)
        for name, group in counted.groups.items()
        if name
        and (not group_clause.groups or name in group_clause.groups)
        and group.about(clause.dimension, rule).n >= group_clause.smallest_group
    ]
    if not found:
        return None
    return all(found) if group_clause.hold_in is Groups.EVERY else any(found)


def _by_rand(rule: Rule, tally: Tally) -> Verdict:
    middle = median(tally)
    assert middle is not None
    if rule.method is Method.RAND_TABLE:
        disagreement = judge_by_table(tally, rule.median_convention).disagreement
    else:
        found = spread(tally, rule.quantile_type)
        disagreement = found is not None and found.disagreement
    return {
        RandClass.APPROPRIATE: Verdict.FOR,
        RandClass.INAPPROPRIATE: Verdict.AGAINST,
        RandClass.UNCERTAIN: Verdict.NONE,
    }[classify(middle, disagreement, rule.median_convention)]


def _by_outliers(rule: Rule, tally: Tally) -> Verdict:
    mean, limits = tally.mean(), rule.outliers
    assert mean is not None
    assert limits is not None
    far = tally.outliers(limits.distance)
    for verdict, limit in ((Verdict.FOR, limits.agreed), (Verdict.NEAR, limits.near)):
        if limit is not None and mean >= limit.mean and far <= limit.most_outliers:
            return verdict
    return Verdict.NONE


def _by_median(rule: Rule, tally: Tally) -> Verdict:
    """Result of a median in a band with a narrow range; between bands the convention decides."""
    middle = median(tally)
    q1 = quantile(tally, QUARTER, rule.quantile_type)
    q3 = quantile(tally, THREE_QUARTERS, rule.quantile_type)
    assert middle is not None
    assert q1 is not None
    assert q3 is not None
    assert rule.most_iqr is not None
    if q3 - q1 > rule.most_iqr:
        return Verdict.NONE
    half = Fraction(1, 2) if rule.median_convention is MedianConvention.UPPER else Fraction(0)
    if rule.best_is_first:
        if middle <= rule.agreement.high:
            return Verdict.FOR
        return Verdict.AGAINST if middle >= rule.disagreement.low else Verdict.NONE
    if middle >= rule.agreement.low - half:
        return Verdict.FOR
    return Verdict.AGAINST if middle <= rule.disagreement.high else Verdict.NONE


def majorities(rule: Rule, statements: Sequence[Counted]) -> Fraction | None:
    """Return the average percent of majority opinions (APMO), the cut-off of the rule.

    The answers on the side of the majority (more than half in one band), summed over all
    statements, by all opinions expressed; None with fewer than two rated statements.
    Source: von der Gracht, Technological Forecasting and Social Change 2012;79:1525-1536.
    """
    on_the_side = opinions = rated = 0
    for counted in statements:
        if not counted.n:
            continue
        whole = counted.whole(rule.denominator)
        rated, opinions = rated + 1, opinions + whole
        on_the_side += sum(
            part for band in BandName if 2 * (part := counted.inside(rule, band)) > whole
        )
    return Fraction(on_the_side, opinions) if rated > 1 else None


def _by_majorities(rule: Rule, counted: Counted, cutoff: Fraction) -> Verdict:
    whole = counted.whole(rule.denominator)
    for verdict, band in (
        (Verdict.FOR, BandName.AGREEMENT),
        (Verdict.AGAINST, BandName.DISAGREEMENT),
    ):
        found = share(counted.inside(rule, band), whole)
        if found is not None and 2 * found > 1 and found >= cutoff:
            return verdict
    return Verdict.NONE


def is_strong(rule: Rule, counted: Counted, verdict: Verdict) -> bool | None:
    """Say whether an agreed direction of the GRADE grid is strong; None where none is agreed."""
    if rule.method is not Method.GRADE_GRID or rule.strong_at is None:
        return None
    if verdict not in (Verdict.FOR, Verdict.AGAINST):
        return None
    point = STRONGEST if verdict is Verdict.FOR else -STRONGEST
    found = share(counted.tally.within(point, point), counted.whole(rule.denominator))
    return found is not None and found >= rule.strong_at
