"""Statistics of a large panel beside one bare NumPy pass over the same array.

10,000 people, 1,000 statements, one cell in ten rated. Ours: counts per point, quartiles, mean,
SD, shares, RAND/UCLA numbers and the result of every statement, then Kendall's W, alpha by three
metrics and AC by three weights. The pass: n and mean of every statement, unrated cells left out.
Prints lines of JSON; `python -m bench.statistics`
"""

import json
import statistics
import time

import numpy as np

from guidelines.consensus.rules.analysis import coefficients
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.verdicts import evaluate_all
from guidelines.stats.tallies import UNRATED, Tally, tally_rows

PEOPLE, STATEMENTS, RATED, ROUNDS, LIMIT = 10_000, 1_000, 0.1, 7, 10.0
RULE = preset("comet-70-15")


def matrix():
    """Return sparse ratings from 1 to 9, statements by people, always the same."""
    chance = np.random.default_rng(4)
    ratings = chance.integers(1, 10, (STATEMENTS, PEOPLE)).astype(np.int16)
    ratings[chance.random((STATEMENTS, PEOPLE)) > RATED] = UNRATED
    return ratings


def bare(ratings):
    """Return n and mean of every statement."""
    rated = ratings != UNRATED
    n = rated.sum(axis=1)
    return n, np.where(rated, ratings, 0).sum(axis=1) / n


def ours(ratings):
    """Return all that is said of the panel."""
    counts = tally_rows(ratings, 1, 9)
    counted = [Counted(Tally(1, tuple(row)), eligible=PEOPLE) for row in counts.tolist()]
    return evaluate_all(RULE, counted), coefficients(ratings, counts, RULE)


def seconds(work, ratings):
    """Return how long one run takes."""
    start = time.perf_counter()
    work(ratings)
    return time.perf_counter() - start


def main():
    """Run both in turn and print the ratio of their medians."""
    ratings = matrix()
    n, means = bare(ratings)
    results, _ = ours(ratings)
    assert [one.n for one in results] == n.tolist()
    assert np.allclose([one.description.mean for one in results], means)
    pairs = [(seconds(ours, ratings), seconds(bare, ratings)) for _ in range(ROUNDS)]
    here, there = (statistics.median(column) for column in zip(*pairs, strict=True))
    row = {
        "name": "statistics of 10,000 people × 1,000 statements",
        "ratio": round(here / there, 3),
        "limit": LIMIT,
        "ours_ms": round(here * 1000, 1),
        "numpy_ms": round(there * 1000, 1),
    }
    print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
