"""Definitions of consensus by name, each a whole with its source, and how they change."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from guidelines.consensus.rules.clauses import GroupClause, MeanLimit, Outcome, Outliers
from guidelines.consensus.rules.definition import (
    AnswerKind,
    Band,
    BandName,
    Clause,
    Comparison,
    Denominator,
    Method,
    Rule,
    Scale,
)
from guidelines.consensus.rules.scales import STANDARD_BANDS, Label
from guidelines.errors import Invalid, sentence
from guidelines.stats.appropriateness import MedianConvention

CUSTOM = "custom"
_SILENT = ("dimensions", "conflicted", "smallest_cell", "reason_required", "stopping")
"""What no source of a preset lays down: choosing it makes no other definition."""

_AT_HOME = ("agree-", "apmo", "median-iqr")
_AGREE_SCALES = ((1, 5), (1, 7), (1, 9))
MOST_IQR: Mapping[tuple[int, int], int] = MappingProxyType(
    {(1, 5): 1, (1, 7): 1, (1, 9): 3, (0, 10): 2, (1, 10): 2}
)
"""How wide a narrow interquartile range is on each scale, as the sources have it."""

_AGREE_LABELS = ("strongly disagree", "strongly agree")
_VOTE_LABELS = ("no", "yes")


def _share(band: BandName, comparison: str, percent: int) -> Clause:
    return Clause(band, Comparison(comparison), Fraction(percent, 100))


def _agree(percent: int, source: str) -> Rule:
    return Rule(
        name=f"agree-{percent}",
        question="How far do you agree with this recommendation?",
        scale=Scale(1, 9, *_AGREE_LABELS),
        disagreement=Band(1, 3),
        agreement=Band(7, 9),
        agreed_when=(_share(BandName.AGREEMENT, ">=", percent),),
        rejected_when=(_share(BandName.DISAGREEMENT, ">=", percent),),
        source=source,
    )


def _rand(name: str, method: Method, test: str) -> Rule:
    return Rule(
        name=name,
        question="How appropriate is this?",
        scale=Scale(1, 9, "highly inappropriate", "highly appropriate"),
        disagreement=Band(1, 3),
        agreement=Band(7, 9),
        method=method,
        source=f"Fitch et al., RAND/UCLA Appropriateness Method User's Manual, 2001: {test}",
    )


_COMET = Rule(
    name="comet-70-15",
    question="How important is this outcome?",
    scale=Scale(1, 9, "not important", "critically important"),
    disagreement=Band(1, 3),
    agreement=Band(7, 9),
    agreed_when=(
        _share(BandName.AGREEMENT, ">=", 70),
        _share(BandName.DISAGREEMENT, "<", 15),
    ),
    rejected_when=(
        _share(BandName.DISAGREEMENT, ">=", 70),
        _share(BandName.AGREEMENT, "<", 15),
    ),
    source="Williamson et al., The COMET Handbook, Trials 2017;18(Suppl 3):280, "
    "doi 10.1186/s13063-017-1978-4",
)

_ALL = (
    _agree(
        75,
        "Three quarters, the median definition found by Diamond et al., "
        "J Clin Epidemiol 2014;67:401-409, doi 10.1016/j.jclinepi.2013.12.002",
    ),
    _agree(
        80,
        "Four fifths, as used to develop ACCORD: Gattrell et al., PLoS Med 2024;21:e1004326, "
        "doi 10.1371/journal.pmed.1004326",
    ),
    _COMET,
    replace(
        _COMET,
        name="comet-70-15-groups",
        group_clauses=tuple(
            GroupClause(decides, clause)
            for decides, clauses in (
                (Outcome.AGREED, _COMET.agreed_when),
                (Outcome.REJECTED, _COMET.rejected_when),
            )
            for clause in clauses
        ),
    ),
    _rand("rand-ucla", Method.RAND_TABLE, "disagreement by the table for 8 to 16 raters"),
    _rand("rand-ucla-ipras", Method.RAND_IPRAS, "disagreement where IPR is above IPRAS"),
    Rule(
        name="aao-hnsf",
        question="How far do you agree with this statement?",
        scale=Scale(
            1,
            9,
            *_AGREE_LABELS,
            labels=(
                Label(3, "disagree"),
                Label(5, "neutral"),
                Label(7, "agree"),
            ),
        ),
        disagreement=Band(1, 3),
        agreement=Band(7, 9),
        method=Method.OUTLIERS,
        outliers=Outliers(
            distance=Fraction(2),
            agreed=MeanLimit(Fraction(7), 1),
            near=MeanLimit(Fraction(13, 2), 2),
        ),
        source="Rosenfeld, Nnacheta, Corrigan: Clinical Consensus Statement Development Manual "
        "of the American Academy of Otolaryngology, Otolaryngol Head Neck Surg "
        "2015;153(2 Suppl):S1-S14, doi 10.1177/0194599815601394",
    ),
    Rule(
        name="median-iqr",
        question="How far do you agree with this recommendation?",
        scale=Scale(1, 9, *_AGREE_LABELS),
        disagreement=Band(1, 3),
        agreement=Band(7, 9),
        method=Method.MEDIAN_IQR,
        most_iqr=Fraction(MOST_IQR[1, 9]),
        median_convention=MedianConvention.MIDDLE,
        source="Median in a band and a narrow interquartile range, reviewed by von der Gracht, "
        "Technol Forecast Soc Change 2012;79:1525-1536, doi 10.1016/j.techfore.2012.04.013",
    ),
    Rule(
        name="apmo",
        question="How far do you agree with this recommendation?",
        scale=Scale(1, 9, *_AGREE_LABELS),
        disagreement=Band(1, 3),
        agreement=Band(7, 9),
        method=Method.APMO,
        source="Average percent of majority opinions as the cut-off, reviewed by von der Gracht, "
        "Technol Forecast Soc Change 2012;79:1525-1536, doi 10.1016/j.techfore.2012.04.013",
    ),
    Rule(
        name="grade-grid",
        question="Which recommendation would you make?",
        scale=Scale(
            -2,
            2,
            "strong recommendation against",
            "strong recommendation for",
            labels=(
                Label(-1, "weak recommendation against"),
                Label(0, "no specific recommendation"),
                Label(1, "weak recommendation for"),
            ),
        ),
        kind=AnswerKind.GRID,
        disagreement=Band(-2, -1),
        agreement=Band(1, 2),
        method=Method.GRADE_GRID,
        agreed_when=(
            _share(BandName.AGREEMENT, ">=", 50),
            _share(BandName.DISAGREEMENT, "<", 20),
        ),
        rejected_when=(
            _share(BandName.DISAGREEMENT, ">=", 50),
            _share(BandName.AGREEMENT, "<", 20),
        ),
        strong_at=Fraction(7, 10),
        source="Jaeschke et al., Use of GRADE grid to reach decisions on clinical practice "
        "guidelines when consensus is elusive, BMJ 2008;337:a744, doi 10.1136/bmj.a744",
    ),
    Rule(
        name="awmf",
        question="Do you agree with this wording?",
        scale=Scale(0, 1, *_VOTE_LABELS),
        disagreement=Band(0, 0),
        agreement=Band(1, 1),
        agreed_when=(_share(BandName.AGREEMENT, ">", 75),),
        rejected_when=(_share(BandName.DISAGREEMENT, ">", 75),),
        source="AWMF Guidance Manual and Rules for Guideline Development: "
        "classes of consensus strength; abstentions are not counted",
    ),
)

PRESETS: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in _ALL})


def preset(name: str) -> Rule:
    """Return the definition of consensus of this name; raises Invalid with the names."""
    if name not in PRESETS:
        raise Invalid(
            {
                "rule": sentence(
                    'There is no definition of consensus "%(name)s". Choose one of %(names)s.',
                    name=name,
                    names=", ".join(PRESETS),
                )
            }
        )
    return PRESETS[name]


def adapt(
    rule: Rule,
    *,
    scale: tuple[int, int] | None = None,
    bands: tuple[Band | None, Band] | None = None,
    denominator: Denominator | None = None,
    quantile_type: int | None = None,
) -> Rule:
    """Return the rule for another scale, other bands and so on, under its honest name.

    `bands` are (disagreement, agreement); None keeps the disagreement band. A scale that
    has no usual bands needs `bands`; raises Invalid where the parts do not fit together.
    """
    new_scale, low, high, kind = rule.scale, rule.disagreement, rule.agreement, rule.kind
    if scale is not None and scale != (rule.scale.lowest, rule.scale.highest):
        new_scale = _rescaled(rule.scale, *scale)
        if kind is AnswerKind.VOTE:
            kind = AnswerKind.RATING
        if scale in STANDARD_BANDS:
            low, high = STANDARD_BANDS[scale]
        elif bands is None or bands[0] is None:
            raise Invalid(
                {
                    "bands": sentence(
                        "The scale from %(lowest)s to %(highest)s has no usual bands. Name the "
                        "disagreement band and the agreement band, for example %(example)s.",
                        lowest=scale[0],
                        highest=scale[1],
                        example="{}-{},{}-{}".format(*_outer_thirds(*scale)),
                    )
                }
            )
    if bands is not None:
        low, high = bands[0] or low, bands[1]
    most_iqr = rule.most_iqr
    if most_iqr is not None and scale is not None:
        most_iqr = narrow_on(scale, most_iqr)
    return named(
        replace(
            rule,
            kind=kind,
            most_iqr=most_iqr,
            scale=new_scale,
            disagreement=low,
            agreement=high,
            denominator=denominator or rule.denominator,
            quantile_type=rule.quantile_type if quantile_type is None else quantile_type,
        )
    )


def named(rule: Rule, *, in_other_words: bool = False) -> Rule:
    """Give a rule its honest name: a preset with anything changed is called custom.

    The question and the words of the scale belong to it: a rule for appropriateness under which
    people are asked how far they agree is another rule. With `in_other_words` they are left out
    of account, for a preset that is only tried on answers to another question.
    """
    origin = PRESETS.get(rule.based_on or rule.name)
    if origin is None:
        return rule
    for form in _forms(origin):
        planned = replace(form, **{name: getattr(rule, name) for name in _SILENT})
        if in_other_words:
            own, asked = form.scale, rule.scale
            words = (asked.low_label, asked.high_label, asked.labels)
            scale = replace(own, low_label=words[0], high_label=words[1], labels=words[2])
            planned = replace(planned, question=rule.question, scale=scale)
        if planned == replace(rule, name=origin.name, based_on=""):
            return planned
    return replace(rule, name=CUSTOM, based_on=origin.name)


def read_rule(text: str | bytes) -> Rule:
    """Read a rule from its JSON document, under its honest name; raises Invalid."""
    return named(Rule.parse(text))


def narrow_on(ends: tuple[int, int], otherwise: Fraction) -> Fraction:
    """Return how wide a narrow interquartile range is on a scale, by its ends."""
    return Fraction(MOST_IQR[ends]) if ends in MOST_IQR else otherwise


def _forms(origin: Rule) -> list[Rule]:
    """A definition by a plain share or by the median is at home on every agreement scale."""
    if not origin.name.startswith(_AT_HOME):
        return [origin]
    return [
        replace(
            origin,
            scale=_rescaled(origin.scale, *ends),
            disagreement=STANDARD_BANDS[ends][0],
            agreement=STANDARD_BANDS[ends][1],
            most_iqr=origin.most_iqr and narrow_on(ends, origin.most_iqr),
        )
        for ends in _AGREE_SCALES
    ]


def _outer_thirds(lowest: int, highest: int) -> tuple[int, int, int, int]:
    third = max((highest - lowest + 1) // 3, 1)
    return lowest, lowest + third - 1, highest - third + 1, highest


def _rescaled(scale: Scale, lowest: int, highest: int) -> Scale:
    labels = (scale.low_label, scale.high_label)
    if (lowest, highest) == (0, 1):
        labels = _VOTE_LABELS
    elif scale.is_vote:
        labels = _AGREE_LABELS
    return Scale(lowest, highest, *labels)
