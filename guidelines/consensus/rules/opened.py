"""Opened boxes as numbers: for each question a matrix, statements by boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import EMPTY, Content, Estimate, Given
from guidelines.consensus.rules.scales import OVERALL, Scale
from guidelines.stats.tallies import UNRATED, Tally, tally_rows

CODES = tuple(OptOut)
_PLACE = {code: place for place, code in enumerate(CODES)}


@dataclass(frozen=True)
class Opened:
    """One opened box: what its owner said, and what of it counts.

    `recused` are the statements from which an interest keeps the owner. `counts` is whether
    anything of the box counts: an unsubmitted one may not, by the definition of consensus.
    """

    content: Content
    recused: frozenset[str] = frozenset()
    group: str = ""
    counts: bool = True


@dataclass(frozen=True)
class Matrix:
    """All answers to one question, statements by boxes.

    `ratings` are the numbers, `UNRATED` where there is none; `codes` the places of other answers
    in `CODES`, -1 where there is none; `estimates` the estimated numbers, by statement.
    """

    scale: Scale
    ratings: NDArray[np.int16]
    codes: NDArray[np.int8]
    estimates: Mapping[int, list[Estimate]] = field(default_factory=dict)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many chose each point: statements by points of the scale."""
        return tally_rows(self.ratings, self.scale.lowest, self.scale.highest)

    def tally(self, row: int) -> Tally:
        """Return the ratings of one statement."""
        return Tally(self.scale.lowest, tuple(self.counts[row].tolist()))

    def opt_outs(self, row: int) -> dict[OptOut, int]:
        """Return how many gave each other answer to one statement."""
        chosen = self.codes[row]
        found = np.bincount(chosen[chosen >= 0], minlength=len(CODES)).tolist()
        return {code: n for code, n in zip(CODES, found, strict=True) if n}

    def of(self, boxes: NDArray[np.bool_]) -> "Matrix":
        """Return the answers in some of the boxes."""
        return Matrix(self.scale, self.ratings[:, boxes], self.codes[:, boxes])


def lines(box: Opened, versions: Sequence[str], dimension: str = OVERALL) -> list[Given]:
    """Return the answers in a box to one question, by statement, whether they count or not."""
    cells = box.content.answers
    return [cells.get(version, _NONE).get(dimension, EMPTY) for version in versions]


_NONE: Mapping[str, Given] = MappingProxyType({})


def matrix(
    boxes: Sequence[Opened],
    versions: Sequence[str],
    scale: Scale,
    dimension: str = OVERALL,
    *,
    apart: bool = False,
) -> Matrix:
    """Return the answers to one question; with `apart`, of those with an interest alone."""
    ratings = np.full((len(boxes), len(versions)), UNRATED, np.int16)
    codes = np.full((len(boxes), len(versions)), -1, np.int8)
    estimates: dict[int, list[Estimate]] = {}
    for place, box in enumerate(boxes):
        if not box.counts:
            continue
        given = lines(box, versions, dimension)
        if apart or box.recused:
            given = [
                one if (version in box.recused) is apart else EMPTY
                for version, one in zip(versions, given, strict=True)
            ]
        ratings[place] = [UNRATED if one.rating is None else one.rating for one in given]
        codes[place] = [-1 if one.code is None else _PLACE[one.code] for one in given]
        for row, one in enumerate(given):
            if one.estimate is not None:
                estimates.setdefault(row, []).append(one.estimate)
    return Matrix(scale, np.ascontiguousarray(ratings.T), np.ascontiguousarray(codes.T), estimates)
