"""What a panel member can answer: a point of the scale, or a code that is no number."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class OptOut(StrEnum):
    """Why a statement has no rating; each code is counted apart."""

    NOT_MY_EXPERTISE = "not-my-expertise"
    PREFER_NOT = "prefer-not"
    UNCLEAR = "unclear"
    RECUSED = "recused"
    """Abstains because of an interest, and so was never eligible for this statement."""
    SKIPPED = "skipped"
    ABSTAIN = "abstain"
    """An answer of yes/no votes alone."""


@dataclass(frozen=True)
class Answer:
    """One cell of a ratings table; None is "not answered".

    `estimate` is a lowest, a best and a highest number, where estimates are asked.
    """

    statement: str
    panelist: str
    rating: int | OptOut | None
    round: int = 1
    group: str = ""
    estimate: tuple[Fraction, Fraction, Fraction] | None = None

    @property
    def is_given(self) -> bool:
        """Whether anything was answered."""
        return self.rating is not None or self.estimate is not None
