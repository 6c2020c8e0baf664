"""Which tallies of parts of a panel may stand beside the total without giving away a few people.

The attacker of this module has every published tally of a round and subtracts them from each
other. A *part* is a set of people whose answers to one question are described: a stakeholder
group, or those who abstain because of an interest. Nothing may be published from which the
answers of a part with one to k - 1 people follow. Totals are always published: they are the
results, and say nothing about anybody's group.

What is never published for a part: how many chose "I cannot judge this", abstain or did not
answer. Parts never overlap, and one question has one set of parts, so that the published tallies
and what is left over are all that subtraction can give (tried out by solving the linear system).
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALLEST_CELL = 5
"""k, where a definition of consensus says nothing else."""

Part = TypeVar("Part", bound=Hashable)


def may_show(people: int, k: int) -> bool:
    """Tell whether the answers of so many people may be described; of nobody there are none."""
    return people == 0 or people >= k


def shown_parts(raters: Mapping[Part, int], k: int) -> frozenset[Part]:
    """Return the parts whose tallies may be published beside the total.

    `raters` has, for each part of the panel, how many rated this one question; every rater
    is in exactly one part. A part is left out if it is smaller than `k`. If those left out are
    together fewer than `k`, what remains of the total would describe them: then the smallest
    of the others is left out as well.

    >>> sorted(shown_parts({"clinicians": 10, "patients": 5, "methodologists": 2}, 5))
    ['clinicians']
    >>> shown_parts({"clinicians": 10, "patients": 3}, 5)
    frozenset()
    """
    if k < 1:
        raise ValueError(f"{k} is no size of a cell")
    large = sorted((part for part, n in raters.items() if n >= k), key=lambda p: (raters[p], p))
    left_out = sum(n for n in raters.values() if n < k)
    if not may_show(left_out, k) and large:
        large = large[1:]
    return frozenset(large)


def may_show_twice(apart: int, rest: int, k: int) -> bool:
    """Tell whether a result may be published both with and without some of those who rated it.

    `apart` of them are left out of one of the two, `rest` are in both: the difference describes
    the first, the smaller of the two tallies the second.
    """
    return may_show(apart, k) and may_show(rest, k) and bool(apart) and bool(rest)
