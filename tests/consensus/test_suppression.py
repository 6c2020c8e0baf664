"""An attacker subtracts published tallies from each other, and learns nothing about a few."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.rules.suppression import may_show, may_show_twice, shown_parts

PARTS = "abcdef"
PANELS = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 14), max_size=len(PARTS))
KS = st.integers(1, 8)


def rank(rows):
    """Return the rank of a matrix, by exact elimination."""
    rows = [[Fraction(cell) for cell in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / rows[found][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def determined(atoms, published):
    """Return each union of atoms whose tally follows from the published ones.

    A tally follows when the equations have one solution for it, which is when its row lies in
    the space of the published rows. Who is in no atom (nobody rated) is known to be empty.
    """
    atoms = sorted(atoms)
    known = [[int(atom in one) for atom in atoms] for one in published]
    base = rank(known)
    every = chain.from_iterable(combinations(atoms, n) for n in range(1, len(atoms) + 1))
    for union in every:
        row = [int(atom in union) for atom in atoms]
        if rank([*known, row]) == base:
            yield union


def people_in(union, raters):
    return sum(raters[part] for part in union)


@given(PANELS, KS)
def test_no_part_smaller_than_k_follows_from_what_is_published(raters, k):
    shown = shown_parts(raters, k)
    filled = {part for part, n in raters.items() if n}
    published = [filled, *({part} for part in shown)]

    for union in determined(filled, published):
        if set(union) != filled:  # the total is the result itself
            assert may_show(people_in(union, raters), k), union


@given(PANELS, st.integers(0, 9), KS)
def test_the_result_with_and_without_conflicted_votes_gives_away_no_few(raters, conflicted, k):
    """Groups are described without the conflicted, whose own tally may stand beside them."""
    shown = shown_parts(raters, k)
    filled = {part for part, n in raters.items() if n}
    rest = sum(raters.values())
    published = [filled, *({part} for part in shown)]
    sizes = {**raters, "conflicted": conflicted}
    atoms = filled | ({"conflicted"} if conflicted else set())
    if may_show_twice(conflicted, rest, k):
        published.append(atoms)

    for union in determined(atoms, published):
        if set(union) != filled:
            assert may_show(people_in(union, sizes), k), union


@given(PANELS, PANELS, KS)
def test_two_questions_together_give_away_no_more_than_each(first, second, k):
    """Dimensions and rounds: other answers, other unknowns, whatever parts each of them shows."""
    atoms, published, sizes = set(), [], {}
    for question, raters in (("first", first), ("second", second)):
        filled = {(question, part) for part, n in raters.items() if n}
        atoms |= filled
        sizes |= {(question, part): n for part, n in raters.items()}
        published += [filled, *({(question, part)} for part in shown_parts(raters, k))]
    if len(atoms) > 7:
        return  # the unions are too many to try them all

    for union in determined(atoms, published):
        for question in ("first", "second"):
            asked = [atom for atom in union if atom[0] == question]
            everybody = len(asked) == sum(atom[0] == question for atom in atoms)
            assert everybody or may_show(people_in(asked, sizes), k), union


@pytest.mark.parametrize(
    ("raters", "shown"),
    [
        ({}, ""),
        ({"a": 4}, ""),
        ({"a": 5}, "a"),
        ({"a": 10, "b": 3}, ""),  # one left out, the total shown: its answers would follow
        ({"a": 10, "b": 5}, "ab"),
        ({"a": 10, "b": 5, "c": 0}, "ab"),
        ({"a": 10, "b": 5, "c": 1}, "a"),  # b hides c
        ({"a": 10, "b": 3, "c": 2}, "a"),  # b and c hide each other
        ({"a": 6, "b": 6, "c": 4}, "b"),
        ({"a": 4, "b": 4, "c": 4}, ""),
    ],
)
def test_parts_of_a_panel(raters, shown):
    assert shown_parts(raters, 5) == frozenset(shown)


@pytest.mark.parametrize(
    ("apart", "rest", "allowed"),
    [(0, 20, False), (4, 20, False), (5, 20, True), (5, 4, False), (5, 0, False), (20, 5, True)],
)
def test_a_second_tally(apart, rest, allowed):
    assert may_show_twice(apart, rest, 5) is allowed


def test_a_cell_has_a_size():
    with pytest.raises(ValueError, match="no size"):
        shown_parts({}, 0)
