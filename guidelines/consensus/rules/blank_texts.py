"""What stands in the blanks of the definition of consensus, told as one sentence."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.criteria import is_criterion
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.phrases import number_in_words
from guidelines.consensus.rules.scales import OVERALL

MOST_DIMENSIONS = 3
"""How many further questions the sentence has blanks for."""


class Rejected(StrEnum):
    """When a statement is rejected, as the sentence offers it."""

    MIRROR = "mirror"
    FEW = "few"
    NEVER = "never"


def blanks_of(rule: Rule) -> dict[str, str]:
    """Return what stands in each blank of the sentence for a rule."""
    inside, other = (_first(rule.agreed_when, band) for band in BandName)
    few = _first(rule.rejected_when, BandName.AGREEMENT) if len(rule.rejected_when) == 1 else None
    near = _first(rule.near_when, BandName.AGREEMENT)
    limits, labels = rule.outliers, rule.scale.labels
    rejected = Rejected.MIRROR if rule.rejected_when else Rejected.NEVER
    if few is not None and few.comparison in (Comparison.AT_MOST, Comparison.LESS_THAN):
        rejected = Rejected.FEW
    blanks = {
        "scale": f"{rule.scale.lowest}-{rule.scale.highest}",
        "question": rule.question,
        "low_label": rule.scale.low_label,
        "high_label": rule.scale.high_label,
        "labels": "\n".join(f"{one.point} = {one.words}" for one in labels),
        "in_low": str(rule.agreement.low),
        "in_high": str(rule.agreement.high),
        "out_low": str(rule.disagreement.low),
        "out_high": str(rule.disagreement.high),
        "in_comparison": inside.comparison if inside else Comparison.AT_LEAST,
        "in_limit": percent_of(inside.limit if inside else None),
        "other_comparison": other.comparison if other else Comparison.LESS_THAN,
        "other_limit": percent_of(other.limit if other else None),
        "rejected": rejected,
        "few_limit": percent_of(few.limit if few and rejected is Rejected.FEW else None),
        "near_limit": percent_of(near.limit if near else None),
        "groups": "every" if rule.group_clauses else "no",
        "smallest_group": str(rule.group_clauses[0].smallest_group if rule.group_clauses else 3),
        "denominator": rule.denominator,
        "quorum": percent_of(rule.quorum),
        "mean": number_in_words(limits.agreed.mean) if limits else "",
        "most_outliers": str(limits.agreed.most_outliers) if limits else "",
        "near_mean": number_in_words(limits.near.mean) if limits and limits.near else "",
        "near_outliers": str(limits.near.most_outliers) if limits and limits.near else "",
        "distance": number_in_words(limits.distance) if limits else "",
        "most_iqr": number_in_words(rule.most_iqr) if rule.most_iqr is not None else "",
        "strong_at": percent_of(rule.strong_at),
        "median_convention": rule.median_convention,
        "quantile_type": str(rule.quantile_type),
        "population": rule.population,
        "partial": rule.partial,
        "conflicted": rule.conflicted,
        "smallest_cell": str(rule.smallest_cell),
        "reason_required": rule.reason_required,
        "stop_when": rule.stopping.when,
        "stop_rounds": str(rule.stopping.rounds),
        "stop_change": percent_of(rule.stopping.change),
        "least_ratings": str(rule.least_ratings),
        "quantity_low": number_in_words(rule.quantity.lowest) if rule.quantity else "",
        "quantity_high": number_in_words(rule.quantity.highest) if rule.quantity else "",
        "unit": rule.quantity.unit if rule.quantity else "",
        "decimals": str(rule.quantity.decimals) if rule.quantity else "0",
        "ties": "yes" if rule.ties else "no",
        "partial_lists": "yes" if rule.partial_lists else "no",
    }
    own = [one for one in rule.dimensions if not is_criterion(one.key)]
    for place in range(MOST_DIMENSIONS):
        one = own[place] if place < len(own) else None
        clause = one and _first(rule.agreed_when, BandName.AGREEMENT, one.key)
        blanks |= {
            f"dimension{place}_title": one.title if one else "",
            f"dimension{place}_question": one.question if one else "",
            f"dimension{place}_scale": f"{one.scale.lowest}-{one.scale.highest}" if one else "1-9",
            f"dimension{place}_limit": percent_of(clause.limit if clause else None),
        }
    return {name: str(value) for name, value in blanks.items()}


def percent_of(limit: Fraction | None) -> str:
    """Return a limit as it stands in a blank: 75, 66.7, 2/3; empty where there is none."""
    if limit is None:
        return ""
    hundredfold = limit * 100
    return f"{float(hundredfold):g}" if (100 * hundredfold).denominator == 1 else str(limit)


def _first(clauses: Sequence[Clause], band: BandName, dimension: str = OVERALL) -> Clause | None:
    mine = (one for one in clauses if one.band is band and one.dimension == dimension)
    return next(mine, None)
