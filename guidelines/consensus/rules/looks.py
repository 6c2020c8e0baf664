"""A look at answers that are still coming in: drawn, so that it never tells of a few people.

Who compares two looks, or the last look with the result, subtracts one from the other. Therefore
each look leaves out as many answers to a statement as the smallest group that is shown, drawn at
random: what lies between the look and everything that was answered belongs to that many people
at least, and nobody can know who they are.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.opened import Matrix
from guidelines.stats.tallies import Tally

Drawn = TypeVar("Drawn")


class Dice(Protocol):
    """A source of randomness."""

    def sample(self, population: Sequence[Drawn], k: int) -> list[Drawn]:
        """Return `k` of them, each as likely as any other."""
        ...


def drawn(answers: Matrix, row: int, left_out: int, dice: Dice) -> Counted | None:
    """Return the answers to a statement without `left_out` of them; None where there are fewer.

    `dice` must be a source of randomness that nobody can repeat.
    """
    tally = answers.tally(row)
    given = list(answers.estimates.get(row, ()))
    ratings = [
        point for point, n in zip(tally.points, tally.counts, strict=True) for _ in range(n)
    ]
    if len(ratings) + len(given) <= left_out:
        return None
    if given:
        return Counted(tally, estimates=tuple(dice.sample(given, len(given) - left_out)))
    kept = dice.sample(ratings, len(ratings) - left_out)
    return Counted(Tally.of(kept, tally.lowest, tally.highest))
