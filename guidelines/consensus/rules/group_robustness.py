"""How few changed ratings would give another result where groups have conditions of their own.

A changed rating is one person's, and so counts in their group and in the total. Group by group
the fewest changes are carried on for every shift of the total and every pattern of conditions
that hold, so that all divisions up to a number of changes are looked at, and none is missed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.clauses import BandName, GroupClause, Groups
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import Verdict, by_conditions
from guidelines.consensus.rules.definition import Rule
from guidelines.stats.tallies import Tally

_Costs = Mapping[tuple[bool, ...], NDArray[np.int64]]
"""By the conditions that hold: the fewest changes for each shift of the two bands."""


def fewest_in_groups(
    rule: Rule, counted: Counted, now: Verdict, reach: int
) -> tuple[int, Verdict] | None:
    """Return the fewest changed ratings, up to `reach`, that give another result, and which.

    `counted` has every group that a condition looks at; who is in none of them is what is left
    of the total. Raises ValueError where groups have more ratings than there are.
    """
    reach = min(reach, counted.n)
    names = [name for name in counted.groups if _asked(rule, name, counted.groups[name])]
    begun = tuple(one.hold_in is Groups.EVERY for one in rule.group_clauses)
    side = 2 * reach + 1
    start = np.full((side, side), reach + 1, np.int64)
    start[reach, reach] = 0
    costs: _Costs = {begun: start}
    rest = list(counted.tally.counts)
    for name in names:
        group = counted.groups[name]
        rest = [whole - part for whole, part in zip(rest, group.tally.counts, strict=True)]
        costs = _with(rule, costs, _moves(rule, name, group, reach), reach)
    if min(rest, default=0) < 0:
        raise ValueError("the groups have more ratings than there are")
    others = Counted(Tally(counted.tally.lowest, tuple(rest)))
    costs = _with(rule, costs, _moves(rule, None, others, reach), reach)
    return _nearest(rule, counted, now, costs, reach, names)


def _asked(rule: Rule, name: str, group: Counted) -> bool:
    return any(_looks_at(one, name, group) for one in rule.group_clauses)


def _looks_at(one: GroupClause, name: str, group: Counted) -> bool:
    named = bool(name) and (not one.groups or name in one.groups)
    return named and group.n >= one.smallest_group


_Move = tuple[int, int, int, tuple[bool | None, ...]]
"""Shift of the agreement band, of the disagreement band, changes, and which conditions hold."""


def _moves(rule: Rule, name: str | None, group: Counted, reach: int) -> Iterator[_Move]:
    """Yield every division of a group's ratings that is up to `reach` changes away."""
    inside = group.inside(rule, BandName.AGREEMENT)
    outside = group.inside(rule, BandName.DISAGREEMENT)
    between = any(
        p not in rule.agreement and p not in rule.disagreement for p in rule.scale.points
    )
    for a in range(max(0, inside - reach), min(group.n, inside + reach) + 1):
        for d in range(max(0, outside - reach), min(group.n - a, outside + reach) + 1):
            middle = (inside + outside) - (a + d)
            if not between and a + d != group.n:
                continue
            changes = (abs(a - inside) + abs(d - outside) + abs(middle)) // 2
            if changes > reach:
                continue
            held = tuple(
                one.clause.holds(a if one.clause.band is BandName.AGREEMENT else d, group.n)
                if name is not None and _looks_at(one, name, group)
                else None
                for one in rule.group_clauses
            )
            yield a - inside, d - outside, changes, held


def _with(rule: Rule, costs: _Costs, moves: Iterator[_Move], reach: int) -> _Costs:
    """Return the costs with one more group in any of its divisions."""
    size = 2 * reach + 1
    found: dict[tuple[bool, ...], NDArray[np.int64]] = {}
    for shift_a, shift_d, changes, held in moves:
        for pattern, table in costs.items():
            now = tuple(
                before
                if one is None
                else (before and one if clause.hold_in is Groups.EVERY else before or one)
                for before, one, clause in zip(pattern, held, rule.group_clauses, strict=True)
            )
            target = found.setdefault(now, np.full((size, size), reach + 1, np.int64))
            to_a, from_a = _overlap(shift_a, size)
            to_d, from_d = _overlap(shift_d, size)
            np.minimum(target[to_a, to_d], table[from_a, from_d] + changes, out=target[to_a, to_d])
    return found


def _overlap(shift: int, size: int) -> tuple[slice, slice]:
    """Return where a shifted row lands, and from where it comes."""
    if shift >= 0:
        return slice(shift, size), slice(0, size - shift)
    return slice(0, size + shift), slice(-shift, size)


def _nearest(
    rule: Rule, counted: Counted, now: Verdict, costs: _Costs, reach: int, names: Sequence[str]
) -> tuple[int, Verdict] | None:
    inside = counted.inside(rule, BandName.AGREEMENT)
    outside = counted.inside(rule, BandName.DISAGREEMENT)
    asked = tuple(
        any(_looks_at(one, name, counted.groups[name]) for name in names)
        for one in rule.group_clauses
    )
    cells = sorted(
        (int(table[a, d]), int(a) - reach, int(d) - reach, pattern)
        for pattern, table in costs.items()
        for a, d in np.argwhere(table <= reach)
    )
    for changes, shift_a, shift_d, pattern in cells:
        held = tuple(one if there else None for one, there in zip(pattern, asked, strict=True))
        tally = _tally(rule, inside + shift_a, outside + shift_d, counted.n)
        found = by_conditions(rule, replace(counted, tally=tally, groups={}), held).verdict
        if found is not now:
            return changes, found
    return None


def _tally(rule: Rule, inside: int, outside: int, n: int) -> Tally:
    """Return a distribution with so many ratings in each band."""
    between = next(
        (p for p in rule.scale.points if p not in rule.agreement and p not in rule.disagreement),
        rule.agreement.low,
    )
    rest = n - inside - outside
    chosen = [rule.agreement.low] * inside + [rule.disagreement.low] * outside + [between] * rest
    return Tally.of(chosen, rule.scale.lowest, rule.scale.highest)
