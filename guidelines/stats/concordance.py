"""Kendall's W: how far raters put statements in the same order.

It says nothing about how high the statements stand: a panel that gives every statement
the top mark has no W. Formula: Kendall and Babington Smith, Annals of Mathematical
Statistics 1939;10:275-287, with the correction for ties.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from guidelines.stats.tallies import UNRATED


@dataclass(frozen=True)
class Concordance:
    """W between 0 and 1, corrected for ties and not, with the matching chi-square."""

    items: int
    raters: int
    w: float
    w_uncorrected: float
    chi2: float
    df: int


def concordance(ratings: NDArray[np.int16]) -> Concordance | None:
    """Return W of a matrix (statements by people) over those who rated every statement.

    None where fewer than two statements or complete raters remain, or where every rater
    ties everything: there is no order to agree on.
    """
    complete = ratings[:, (ratings != UNRATED).all(axis=0)].astype(np.int64)
    items, raters = complete.shape
    if items < 2 or raters < 2:
        return None
    values = complete - complete.min()
    width = int(values.max()) + 1
    cells = values + np.arange(raters) * width
    chosen = np.bincount(cells.ravel(), minlength=raters * width).reshape(raters, width)
    mid_ranks = np.cumsum(chosen, axis=1) - (chosen - 1) / 2  # of each point, for each rater
    totals = mid_ranks.ravel()[cells].sum(axis=1)
    squares = float(((totals - totals.mean()) ** 2).sum())
    most = raters**2 * (items**3 - items)
    ties = int((chosen**3 - chosen).sum())
    if most == raters * ties:
        return None
    w = 12 * squares / (most - raters * ties)
    return Concordance(
        items=items,
        raters=raters,
        w=w,
        w_uncorrected=12 * squares / most,
        chi2=raters * (items - 1) * w,
        df=items - 1,
    )
