"""Numeric estimates with a lowest, a best and a highest number: described, never decided."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import Verdict
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.verdicts import Result
from guidelines.errors import sentence
from guidelines.stats.descriptions import describe, number
from guidelines.stats.quantiles import median
from guidelines.stats.tallies import Tally, Values

Estimated = tuple[Decimal | Fraction, Decimal | Fraction, Decimal | Fraction]
"""Lowest, best, highest."""


def evaluate_estimates(
    rule: Rule,
    estimates: Sequence[Estimated],
    opt_outs: Iterable[OptOut] = (),
    n_eligible: int | None = None,
) -> Result:
    """Return what was estimated: the numbers of the best estimates, and the usual ends.

    No share of anything decides here, so the result is "not computable", with the reason.
    `estimates` are triples of lowest, best and highest number.
    """
    triples = [tuple(Fraction(value) for value in one) for one in estimates]
    if any(not lower <= best <= upper for lower, best, upper in triples):
        raise ValueError("an estimate needs lowest <= best <= highest")
    lowest, best, highest = (Values.of(one[place] for one in triples) for place in range(3))
    codes = Counter(opt_outs)
    nobody = Counted(Tally.of((), rule.scale.lowest, rule.scale.highest), codes)
    n, eligible = len(triples), n_eligible
    if eligible is None:
        eligible = n + nobody.opted_out
    reason = (
        sentence("Estimates are described; no definition of consensus decides about them.")
        if n
        else sentence("Nobody gave an estimate.")
    )
    return Result(
        verdict=Verdict.NOT_COMPUTABLE,
        reason=reason,
        n_eligible=eligible,
        n_rated=n,
        n_opted_out=nobody.opted_out,
        n_recused=nobody.recused,
        n_missing=eligible - n - nobody.opted_out,
        denominator=n,
        n_in=0,
        n_out=0,
        percent_in=None,
        percent_out=None,
        description=describe(best, rule.quantile_type),
        counts={},
        opt_outs={code: codes[code] for code in OptOut if codes[code]},
        spread=None,
        agreement=None,
        disagreement=None,
        rand_class=None,
        awmf_class=None,
        awmf_derived=False,
        estimated={
            "median_lowest": number(median(lowest)),
            "median_highest": number(median(highest)),
            "mean_lowest": number(lowest.mean()),
            "mean_highest": number(highest.mean()),
        },
    )
