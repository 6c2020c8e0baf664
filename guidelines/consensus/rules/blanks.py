"""The definition of consensus as one sentence with blanks: what stands in them, and back.

A blank is a text by its name. A rule that says more than the sentence has blanks for cannot be
changed in it; `fits` tells.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from guidelines.consensus.rules.blank_reading import Blanks
from guidelines.consensus.rules.blank_texts import blanks_of
from guidelines.consensus.rules.clauses import Clause, GroupClause, MeanLimit, Outliers
from guidelines.consensus.rules.conditions import as_fields, conditions_of, read_further
from guidelines.consensus.rules.criteria import is_criterion
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import (
    AnswerKind,
    Conflicted,
    Denominator,
    Method,
    Partial,
    Population,
    ReasonRequired,
    Stopping,
    StopWhen,
)
from guidelines.consensus.rules.presets import named, narrow_on
from guidelines.consensus.rules.scales import (
    OVERALL,
    STANDARD_BANDS,
    Band,
    Dimension,
    Label,
    Quantity,
    Scale,
)
from guidelines.consensus.rules.told import MOST_DIMENSIONS, read_told
from guidelines.errors import Invalid, sentence
from guidelines.stats.appropriateness import MedianConvention

SCALES = ("1-9", "1-7", "1-5", "0-10")
LONGEST_QUESTION, LONGEST_WORDS = 300, 60
_SPAN = re.compile(r"(-?\d{1,3})-(-?\d{1,3})", re.ASCII)
_BANDS = {**STANDARD_BANDS, (0, 10): (Band(0, 3), Band(7, 10))}


def fits(rule: Rule) -> bool:
    """Tell whether the sentence with its blanks says all that the rule does."""
    try:
        return _plain(filled(rule, {})) == _plain(rule)
    except Invalid:
        return False


def _plain(rule: Rule) -> Rule:
    """Return a rule without its name, its conditions in one order: what it does, no more."""
    conditions = as_fields(sorted(conditions_of(rule), key=repr))
    return replace(rule, name="", based_on="", **conditions)  # type: ignore[arg-type]


def filled(base: Rule, sent: Mapping[str, str]) -> Rule:
    """Return `base` with the blanks that were sent, under its honest name.

    Raises Invalid with a sentence for each blank that cannot be read.
    """
    known = blanks_of(base)
    blanks = Blanks({**known, **{k: v.strip() for k, v in sent.items() if k in known}})
    scale = _scale(base, blanks)
    agreement, disagreement = _bands(base, blanks, scale)
    dimensions = _dimensions(base, blanks)
    clauses = _conditions(blanks, dimensions) if base.agreed_when else {}
    quantity = _quantity(blanks) if base.kind is AnswerKind.ESTIMATE else None
    values: dict[str, object] = {
        **clauses,
        **_of_method(base, blanks, scale),
        "question": blanks["question"][:LONGEST_QUESTION] or base.question,
        "scale": scale,
        "agreement": agreement,
        "disagreement": disagreement,
        "dimensions": dimensions,
        "quantity": quantity,
        "quorum": blanks.percent("quorum") if blanks["quorum"] else None,
        "smallest_cell": blanks.whole("smallest_cell"),
        "least_ratings": blanks.whole("least_ratings"),
        "quantile_type": blanks.whole("quantile_type"),
        "stopping": Stopping(
            blanks.choice("stop_when", StopWhen),
            blanks.whole("stop_rounds"),
            blanks.percent("stop_change"),
        ),
        "denominator": blanks.choice("denominator", Denominator),
        "population": blanks.choice("population", Population),
        "partial": blanks.choice("partial", Partial),
        "conflicted": blanks.choice("conflicted", Conflicted),
        "reason_required": blanks.choice("reason_required", ReasonRequired),
        "median_convention": blanks.choice("median_convention", MedianConvention),
        "ties": blanks["ties"] == "yes",
        "partial_lists": blanks["partial_lists"] == "yes",
    }
    if blanks.wrong:
        raise Invalid(blanks.wrong)
    return named(replace(base, **values))  # type: ignore[arg-type]


def _of_method(base: Rule, blanks: Blanks, scale: Scale) -> dict[str, object]:
    match base.method:
        case Method.OUTLIERS:
            return {"outliers": _outliers(blanks)}
        case Method.MEDIAN_IQR:
            width = blanks.number("most_iqr")
            if width == base.most_iqr and scale.points != base.scale.points:
                width = narrow_on((scale.lowest, scale.highest), width)
            return {"most_iqr": width}
        case Method.GRADE_GRID:
            return {"strong_at": blanks.percent("strong_at")}
        case _:
            return {}


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def _banded(text: str) -> tuple[int, int]:
    ends = _span(text)
    if ends not in _BANDS:
        raise ValueError(text)
    return ends


def _scale(base: Rule, blanks: Blanks) -> Scale:
    ends = blanks.read(
        "scale",
        _span,
        (base.scale.lowest, base.scale.highest),
        sentence("one of the scales, such as 1-9"),
    )
    low, high = (blanks[name][:LONGEST_WORDS] for name in ("low_label", "high_label"))
    same = ends == (base.scale.lowest, base.scale.highest)
    labels = _labels(blanks)
    if not same:
        labels = tuple(one for one in labels if one not in base.scale.labels)
    own = base.scale
    return Scale(*ends, low or own.low_label, high or own.high_label, labels)


def _labels(blanks: Blanks) -> tuple[Label, ...]:
    found = []
    for line in blanks["labels"].splitlines():
        point, _, words = line.partition("=")
        try:
            found.append(Label(int(point), words.strip()[:LONGEST_WORDS]))
        except ValueError:
            blanks.wrong["labels"] = sentence(
                "Write one point in each line, for example “5 = neutral”."
            )
    return tuple(one for one in found if one.words)


def _bands(base: Rule, blanks: Blanks, scale: Scale) -> tuple[Band, Band]:
    """Return the agreement and the disagreement band; on another scale its usual ones."""
    read = Band(blanks.whole("in_low"), blanks.whole("in_high"))
    other = Band(blanks.whole("out_low"), blanks.whole("out_high"))
    untouched = (read, other) == (base.agreement, base.disagreement)
    ends = scale.lowest, scale.highest
    if untouched and scale.points != base.scale.points and ends in _BANDS:
        other, read = _BANDS[ends]
    return read, other


def _conditions(
    blanks: Blanks, dimensions: Sequence[Dimension]
) -> dict[str, tuple[Clause, ...] | tuple[GroupClause, ...]]:
    return as_fields([*read_told(blanks, dimensions).conditions(), *read_further(blanks)])


def _outliers(blanks: Blanks) -> Outliers:
    near = None
    if blanks["near_mean"]:
        near = MeanLimit(blanks.number("near_mean"), blanks.whole("near_outliers"))
    agreed = MeanLimit(blanks.number("mean"), blanks.whole("most_outliers"))
    return Outliers(blanks.number("distance"), agreed, near)


def _quantity(blanks: Blanks) -> Quantity:
    low, high = blanks.number("quantity_low"), blanks.number("quantity_high")
    return Quantity(low, high, blanks["unit"][:LONGEST_WORDS], blanks.whole("decimals"))


def _dimensions(base: Rule, blanks: Blanks) -> tuple[Dimension, ...]:
    found = []
    keys = {one.title: one for one in base.dimensions if not is_criterion(one.key)}
    for place in range(MOST_DIMENSIONS):
        title = blanks[f"dimension{place}_title"][:LONGEST_WORDS]
        if not title:
            continue
        question = blanks[f"dimension{place}_question"][:LONGEST_QUESTION] or title
        wanted = sentence("one of the scales, such as 1-9")
        ends = blanks.read(f"dimension{place}_scale", _banded, (1, 9), wanted)
        kept = keys.get(title)
        if kept is not None and (kept.scale.lowest, kept.scale.highest) == ends:
            found.append(replace(kept, question=question))
            continue
        key = kept.key if kept else _key(title, place)
        scale = Scale(*ends, base.scale.low_label, base.scale.high_label)
        found.append(Dimension(key, title, question, scale, *_BANDS[ends]))
    found += [one for one in base.dimensions if is_criterion(one.key)]
    return tuple(found)


def _key(title: str, place: int) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40]
    usable = plain and plain[0].isalpha() and plain != OVERALL
    return plain if usable else f"dimension-{place + 1}"
