"""The words of the page of the definition of consensus: names, and choices of its blanks."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from guidelines.consensus.rules.blanks import SCALES
from guidelines.consensus.rules.clauses import BandName, Comparison, Outcome
from guidelines.consensus.rules.conditions import MOST_FURTHER, Where
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.phrases import place_in_words
from guidelines.consensus.rules.policies import (
    Conflicted,
    Denominator,
    Partial,
    Population,
    ReasonRequired,
    StopWhen,
)
from guidelines.consensus.rules.presets import CUSTOM
from guidelines.consensus.rules.scales import OVERALL
from guidelines.consensus.rules.told import MOST_DIMENSIONS, Rejected, Repeated
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.quantiles import TYPES
from guidelines.web.errors import translated

RULE_NAMES = {
    "agree-75": _l("At least 75 % agree"),
    "agree-80": _l("At least 80 % agree"),
    "comet-70-15": _l("COMET: 70 % for, fewer than 15 % against"),
    "comet-70-15-groups": _l("COMET, and the same in every stakeholder group"),
    "apmo": _l("Average percent of majority opinions (APMO)"),
    "median-iqr": _l("Median and interquartile range"),
    "aao-hnsf": _l("AAO-HNSF: mean and outliers"),
    "rand-ucla": _l("RAND/UCLA, by the table for 8 to 16 people"),
    "rand-ucla-ipras": _l("RAND/UCLA, by IPRAS"),
    "awmf": _l("AWMF: yes, no or abstain on the final wording"),
    "grade-grid": _l("GRADE grid: direction and strength"),
    "ranking": _l("Ranking: a place for each statement"),
    "estimate": _l("Estimate: lowest, best and highest number"),
    CUSTOM: _l("Custom"),
}
CHOOSER = (
    (_l("How many agree"), ("agree-75", "agree-80", "comet-70-15", "comet-70-15-groups", "apmo")),
    (_l("Where the panel stands, and how far apart"), ("median-iqr", "aao-hnsf")),
    (_l("Is it appropriate?"), ("rand-ucla", "rand-ucla-ipras")),
    (_l("Vote on a recommendation"), ("awmf", "grade-grid")),
    (_l("Other answers"), ("ranking", "estimate")),
)
_COMPARED: Mapping[str, object] = {
    Comparison.AT_LEAST: _l("at least"),
    Comparison.MORE_THAN: _l("more than"),
    Comparison.LESS_THAN: _l("fewer than"),
    Comparison.AT_MOST: _l("at most"),
}
_FURTHER: Mapping[str, Mapping[str, object]] = {
    "decides": {
        Outcome.AGREED: _l("agreed"),
        Outcome.REJECTED: _l("rejected"),
        Outcome.NEAR: _l("near agreement"),
        Outcome.UNDECIDED: _l("without consensus, whatever else holds"),
    },
    "where": {
        Where.EVERYBODY: _l("everybody"),
        Where.EVERY: _l("each stakeholder group"),
        Where.ANY: _l("at least one stakeholder group"),
    },
    "comparison": _COMPARED,
}
_CHOICES: Mapping[str, Mapping[str, object]] = {
    "in_comparison": {key: _COMPARED[key] for key in (Comparison.AT_LEAST, Comparison.MORE_THAN)},
    "other_comparison": {
        key: _COMPARED[key] for key in (Comparison.LESS_THAN, Comparison.AT_MOST)
    },
    "denominator": {
        Denominator.RATED: _l("those who rated"),
        Denominator.RATED_AND_OPTED_OUT: _l("those who rated or cannot judge"),
        Denominator.ELIGIBLE: _l("all who may answer"),
    },
    "rejected": {
        Rejected.MIRROR: _l("when the opposite holds"),
        Rejected.FEW: _l("when only few agree"),
        Rejected.NEVER: _l("never"),
    },
    "groups": {
        Repeated.NO: _l("need not hold in each group"),
        Repeated.EVERY: _l("must hold in each group"),
        Repeated.ANY: _l("must hold in at least one group"),
    },
    "median_convention": {
        MedianConvention.UPPER: _l("the upper one"),
        MedianConvention.MIDDLE: _l("the middle"),
    },
    "population": {
        Population.THIS_ROUND: _l("everybody who answers in a round"),
        Population.ALL_ROUNDS: _l("only those who answered in every round"),
    },
    "partial": {
        Partial.COUNT: _l("count"),
        Partial.ONLY_SUBMITTED: _l("do not count"),
    },
    "conflicted": {
        Conflicted.ABSTAIN: _l("abstain"),
        Conflicted.DOUBLE_VOTE: _l("answer too, but the result without them decides"),
    },
    "reason_required": {
        ReasonRequired.NEVER: _l("is never required"),
        ReasonRequired.OUTSIDE_BAND: _l("is required for ratings outside agreement"),
        ReasonRequired.ON_CROSSING: _l("is required for ratings that change sides"),
    },
    "stop_when": {
        StopWhen.FIXED: _l("the number of rounds is fixed"),
        StopWhen.SETTLED: _l("or earlier, when everything is settled"),
        StopWhen.STABLE: _l("or earlier, when the ratings are stable"),
    },
    "quantile_type": {str(kind): str(kind) for kind in TYPES},
    "ties": {"no": _l("may not share a place"), "yes": _l("may share a place")},
    "partial_lists": {"no": _l("every statement gets a place"), "yes": _l("some may be left out")},
    **{
        f"more{place}_{name}": words
        for place in range(MOST_FURTHER)
        for name, words in _FURTHER.items()
    },
    **{
        f"dimension{place}_scale": {scale: scale for scale in SCALES}
        for place in range(MOST_DIMENSIONS)
    },
}


def choices_for(rule: Rule) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each blank that has some: what is sent, and its words."""
    own = f"{rule.scale.lowest}-{rule.scale.highest}"
    scales = list(SCALES) if own in SCALES else [own]
    found = {
        name: [(str(k), str(v)) for k, v in words.items()] for name, words in _CHOICES.items()
    }
    bands = [(str(band), translated(place_in_words(rule, band))) for band in BandName]
    asked = [(OVERALL, rule.question), *((one.key, one.title) for one in rule.dimensions)]
    for place in range(MOST_FURTHER):
        found[f"more{place}_band"] = bands
        found[f"more{place}_dimension"] = asked
    return {**found, "scale": [(one, one.replace("-", "–")) for one in scales]}
