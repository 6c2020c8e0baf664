"""How few changed ratings would give a statement another result: exact, and exploratory.

A changed rating is one person choosing another point; nobody comes or goes. Where groups have
conditions of their own, these are looked at too: the groups must be known then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import Verdict, decide, majorities
from guidelines.consensus.rules.definition import Method, Rule
from guidelines.consensus.rules.group_robustness import fewest_in_groups
from guidelines.consensus.rules.scales import OVERALL
from guidelines.consensus.rules.shapes import by_quantiles, by_table, fewest_changes
from guidelines.stats.tallies import Tally

MOST_TRIED = 3
"""How many changes are tried where the result hangs on the mean."""
MOST_IN_GROUPS = 8
"""How many changes are looked at where groups have conditions of their own."""


@dataclass(frozen=True)
class Robustness:
    """The fewest changed ratings that give another result, and which one.

    `changes` is None where none does, however many are changed, or more than `tried`.
    """

    verdict: Verdict
    changes: int | None
    becomes: Verdict | None
    tried: int


def robustness(rule: Rule, statements: Sequence[Counted]) -> list[Robustness]:
    """Return for each statement how few changed ratings would give it another result."""
    return [_of_one(rule, statements, place) for place in range(len(statements))]


def _of_one(rule: Rule, statements: Sequence[Counted], place: int) -> Robustness:
    counted = statements[place]
    cutoff = majorities(rule, statements) if rule.method is Method.APMO else None
    now = decide(rule, counted, cutoff).verdict
    if now is Verdict.NOT_COMPUTABLE:
        return Robustness(now, None, None, 0)
    match rule.method:
        case Method.SHARES | Method.GRADE_GRID if rule.group_clauses:
            most = min(counted.n, MOST_IN_GROUPS)
            found = fewest_in_groups(rule, counted, now, min(most, 3))
            found = found or fewest_in_groups(rule, counted, now, most)
            return Robustness(now, found and found[0], found and found[1], most)
        case Method.SHARES | Method.GRADE_GRID:
            found = _by_shares(rule, counted, now)
        case Method.APMO:
            found = _by_majorities(rule, statements, place, now)
        case Method.RAND_TABLE | Method.RAND_IPRAS | Method.MEDIAN_IQR:
            found = _by_ranks(rule, counted.tally, now)
        case _:
            return _by_trying(rule, counted, now)
    return Robustness(now, found and found[0], found and found[1], counted.n)


_Found = tuple[int, Verdict] | None


def _parts(rule: Rule, counted: Counted) -> tuple[int, int]:
    return counted.inside(rule, BandName.AGREEMENT), counted.inside(rule, BandName.DISAGREEMENT)


def _by_shares(rule: Rule, counted: Counted, now: Verdict) -> _Found:
    """Look at every way to divide the ratings among the bands, in ever wider surroundings."""
    reach = 16
    while True:
        found = _within(rule, counted, now, reach)
        if found is not None and found[0] <= reach:
            return found
        if reach >= counted.n:
            return found
        reach *= 4


def _within(rule: Rule, counted: Counted, now: Verdict, reach: int) -> _Found:
    """Return the nearest other result among the divisions that lie up to `reach` away."""
    n, whole = counted.n, counted.whole(rule.denominator)
    inside, outside = _parts(rule, counted)
    a, d = np.meshgrid(
        *(np.arange(max(0, k - reach), min(n, k + reach) + 1) for k in (inside, outside)),
        indexing="ij",
    )
    possible = a + d <= n if _between(rule) else a + d == n

    def holds(clauses: tuple[Clause, ...]) -> NDArray[np.bool_]:
        met = np.full(a.shape, bool(clauses))
        for clause in clauses:
            if clause.dimension != OVERALL:  # about other answers, which do not change here
                asked = counted.about(clause.dimension, rule)
                part = counted.inside(rule, clause.band, clause.dimension)
                met &= asked.n > 0 and clause.holds(part, asked.whole(rule.denominator))
                continue
            met &= _compared(a if clause.band is BandName.AGREEMENT else d, whole, clause)
        return met

    agreed, rejected = holds(rule.agreed_when), holds(rule.rejected_when)
    codes = np.full(a.shape, _CODES.index(Verdict.NONE))
    codes[holds(rule.near_when) & ~agreed & ~rejected] = _CODES.index(Verdict.NEAR)
    codes[agreed & ~rejected] = _CODES.index(Verdict.FOR)
    codes[rejected & ~agreed] = _CODES.index(Verdict.AGAINST)
    codes[holds(rule.undecided_when)] = _CODES.index(Verdict.NONE)
    other = possible & (codes != _CODES.index(now))
    if not other.any():
        return None
    middle = np.abs((n - a - d) - (n - inside - outside))
    changes = np.where(other, (np.abs(a - inside) + np.abs(d - outside) + middle) // 2, n + 1)
    best = int(changes.argmin())
    return int(changes.flat[best]), _CODES[int(codes.flat[best])]


_CODES = (Verdict.NONE, Verdict.NEAR, Verdict.FOR, Verdict.AGAINST)


def _between(rule: Rule) -> bool:
    """Tell whether the scale has a point in neither band."""
    return any(p not in rule.agreement and p not in rule.disagreement for p in rule.scale.points)


def _compared(part: NDArray[np.int64], whole: int, clause: Clause) -> NDArray[np.bool_]:
    left, right = part * clause.limit.denominator, whole * clause.limit.numerator
    return {
        Comparison.AT_LEAST: left >= right,
        Comparison.MORE_THAN: left > right,
        Comparison.AT_MOST: left <= right,
        Comparison.LESS_THAN: left < right,
    }[clause.comparison]


def _by_majorities(rule: Rule, statements: Sequence[Counted], place: int, now: Verdict) -> _Found:
    """Change more and more ratings of one statement; the limit moves with them."""
    counted = statements[place]
    inside, outside = _parts(rule, counted)
    points = rule.agreement.low, rule.disagreement.low
    between = next(
        (p for p in rule.scale.points if p not in rule.agreement and p not in rule.disagreement),
        None,
    )
    for changes in range(1, counted.n + 1):
        for a, d in _ring(inside, outside, counted.n, changes):
            rest = counted.n - a - d
            if rest and between is None:
                continue
            chosen = [points[0]] * a + [points[1]] * d + [between or 0] * rest
            tally = Tally.of(chosen, rule.scale.lowest, rule.scale.highest)
            other = replace(counted, tally=tally)
            every = [*statements[:place], other, *statements[place + 1 :]]
            found = decide(rule, other, majorities(rule, every)).verdict
            if found is not now:
                return changes, found
    return None


def _ring(inside: int, outside: int, n: int, changes: int) -> Iterator[tuple[int, int]]:
    """Yield the divisions of n ratings that are so many changes away."""
    for a in range(max(0, inside - changes), min(n, inside + changes) + 1):
        for d in range(max(0, outside - changes), min(n - a, outside + changes) + 1):
            middle = abs((n - a - d) - (n - inside - outside))
            if abs(a - inside) + abs(d - outside) + middle == 2 * changes:
                yield a, d


def _by_ranks(rule: Rule, tally: Tally, now: Verdict) -> _Found:
    """Find the nearest distribution that has another result."""
    shapes = by_table if rule.method is Method.RAND_TABLE else by_quantiles
    found = shapes(rule, tally.n)
    other = np.array([verdict is not now for verdict in found.verdicts])
    if not other.any():
        return None
    changes = fewest_changes(tally.counts, found.least[:, other], found.most[:, other])
    best = int(changes.argmin())
    if changes[best] > tally.n:
        return None
    return int(changes[best]), found.verdicts[int(np.flatnonzero(other)[best])]


def _by_trying(rule: Rule, counted: Counted, now: Verdict) -> Robustness:
    """Try every way to change up to three ratings: the mean moves with each of them."""
    tally, points = counted.tally, range(len(counted.tally.counts))
    for changes in range(1, min(MOST_TRIED, counted.n) + 1):
        for taken in combinations_with_replacement(points, changes):
            left = list(tally.counts)
            for point in taken:
                left[point] -= 1
            if min(left) < 0:
                continue
            for given in combinations_with_replacement(points, changes):
                if set(given) & set(taken):
                    continue
                new = list(left)
                for point in given:
                    new[point] += 1
                changed = replace(counted, tally=Tally(tally.lowest, tuple(new)))
                found = decide(rule, changed).verdict
                if found is not now:
                    return Robustness(now, changes, found, changes)
    return Robustness(now, None, None, min(MOST_TRIED, counted.n))
