"""What stands in the blanks of the definition of consensus, told as one sentence."""

from guidelines.consensus.rules.clauses import Comparison
from guidelines.consensus.rules.conditions import conditions_of, texts_of, without
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.phrases import number_in_words, percent_of
from guidelines.consensus.rules.told import MOST_DIMENSIONS, Rejected, own_dimensions, told_by


def blanks_of(rule: Rule) -> dict[str, str]:
    """Return what stands in each blank of the sentence for a rule."""
    told = told_by(rule)
    inside, other, few, near = told.inside, told.other, told.few, told.near
    limits, labels = rule.outliers, rule.scale.labels
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
        "rejected": told.rejected,
        "few_limit": percent_of(few.limit if few and told.rejected is Rejected.FEW else None),
        "near_limit": percent_of(near.limit if near else None),
        "groups": told.repeated,
        "smallest_group": str(told.smallest_group),
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
    own = own_dimensions(rule)
    for place in range(MOST_DIMENSIONS):
        one = own[place] if place < len(own) else None
        key = one.key if one else ""
        limit = next((clause.limit for clause in told.further if clause.dimension == key), None)
        blanks |= {
            f"dimension{place}_title": one.title if one else "",
            f"dimension{place}_question": one.question if one else "",
            f"dimension{place}_scale": f"{one.scale.lowest}-{one.scale.highest}" if one else "1-9",
            f"dimension{place}_limit": percent_of(limit),
        }
    blanks |= texts_of(without(conditions_of(rule), told.conditions()))
    return {name: str(value) for name, value in blanks.items()}
