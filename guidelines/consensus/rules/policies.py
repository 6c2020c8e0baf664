"""The choices of a definition of consensus that are not numbers."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from pydantic import ConfigDict

from guidelines.consensus.rules.clauses import Limit


class AnswerKind(StrEnum):
    """What panel members give for each statement."""

    RATING = "rating"
    VOTE = "vote"
    """Yes or no on a scale from 0 to 1; to abstain is an answer too."""
    GRID = "grid"
    """The GRADE grid, from -2 (strong against) over 0 (none) to 2 (strong for)."""
    RANKING = "ranking"
    """Each statement gets a place; 1 is the best."""
    ESTIMATE = "estimate"
    """A lowest, a best and a highest number."""


class Denominator(StrEnum):
    """Of whom the shares are taken; recused people are in none of them."""

    RATED = "rated"
    RATED_AND_OPTED_OUT = "rated+opted-out"
    ELIGIBLE = "eligible"


class Method(StrEnum):
    """What decides."""

    SHARES = "shares"
    """Shares of answers in the bands."""
    RAND_TABLE = "rand-table"
    """The RAND/UCLA median, disagreement by the table for the size of the panel."""
    RAND_IPRAS = "rand-ipras"
    """The RAND/UCLA median, disagreement where IPR is above IPRAS."""
    OUTLIERS = "outliers"
    """The mean and the number of ratings far from it."""
    MEDIAN_IQR = "median-iqr"
    """The median in a band and a narrow interquartile range."""
    APMO = "apmo"
    """Shares against the average percent of majority opinions of all statements."""
    GRADE_GRID = "grade-grid"
    """The direction first, then its strength."""
    DESCRIPTION = "description"
    """Nothing is decided: the answers are described."""


class Population(StrEnum):
    """Whose answers of a round are counted."""

    THIS_ROUND = "this-round"
    ALL_ROUNDS = "all-rounds"
    """Only those who answered in every round so far."""


class Partial(StrEnum):
    """What becomes of answers that were given but not submitted when the round closes."""

    COUNT = "count"
    ONLY_SUBMITTED = "only-submitted"


class Conflicted(StrEnum):
    """What people with an interest do."""

    ABSTAIN = "abstain"
    DOUBLE_VOTE = "double-vote"
    """They answer; the result without their answers decides, the other is shown beside it."""


class ReasonRequired(StrEnum):
    """When a rating needs a reason."""

    NEVER = "never"
    OUTSIDE_BAND = "outside-band"
    """Where the rating lies outside the agreement band."""
    ON_CROSSING = "on-crossing"
    """Where it lies in another band than the person's own earlier one."""


class StopWhen(StrEnum):
    """What ends the rounds."""

    FIXED = "fixed"
    SETTLED = "settled"
    STABLE = "stable"


@dataclass(frozen=True)
class Stopping:
    """When no further round is asked: after `rounds`, or earlier where everything is settled or
    the ratings are stable (less than `change` of the answers moved to another point)."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    when: StopWhen = StopWhen.FIXED
    rounds: int = 3
    change: Limit = Fraction(3, 20)
