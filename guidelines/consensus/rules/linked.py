"""What is computed from rows that link one person's answers: coefficients, and nothing else.

On a panel of 18 one known opinion would reveal all the others of a linked row. The rows are
therefore used inside the transaction that closes a round, and only these numbers stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.analysis import Change, coefficients
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.opened import Matrix
from guidelines.consensus.rules.suppression import may_show
from guidelines.stats.stability import stability
from guidelines.stats.tallies import UNRATED


@dataclass(frozen=True)
class Linked:
    """The ratings of one round with the pseudonyms of those who gave them, in one order."""

    round: int
    versions: Sequence[str]
    pseudonyms: Sequence[str]
    matrix: Matrix


def reliability(rule: Rule, here: Linked) -> dict[str, object]:
    """Return Kendall's W, alpha and AC of a round as plain values."""
    return coefficients(here.matrix.ratings, here.matrix.counts, rule).document()


OF_MANY = (
    "statement", "round_before", "round_after", "n_pairs", "n_changed", "percent_unchanged",
    "percent_within_one", "percent_redistributed",
)  # fmt: skip
"""What is said of all statements together where those who rated only once are few."""


def stabilities(rule: Rule, before: Linked, here: Linked) -> dict[str, Any]:
    """Return how far the same people changed their ratings of the same wordings.

    Where fewer people than the smallest cell rated twice, nothing is said about them. Neither is
    it where those who rated only once are few: the totals of both rounds are published, so that
    a mean or a spread of the others would tell what these few said, statement by statement. Of
    several statements together shares are left then, and nothing that adds up.
    """
    people = [one for one in here.pseudonyms if one in set(before.pseudonyms)]
    old = _columns(before, people)
    new = _columns(here, people)
    first, second = [], []
    each = []
    for row, version in enumerate(here.versions):
        if version not in before.versions:
            continue
        place = before.versions.index(version)
        a, b = old[place], new[row]
        both = (a != UNRATED) & (b != UNRATED)
        first.append(a[both])
        second.append(b[both])
        pairs = int(both.sum())
        once = (_raters(before, place) - pairs, _raters(here, row) - pairs)
        if all(may_show(n, rule.smallest_cell) for n in (pairs, *once)):
            each.append(_change(rule, version, before, here, a[both], b[both]))
    told = len(each) == len(first)
    if not may_show(len(people), rule.smallest_cell) or not (told or len(first) > 1) or not first:
        return {"pooled": None, "statements": []}
    pooled = _change(rule, "", before, here, np.concatenate(first), np.concatenate(second))
    if not told:
        pooled = {name: pooled[name] if name in OF_MANY else None for name in pooled}
    return {"pooled": pooled, "statements": each}


def _raters(one: Linked, row: int) -> int:
    return int((one.matrix.ratings[row] != UNRATED).sum())


def _columns(one: Linked, people: Sequence[str]) -> NDArray[np.int16]:
    place = {pseudonym: column for column, pseudonym in enumerate(one.pseudonyms)}
    return one.matrix.ratings[:, [place[person] for person in people]]


def _change(
    rule: Rule,
    version: str,
    before: Linked,
    here: Linked,
    old: NDArray[np.int16],
    new: NDArray[np.int16],
) -> dict[str, object]:
    ends = rule.scale.lowest, rule.scale.highest
    return Change(version, (before.round, here.round), stability(old, new, *ends)).document()
