"""What a panel member can answer: a point of the scale, or a code that is no number."""

from dataclasses import dataclass
from enum import StrEnum


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
    """One cell of a ratings table; None is "not answered"."""

    statement: str
    panelist: str
    rating: int | OptOut | None
    round: int = 1
    group: str = ""
