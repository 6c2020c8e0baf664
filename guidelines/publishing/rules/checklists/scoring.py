"""From ratings to scaled domain scores and agreement between appraisers.

Domains stay apart: there is no total, as the authors of AGREE II ask. What an appraiser skipped
counts neither as obtained nor as possible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from guidelines.publishing.rules.checklists.catalogue import Checklist, Scale
from guidelines.stats.reliability import krippendorff_alpha

Ratings = Mapping[str, int]
"""What one appraiser rated, by item; a skipped item is not in it."""

SKIPPED = "skipped"
FAR_APART = 3
"""Points between the lowest and the highest rating of an item from which people should talk."""


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of some ratings between the least and the most that was possible."""

    obtained: int
    least: int
    most: int

    @property
    def exact(self) -> Fraction | None:
        """The scaled score from 0 to 100, or None where nothing was rated."""
        if self.most == self.least:
            return None
        return Fraction(100 * (self.obtained - self.least), self.most - self.least)

    @property
    def percent(self) -> int | None:
        """The scaled score as a whole number; halves are rounded up."""
        exact = self.exact
        return None if exact is None else int(exact + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class DomainScore:
    """The score of one domain over all appraisers, and of each of them alone, in their order."""

    section: str
    title: str
    score: Score
    each: tuple[Score, ...]
    skipped: int


@dataclass(frozen=True, slots=True)
class ItemSpread:
    """How the ratings of one item lie: of each appraiser in their order, None where skipped."""

    item: str
    ratings: tuple[int | None, ...]

    @property
    def range(self) -> int:
        """Points between the lowest and the highest rating."""
        given = [one for one in self.ratings if one is not None]
        return max(given) - min(given) if given else 0

    @property
    def is_far_apart(self) -> bool:
        """Whether people should talk about it."""
        return self.range >= FAR_APART


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far appraisers agree.

    `alpha` is Krippendorff's for ordered ratings over all items, None where it cannot be
    computed. `close` counts the pairs of ratings of an item at most one point apart, of `pairs`.
    """

    alpha: float | None
    close: int
    pairs: int


def score_of(ratings: Sequence[int], scale: Scale) -> Score:
    """Return the score of ratings on one scale."""
    count = len(ratings)
    return Score(sum(ratings), scale.lowest * count, scale.highest * count)


def domain_scores(checklist: Checklist, ratings: Sequence[Ratings]) -> list[DomainScore]:
    """Return the score of every domain; `ratings` has one mapping for each appraiser."""
    scale = scale_of(checklist)
    found = []
    for section, title in checklist.sections:
        items = [item.id for item in checklist.in_section(section)]
        each = [[one[item] for item in items if item in one] for one in ratings]
        given = [rating for some in each for rating in some]
        found.append(
            DomainScore(
                section,
                title,
                score_of(given, scale),
                tuple(score_of(some, scale) for some in each),
                len(items) * len(ratings) - len(given),
            )
        )
    return found


def spreads(checklist: Checklist, ratings: Sequence[Ratings]) -> list[ItemSpread]:
    """Return how the ratings of each item lie, in the order of the items."""
    return [
        ItemSpread(item.id, tuple(one.get(item.id) for one in ratings)) for item in checklist.items
    ]


def agreement(checklist: Checklist, ratings: Sequence[Ratings]) -> Agreement:
    """Return how far the appraisers agree over all items."""
    scale = scale_of(checklist)
    counts = np.zeros((len(checklist.items), len(scale.points)), dtype=np.int64)
    close = pairs = 0
    for row, one in enumerate(spreads(checklist, ratings)):
        given = [rating for rating in one.ratings if rating is not None]
        for rating in given:
            counts[row, rating - scale.lowest] += 1
        for first, second in combinations(given, 2):
            pairs += 1
            close += abs(first - second) <= 1
    return Agreement(krippendorff_alpha(counts, scale.lowest, "ordinal"), close, pairs)


def scale_of(checklist: Checklist) -> Scale:
    """Return the scale of an instrument; `LookupError` for a checklist without one."""
    if checklist.scale is None:
        raise LookupError(f"{checklist.name} is not rated")
    return checklist.scale
