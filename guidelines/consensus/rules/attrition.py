"""Who came back, and whether those who left had answered otherwise; nothing about a few people.

Answers of two rounds are tied together for this, inside the transaction that closes the second
one. Of those who left only medians are kept: a mean could be subtracted from that of everybody.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from guidelines.consensus.rules.linked import Linked
from guidelines.consensus.rules.suppression import may_show
from guidelines.stats.attrition import leaving, turnout


@dataclass(frozen=True)
class Came:
    """Who answered a round, by pseudonym, of how many who were asked."""

    round: int
    invited: int
    people: Collection[str]


def attrition(
    rounds: Sequence[Came], groups: Mapping[str, str], before: Linked, k: int
) -> dict[str, Any]:
    """Return response and retention from round to round, as plain values.

    `rounds` end with the one that is closed; `groups` are the stakeholder groups of those who
    were asked first; `before` are the ratings of the round before, of which is said how those who
    came back had rated and how those who did not.
    """
    counts = turnout([one.invited for one in rounds], [one.people for one in rounds])
    first = set(rounds[0].people)
    faithful = first.intersection(*(one.people for one in rounds))
    return {
        "rounds": [
            {
                "round": one.round,
                "invited": count.invited,
                "answered": count.answered,
                "retained": count.retained,
            }
            for one, count in zip(rounds, counts, strict=True)
        ],
        **_of_groups(first, faithful, groups, k),
        "leaving": _leaving(before, set(rounds[-1].people), k),
    }


def _of_groups(
    first: Collection[str], faithful: Collection[str], groups: Mapping[str, str], k: int
) -> dict[str, Any]:
    """Return the retention of each group that may be shown.

    Neither those who stayed nor those who left may be few: not in a group that is shown, and not
    in what is left when all that are shown are taken from the total.
    """
    counts: dict[str, tuple[int, int]] = {}
    for alias in first:
        name = groups.get(alias, "")
        began, stayed = counts.get(name, (0, 0))
        counts[name] = began + 1, stayed + (alias in faithful)
    shown = [name for name in counts if _may_show(*counts[name], k)]
    shown.sort(key=lambda name: (counts[name], name))
    while shown:
        rest = [counts[name] for name in counts if name not in shown]
        if _may_show(sum(began for began, _ in rest), sum(stayed for _, stayed in rest), k):
            break
        shown.pop(0)
    return {
        "groups": [
            {"group": name, "first": counts[name][0], "retained": counts[name][1]}
            for name in sorted(shown)
        ],
        "groups_sealed": len(shown) < len(counts),
    }


def _may_show(began: int, stayed: int, k: int) -> bool:
    return may_show(began, k) and may_show(stayed, k) and may_show(began - stayed, k)


def _leaving(before: Linked, here: Collection[str], k: int) -> dict[str, Any]:
    stayed = np.array([alias in here for alias in before.pseudonyms], dtype=bool)
    found = [
        {
            "version": version,
            "leavers": one.leavers,
            "stayers": one.stayers,
            "median_leavers": one.median_leavers,
            "median_stayers": one.median_stayers,
            "p": one.p,
        }
        for version, one in zip(
            before.versions, leaving(before.matrix.ratings, stayed), strict=True
        )
        if one.leavers >= k and one.stayers >= k
    ]
    return {
        "round": before.round,
        "statements": found,
        "sealed": len(before.versions) - len(found),
    }
