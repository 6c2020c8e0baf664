"""The heaviest chain of links between two sequences: which items stayed in order."""

from collections.abc import Iterable
from itertools import groupby

Link = tuple[int, int, float]


def heaviest(links: Iterable[Link]) -> list[tuple[int, int]]:
    """Return the pairs `(i, j)` that rise in both numbers and have the greatest sum of weights.

    `links` are `(i, j, weight)` sorted by `i` and `j`, with positive weights. It takes about
    n log n steps (prefix maxima in a Fenwick tree), whatever the size of the sequences.
    """
    found = list(links)
    if not found:
        return []
    places = {j: n for n, j in enumerate(sorted({j for _, j, _ in found}), 1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)
    before = [-1] * len(found)
    best = (0.0, -1)
    for _, run in groupby(enumerate(found), key=lambda link: link[1][0]):
        ended = []
        for number, (_i, j, weight) in run:
            total, before[number] = _highest(tree, places[j] - 1)
            ended.append((places[j], (total + weight, number)))
        for place, end in ended:  # only now: one item has one partner
            _raise(tree, place, end)
            best = max(best, end, key=lambda one: one[0])
    chain = []
    number = best[1]
    while number >= 0:
        chain.append(found[number][:2])
        number = before[number]
    return chain[::-1]


def _highest(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    """Return the best end among the first `place` places."""
    best = (0.0, -1)
    while place > 0:
        if tree[place][0] > best[0]:
            best = tree[place]
        place -= place & -place
    return best


def _raise(tree: list[tuple[float, int]], place: int, end: tuple[float, int]) -> None:
    """Note that a chain of this weight ends at `place`."""
    while place < len(tree):
        if end[0] > tree[place][0]:
            tree[place] = end
        place += place & -place
