"""Opened boxes as numbers: for each question a matrix, statements by boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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

    def counted(self, version_id: str, dimension: str = OVERALL) -> Given:
        """Return the answer that counts: none where an interest or the definition says so."""
        if not self.counts or version_id in self.recused:
            return EMPTY
        return self.content.given(version_id, dimension)

    def apart(self, version_id: str, dimension: str = OVERALL) -> Given:
        """Return the answer of somebody with an interest, which is never counted with others."""
        if not self.counts or version_id not in self.recused:
            return EMPTY
        return self.content.given(version_id, dimension)


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
    for line, box in enumerate(boxes):
        answer = box.apart if apart else box.counted
        numbers, others = [UNRATED] * len(versions), [-1] * len(versions)
        for row, version in enumerate(versions):
            given = answer(version, dimension)
            if given.rating is not None:
                numbers[row] = given.rating
            elif given.code is not None:
                others[row] = _PLACE[given.code]
            elif given.estimate is not None:
                estimates.setdefault(row, []).append(given.estimate)
        ratings[line], codes[line] = numbers, others
    return Matrix(scale, np.ascontiguousarray(ratings.T), np.ascontiguousarray(codes.T), estimates)
