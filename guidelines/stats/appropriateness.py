"""The RAND/UCLA appropriateness method: regions, the panel-size table and IPRAS.

Source: Fitch et al., The RAND/UCLA Appropriateness Method User's Manual, RAND MR-1269,
2001; table as printed in BMC Medical Research Methodology 2012;12:93. Everything here
belongs to the scale from 1 to 9 alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from guidelines.stats.quantiles import median, quantile
from guidelines.stats.tallies import Tally

SMALLEST_PANEL, LARGEST_PANEL = 8, 16
_P30, _P70 = Fraction(3, 10), Fraction(7, 10)
_CENTRE, _BASE, _CORRECTION = 5, Fraction(235, 100), Fraction(3, 2)


class Region(StrEnum):
    """A third of the scale from 1 to 9."""

    LOW = "1-3"
    MIDDLE = "4-6"
    HIGH = "7-9"


class MedianConvention(StrEnum):
    """Where a median between two regions (3.5 or 6.5, on even panels) belongs."""

    UPPER = "upper"
    """To the upper region, as in the manual."""
    MIDDLE = "middle"
    """To the middle region: below 7 is not appropriate, above 3 is not inappropriate."""


class RandClass(StrEnum):
    """How the panel rates a statement; not a kind of consensus."""

    APPROPRIATE = "appropriate"
    UNCERTAIN = "uncertain"
    INAPPROPRIATE = "inappropriate"


@dataclass(frozen=True)
class PanelLimits:
    """What the table says for one number of raters."""

    most_outside: int
    """Agreement: at most so many ratings outside the region of the median."""
    least_at_each_end: int
    """Disagreement: at least so many ratings in 1-3 and as many in 7-9."""


@dataclass(frozen=True)
class PanelJudgement:
    """Agreement and disagreement are no complements: often it is neither."""

    agreement: bool
    disagreement: bool


@dataclass(frozen=True)
class Spread:
    """The interpercentile range against what symmetry would allow (IPRAS)."""

    p30: Fraction
    p70: Fraction

    @cached_property
    def ipr(self) -> Fraction:
        """The interpercentile range from the 30th to the 70th percentile."""
        return self.p70 - self.p30

    @cached_property
    def ipras(self) -> Fraction:
        """The range adjusted for symmetry: 2.35 plus 1.5 for each point off the centre."""
        return _BASE + _CORRECTION * abs(_CENTRE - (self.p30 + self.p70) / 2)

    @property
    def index(self) -> Fraction:
        """The disagreement index, IPR by IPRAS."""
        return self.ipr / self.ipras

    @property
    def disagreement(self) -> bool:
        """Whether the ratings lie further apart than symmetry allows (strictly)."""
        return self.ipr > self.ipras


def panel_limits(raters: int) -> PanelLimits:
    """Return the row of the table for so many raters; outside 8 to 16 raises ValueError."""
    if not SMALLEST_PANEL <= raters <= LARGEST_PANEL:
        raise ValueError(
            f"the RAND/UCLA table holds for {SMALLEST_PANEL} to {LARGEST_PANEL} raters, "
            f"not for {raters}; use IPRAS"
        )
    third = (raters + 1) // 3  # to the nearest whole number, which the table rounds to
    return PanelLimits(most_outside=third - 1, least_at_each_end=third)


def region(middle: Fraction, convention: MedianConvention = MedianConvention.UPPER) -> Region:
    """Return the region in which a median lies."""
    if convention is MedianConvention.UPPER:
        low_ends, high_starts = middle < Fraction(7, 2), middle >= Fraction(13, 2)
    else:
        low_ends, high_starts = middle <= 3, middle >= 7
    if high_starts:
        return Region.HIGH
    return Region.LOW if low_ends else Region.MIDDLE


def judge_by_table(
    tally: Tally, convention: MedianConvention = MedianConvention.UPPER
) -> PanelJudgement:
    """Judge agreement and disagreement by the panel-size table (8 to 16 raters)."""
    _must_be_one_to_nine(tally)
    limits, middle = panel_limits(tally.n), median(tally)
    assert middle is not None
    thirds = {Region.LOW: tally.within(1, 3), Region.HIGH: tally.within(7, 9)}
    thirds[Region.MIDDLE] = tally.within(4, 6)
    outside = tally.n - thirds[region(middle, convention)]
    return PanelJudgement(
        agreement=outside <= limits.most_outside,
        disagreement=min(thirds[Region.LOW], thirds[Region.HIGH]) >= limits.least_at_each_end,
    )


def spread(tally: Tally, quantile_type: int = 7) -> Spread | None:
    """Return P30, P70 and what follows from them; None without ratings."""
    _must_be_one_to_nine(tally)
    p30, p70 = quantile(tally, _P30, quantile_type), quantile(tally, _P70, quantile_type)
    return None if p30 is None or p70 is None else Spread(p30, p70)


def classify(
    middle: Fraction, disagreement: bool, convention: MedianConvention = MedianConvention.UPPER
) -> RandClass:
    """Class of a statement: disagreement turns any median into uncertain."""
    if disagreement:
        return RandClass.UNCERTAIN
    return {
        Region.LOW: RandClass.INAPPROPRIATE,
        Region.MIDDLE: RandClass.UNCERTAIN,
        Region.HIGH: RandClass.APPROPRIATE,
    }[region(middle, convention)]


def _must_be_one_to_nine(tally: Tally) -> None:
    if (tally.lowest, tally.highest) != (1, 9):
        raise ValueError(
            f"RAND/UCLA belongs to the scale from 1 to 9, not to {tally.lowest} to {tally.highest}"
        )
