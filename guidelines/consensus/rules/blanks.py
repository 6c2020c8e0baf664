"""The definition of consensus as one sentence with blanks: what stands in them, and back.

A blank is a text by its name. A rule that says more than the sentence has blanks for cannot be
changed in it; `fits` tells.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from guidelines.consensus.rules.blank_texts import MOST_DIMENSIONS, Rejected, blanks_of
from guidelines.consensus.rules.clauses import (
    BandName,
    Clause,
    Comparison,
    GroupClause,
    Groups,
    MeanLimit,
    Outcome,
    Outliers,
    read_limit,
)
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
    read_exact,
)
from guidelines.errors import Invalid, sentence
from guidelines.stats.appropriateness import MedianConvention

SCALES = ("1-9", "1-7", "1-5", "0-10")
LONGEST_QUESTION, LONGEST_WORDS = 300, 60
_SPAN = re.compile(r"(-?\d{1,3})-(-?\d{1,3})", re.ASCII)
_BANDS = {**STANDARD_BANDS, (0, 10): (Band(0, 3), Band(7, 10))}
_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


def fits(rule: Rule) -> bool:
    """Tell whether the sentence with its blanks says all that the rule does."""
    return filled(rule, {}) == named(rule)


def filled(base: Rule, sent: Mapping[str, str]) -> Rule:
    """Return `base` with the blanks that were sent, under its honest name.

    Raises Invalid with a sentence for each blank that cannot be read.
    """
    known = blanks_of(base)
    blanks = _Blanks({**known, **{k: v.strip() for k, v in sent.items() if k in known}})
    scale = _scale(base, blanks)
    agreement, disagreement = _bands(base, blanks, scale)
    dimensions = _dimensions(base, blanks)
    clauses = _clauses(base, blanks, dimensions) if base.agreed_when else {}
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


def _of_method(base: Rule, blanks: "_Blanks", scale: Scale) -> dict[str, object]:
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


class _Blanks:
    """The texts of the blanks, read one by one; what cannot be read is collected."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.wrong: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def read(self, name: str, read: Callable[[str], _T], spare: _T, wanted: str) -> _T:
        try:
            return read(self[name])
        except ValueError:
            self.wrong[name] = sentence(
                "“%(text)s” is not %(wanted)s.", text=self[name][:40], wanted=wanted
            )
            return spare

    def percent(self, name: str) -> Fraction:
        wanted = sentence("a percentage such as 75, or a part such as 2/3")
        return self.read(name, _percent, Fraction(1, 2), wanted)

    def whole(self, name: str) -> int:
        return self.read(name, int, 2, sentence("a whole number"))

    def number(self, name: str) -> Fraction:
        return self.read(name, read_exact, Fraction(1), sentence("a number such as 7 or 6.5"))

    def choice(self, name: str, choices: type[_E]) -> _E:
        return self.read(name, choices, next(iter(choices)), sentence("one of the choices"))


def _percent(text: str) -> Fraction:
    plain = text.replace("%", "").replace(",", ".").strip()
    return read_limit(plain if "/" in plain else f"{plain} %")


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


def _scale(base: Rule, blanks: _Blanks) -> Scale:
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


def _labels(blanks: _Blanks) -> tuple[Label, ...]:
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


def _bands(base: Rule, blanks: _Blanks, scale: Scale) -> tuple[Band, Band]:
    """Return the agreement and the disagreement band; on another scale its usual ones."""
    read = Band(blanks.whole("in_low"), blanks.whole("in_high"))
    other = Band(blanks.whole("out_low"), blanks.whole("out_high"))
    untouched = (read, other) == (base.agreement, base.disagreement)
    ends = scale.lowest, scale.highest
    if untouched and scale.points != base.scale.points and ends in _BANDS:
        other, read = _BANDS[ends]
    return read, other


def _clauses(
    base: Rule, blanks: _Blanks, dimensions: Sequence[Dimension]
) -> dict[str, tuple[Clause, ...] | tuple[GroupClause, ...]]:
    inside = Clause(
        BandName.AGREEMENT, blanks.choice("in_comparison", Comparison), blanks.percent("in_limit")
    )
    agreed = [inside]
    if blanks["other_limit"]:
        comparison = blanks.choice("other_comparison", Comparison)
        agreed.append(Clause(BandName.DISAGREEMENT, comparison, blanks.percent("other_limit")))
    rejected: list[Clause] = []
    match blanks.choice("rejected", Rejected):
        case Rejected.MIRROR:
            rejected = [replace(one, band=_mirror(one.band)) for one in agreed]
        case Rejected.FEW:
            few = blanks.percent("few_limit")
            rejected = [Clause(BandName.AGREEMENT, Comparison.AT_MOST, few)]
        case Rejected.NEVER:
            pass
    near: tuple[Clause, ...] = ()
    if blanks["near_limit"]:
        near = (Clause(BandName.AGREEMENT, Comparison.AT_LEAST, blanks.percent("near_limit")),)
    return {
        "agreed_when": (*agreed, *_further(base, blanks, dimensions)),
        "rejected_when": tuple(rejected),
        "near_when": near,
        "group_clauses": _groups(blanks, agreed, rejected),
    }


def _mirror(band: BandName) -> BandName:
    return BandName.DISAGREEMENT if band is BandName.AGREEMENT else BandName.AGREEMENT


def _further(base: Rule, blanks: _Blanks, dimensions: Sequence[Dimension]) -> list[Clause]:
    """Return what must hold of the further questions for a statement to be agreed."""
    limits = [
        (one.key, f"dimension{place}_limit")
        for place in range(MOST_DIMENSIONS)
        for one in dimensions
        if one.title == blanks[f"dimension{place}_title"] and blanks[f"dimension{place}_limit"]
    ]
    return [
        Clause(BandName.AGREEMENT, Comparison.AT_LEAST, blanks.percent(name), key)
        for key, name in limits
    ]


def _groups(
    blanks: _Blanks, agreed: Sequence[Clause], rejected: Sequence[Clause]
) -> tuple[GroupClause, ...]:
    if blanks["groups"] != "every":
        return ()
    smallest = blanks.whole("smallest_group")
    return tuple(
        GroupClause(decides, clause, Groups.EVERY, smallest)
        for decides, clauses in ((Outcome.AGREED, agreed), (Outcome.REJECTED, rejected))
        for clause in clauses
    )


def _outliers(blanks: _Blanks) -> Outliers:
    near = None
    if blanks["near_mean"]:
        near = MeanLimit(blanks.number("near_mean"), blanks.whole("near_outliers"))
    agreed = MeanLimit(blanks.number("mean"), blanks.whole("most_outliers"))
    return Outliers(blanks.number("distance"), agreed, near)


def _quantity(blanks: _Blanks) -> Quantity:
    low, high = blanks.number("quantity_low"), blanks.number("quantity_high")
    return Quantity(low, high, blanks["unit"][:LONGEST_WORDS], blanks.whole("decimals"))


def _dimensions(base: Rule, blanks: _Blanks) -> tuple[Dimension, ...]:
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
