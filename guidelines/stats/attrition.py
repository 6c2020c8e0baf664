"""Who came back: response and retention from round to round, and whether leaving was chance.

Where those who left had rated otherwise than those who stayed, a later round agrees more because
it asks fewer kinds of people (attrition bias; COMET Handbook 2017).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from guidelines.stats.ranks import rank_sum
from guidelines.stats.shares import share
from guidelines.stats.tallies import UNRATED


@dataclass(frozen=True)
class Turnout:
    """One round: of those invited so many answered, and so many of the first round's people did
    in every round so far."""

    invited: int
    answered: int
    retained: int
    response: Fraction | None
    retention: Fraction | None


def turnout(invited: Sequence[int], answered: Sequence[Collection[str]]) -> list[Turnout]:
    """Return the turnout of each round from how many were invited and who answered.

    Retention is those who answered in every round so far, of those who answered in the first.
    """
    found: list[Turnout] = []
    everybody = faithful = set(answered[0]) if answered else set()
    for asked, came in zip(invited, answered, strict=True):
        faithful = faithful & set(came)
        found.append(
            Turnout(
                invited=asked,
                answered=len(set(came)),
                retained=len(faithful),
                response=share(len(set(came)), asked),
                retention=share(len(faithful), len(everybody)),
            )
        )
    return found


@dataclass(frozen=True)
class Leaving:
    """The earlier ratings of one statement by those who left and by those who stayed.

    `p` is the two-sided one of the rank-sum test; with few people a large one is no evidence
    that both are alike. None is "not computable".
    """

    leavers: int
    stayers: int
    median_leavers: float | None
    median_stayers: float | None
    mean_leavers: float | None
    mean_stayers: float | None
    p: float | None


def leaving(ratings: NDArray[np.int16], stayed: NDArray[np.bool_]) -> list[Leaving]:
    """Compare leavers with stayers, one entry for each row of a matrix (statements by people)."""
    found = []
    for row in ratings.astype(np.int64):
        rated = row != UNRATED
        gone, here = row[rated & ~stayed], row[rated & stayed]
        test = rank_sum(gone, here)
        found.append(
            Leaving(
                leavers=len(gone),
                stayers=len(here),
                median_leavers=float(np.median(gone)) if len(gone) else None,
                median_stayers=float(np.median(here)) if len(here) else None,
                mean_leavers=float(gone.mean()) if len(gone) else None,
                mean_stayers=float(here.mean()) if len(here) else None,
                p=test[1] if test else None,
            )
        )
    return found
