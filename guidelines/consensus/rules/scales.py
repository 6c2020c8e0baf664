"""What panel members answer on: scales, their bands and words, quantities, dimensions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, PlainSerializer

from guidelines.errors import Invalid, sentence

MOST_POINTS = 101
MOST_DECIMALS = 4
OVERALL = "overall"
"""The dimension that decides."""

_EXACT = re.compile(r"-?\d{1,12}(?:\.\d{1,8})?|-?\d{1,9}/(?P<whole>\d{1,9})", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)


def read_exact(value: object) -> Fraction:
    """Read a number such as "6.5" or "13/2" exactly; a JSON fraction would not be exact."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str):
        raise ValueError('write a number as text, for example "6.5"')
    found = _EXACT.fullmatch(value.strip())
    if not found or (found["whole"] is not None and not int(found["whole"])):
        raise ValueError(f'"{value}" is no number such as "7" or "6.5"')
    return Fraction(value.strip())


Exact = Annotated[Fraction, BeforeValidator(read_exact), PlainSerializer(str)]


@dataclass(frozen=True)
class Label:
    """The words of one point of a scale."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    point: int
    words: str


@dataclass(frozen=True)
class Scale:
    """A whole-number scale with words at each end; 0 to 1 is a vote, no or yes.

    `labels` are words for single points, where they have any.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    lowest: int
    highest: int
    low_label: str
    high_label: str
    labels: tuple[Label, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a scale without a choice, or one that nobody could show."""
        if not 2 <= len(self.points) <= MOST_POINTS:
            raise Invalid(
                {"scale": sentence("A scale has from 2 to %(most)s points.", most=MOST_POINTS)}
            )
        named = [label.point for label in self.labels]
        if len(set(named)) < len(named) or not set(named) <= set(self.points):
            raise Invalid(
                {
                    "labels": sentence(
                        "Each point from %(lowest)s to %(highest)s can have words once, and no "
                        "other point can.",
                        lowest=self.lowest,
                        highest=self.highest,
                    )
                }
            )

    @property
    def points(self) -> range:
        """Every point of the scale."""
        return range(self.lowest, self.highest + 1)

    @property
    def is_vote(self) -> bool:
        """Whether this is a yes/no vote."""
        return (self.lowest, self.highest) == (0, 1)

    def words(self, point: int) -> str:
        """Return the words of a point: its own, those of its end, or none."""
        own = {label.point: label.words for label in self.labels}
        ends = {self.lowest: self.low_label, self.highest: self.high_label}
        return own.get(point) or ends.get(point, "")


@dataclass(frozen=True)
class Band:
    """Neighbouring points of a scale, both ends included."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    low: int
    high: int

    def __contains__(self, point: object) -> bool:
        """Tell whether a point lies in the band."""
        return isinstance(point, int) and self.low <= point <= self.high


STANDARD_BANDS: Mapping[tuple[int, int], tuple[Band, Band]] = MappingProxyType(
    {
        (-2, 2): (Band(-2, -1), Band(1, 2)),
        (0, 1): (Band(0, 0), Band(1, 1)),
        (1, 5): (Band(1, 2), Band(4, 5)),
        (1, 7): (Band(1, 3), Band(5, 7)),
        (1, 9): (Band(1, 3), Band(7, 9)),
    }
)
"""The disagreement and the agreement band of a scale, unless a rule says otherwise."""


@dataclass(frozen=True)
class Quantity:
    """What a numeric estimate is given in: its range, its unit, how many decimals."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    lowest: Exact
    highest: Exact
    unit: str
    decimals: int = 0

    def __post_init__(self) -> None:
        """Refuse a range without room for an estimate."""
        if self.lowest >= self.highest or not 0 <= self.decimals <= MOST_DECIMALS:
            raise Invalid(
                {
                    "quantity": sentence(
                        "An estimate lies between a lower and a higher number, with at most "
                        "%(most)s decimals.",
                        most=MOST_DECIMALS,
                    )
                }
            )


@dataclass(frozen=True)
class Dimension:
    """A further question about each statement, such as its feasibility."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    key: str
    title: str
    question: str
    scale: Scale
    disagreement: Band
    agreement: Band

    def __post_init__(self) -> None:
        """Refuse a name that a clause or a file could not use."""
        if not _KEY.fullmatch(self.key) or self.key == OVERALL:
            raise Invalid(
                {
                    "dimensions": sentence(
                        "“%(key)s” cannot name a dimension: take small letters, digits and "
                        "hyphens, and not “overall”.",
                        key=self.key,
                    )
                }
            )
        check_bands(self.scale, self.disagreement, self.agreement)


def check_bands(scale: Scale, worse: Band, better: Band, *, first_is_best: bool = False) -> None:
    """Raise Invalid unless both bands lie on the scale, apart, the worse one on its side."""
    low, high = (better, worse) if first_is_best else (worse, better)
    if scale.lowest <= low.low <= low.high < high.low <= high.high <= scale.highest:
        return
    raise Invalid(
        {
            "bands": sentence(
                "The bands %(low)s and %(high)s must lie on the scale from %(lowest)s to "
                "%(highest)s, the disagreement band first, without a common point.",
                low=f"{worse.low}-{worse.high}",
                high=f"{better.low}-{better.high}",
                lowest=scale.lowest,
                highest=scale.highest,
            )
            if not first_is_best
            else sentence(
                "The places %(best)s and %(worst)s must lie between %(lowest)s and %(highest)s, "
                "the best places first, without a common place.",
                best=f"{better.low}-{better.high}",
                worst=f"{worse.low}-{worse.high}",
                lowest=scale.lowest,
                highest=scale.highest,
            )
        }
    )
