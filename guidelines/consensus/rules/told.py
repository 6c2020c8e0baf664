"""The part of a definition by shares that the sentence has blanks of its own for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guidelines.consensus.rules.blank_reading import Blanks
from guidelines.consensus.rules.clauses import BandName, Clause, Comparison, Outcome
from guidelines.consensus.rules.conditions import Condition, Where, conditions_of
from guidelines.consensus.rules.criteria import is_criterion
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.scales import OVERALL, Dimension

MOST_DIMENSIONS = 3
"""How many further questions the sentence has blanks for."""

_FROM = (Comparison.AT_LEAST,)
_LEAST = (Comparison.AT_LEAST, Comparison.MORE_THAN)
_MOST = (Comparison.LESS_THAN, Comparison.AT_MOST)


class Rejected(StrEnum):
    """When a statement is rejected, as the sentence offers it."""

    MIRROR = "mirror"
    FEW = "few"
    NEVER = "never"


class Repeated(StrEnum):
    """Where the conditions over everybody must hold once more."""

    NO = "no"
    EVERY = "every"
    ANY = "any"


@dataclass(frozen=True)
class Told:
    """What the sentence says; every condition that is not in it is a further one.

    `inside` and `other` make agreement: how many must choose the agreement band and how many may
    choose the opposite one. `few` belongs to `Rejected.FEW`. `further` are the conditions about
    further questions.
    """

    inside: Clause | None
    other: Clause | None = None
    rejected: Rejected = Rejected.NEVER
    few: Clause | None = None
    near: Clause | None = None
    repeated: Repeated = Repeated.NO
    smallest_group: int = 3
    further: tuple[Clause, ...] = ()

    def conditions(self) -> tuple[Condition, ...]:
        """Return them one by one, as a rule has them."""
        pair = [one for one in (self.inside, self.other) if one is not None]
        agreed = [Condition(Outcome.AGREED, one) for one in pair]
        about = [Condition(Outcome.AGREED, one) for one in self.further]
        against: list[Clause] = []
        if self.rejected is Rejected.MIRROR:
            against = [replace(one, band=_opposite(one.band)) for one in pair]
        elif self.rejected is Rejected.FEW and self.few is not None:
            against = [self.few]
        rejected = [Condition(Outcome.REJECTED, one) for one in against]
        near = [Condition(Outcome.NEAR, self.near)] if self.near is not None else []
        inside = [
            replace(one, where=Where(self.repeated), smallest_group=self.smallest_group)
            for one in (*agreed, *rejected)
            if self.repeated is not Repeated.NO
        ]
        return (*agreed, *about, *rejected, *near, *inside)


def told_by(rule: Rule) -> Told:
    """Return as much of a rule as the sentence can say."""
    asked = set(conditions_of(rule))
    told = Told(
        _first(rule.agreed_when, BandName.AGREEMENT, _LEAST),
        _first(rule.agreed_when, BandName.DISAGREEMENT, _MOST),
        few=_first(rule.rejected_when, BandName.AGREEMENT, (Comparison.AT_MOST,)),
        near=_first(rule.near_when, BandName.AGREEMENT, _FROM),
        further=tuple(
            clause
            for one in own_dimensions(rule)[:MOST_DIMENSIONS]
            if (clause := _first(rule.agreed_when, BandName.AGREEMENT, _FROM, one.key))
        ),
    )

    def true(one: Told) -> bool:
        return set(one.conditions()) <= asked

    ways = [Rejected.MIRROR] if rule.rejected_when else []
    ways += [Rejected.FEW] if told.few is not None else []
    told = next(filter(true, (replace(told, rejected=way) for way in ways)), told)
    again = (
        replace(told, repeated=Repeated(one.hold_in), smallest_group=one.smallest_group)
        for one in rule.group_clauses
    )
    return next(filter(true, again), told)


def read_told(blanks: Blanks, dimensions: Sequence[Dimension]) -> Told:
    """Return what stands in the blanks of the sentence, in a rule with these further questions."""
    inside = Clause(
        BandName.AGREEMENT, blanks.choice("in_comparison", Comparison), blanks.percent("in_limit")
    )
    other = few = near = None
    if blanks["other_limit"]:
        comparison = blanks.choice("other_comparison", Comparison)
        other = Clause(BandName.DISAGREEMENT, comparison, blanks.percent("other_limit"))
    rejected = blanks.choice("rejected", Rejected)
    if rejected is Rejected.FEW:
        few = Clause(BandName.AGREEMENT, Comparison.AT_MOST, blanks.percent("few_limit"))
    if blanks["near_limit"]:
        near = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, blanks.percent("near_limit"))
    further = tuple(
        Clause(BandName.AGREEMENT, Comparison.AT_LEAST, blanks.percent(limit), one.key)
        for place in range(MOST_DIMENSIONS)
        for one in dimensions
        if one.title == blanks[f"dimension{place}_title"]
        and blanks[limit := f"dimension{place}_limit"]
    )
    repeated = blanks.choice("groups", Repeated)
    smallest = blanks.whole("smallest_group") if repeated is not Repeated.NO else 3
    return Told(inside, other, rejected, few, near, repeated, smallest, further)


def own_dimensions(rule: Rule) -> list[Dimension]:
    """Return the further questions that are no criteria between evidence and decision."""
    return [one for one in rule.dimensions if not is_criterion(one.key)]


def _opposite(band: BandName) -> BandName:
    return BandName.DISAGREEMENT if band is BandName.AGREEMENT else BandName.AGREEMENT


def _first(
    clauses: Sequence[Clause],
    band: BandName,
    comparisons: Sequence[Comparison],
    dimension: str = OVERALL,
) -> Clause | None:
    return next(
        (
            one
            for one in clauses
            if one.band is band and one.dimension == dimension and one.comparison in comparisons
        ),
        None,
    )
