"""The conditions of which a definition of consensus is made, in exact arithmetic."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, PlainSerializer

from guidelines.consensus.rules.scales import OVERALL, Exact

_LIMIT = re.compile(
    r"(?P<percent>\d{1,3}(?:\.\d{1,6})?)\s*%|\d(?:\.\d{1,8})?|\d{1,9}/(?P<whole>\d{1,9})", re.ASCII
)


class BandName(StrEnum):
    """The two ends of a scale that decide."""

    AGREEMENT = "agreement"
    DISAGREEMENT = "disagreement"


class Comparison(StrEnum):
    """How a share is held against a limit; whether it is strict decides ties."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"


class Outcome(StrEnum):
    """The classes of results that clauses can name."""

    AGREED = "agreed"
    REJECTED = "rejected"
    NEAR = "near"
    UNDECIDED = "undecided"


class Groups(StrEnum):
    """In how many of the stakeholder groups a clause must hold."""

    EVERY = "every"
    ANY = "any"


def read_limit(value: object) -> Fraction:
    """Read a limit such as "3/4", "75 %" or "0.75"; a JSON number would not be exact."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, str):
        raise ValueError('write a limit as text, for example "75 %" or "3/4"')
    found = _LIMIT.fullmatch(value.strip())
    if not found or (found["whole"] is not None and not int(found["whole"])):
        raise ValueError(f'"{value}" is no limit such as "75 %" or "3/4"')
    if found["percent"] is not None:
        return Fraction(found["percent"]) / 100
    return Fraction(value.strip())


Limit = Annotated[Fraction, BeforeValidator(read_limit), PlainSerializer(str)]


@dataclass(frozen=True)
class Clause:
    """One condition on the share of answers in a band.

    `dimension` is the question asked; only the overall one decides unless a clause names another.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    band: BandName
    comparison: Comparison
    limit: Limit
    dimension: str = OVERALL

    def holds(self, part: int, whole: int) -> bool:
        """Say whether so many of the whole fulfil the clause; of nobody nothing holds."""
        if not whole:
            return False
        found, limit = part * self.limit.denominator, whole * self.limit.numerator
        match self.comparison:
            case Comparison.AT_LEAST:
                return found >= limit
            case Comparison.MORE_THAN:
                return found > limit
            case Comparison.AT_MOST:
                return found <= limit
            case Comparison.LESS_THAN:
                return found < limit


@dataclass(frozen=True)
class GroupClause:
    """A condition that must hold inside stakeholder groups, besides those over everybody.

    Groups with fewer than `smallest_group` ratings are not asked; `groups` names the ones that
    are, all of them where it is empty.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    decides: Outcome
    clause: Clause
    hold_in: Groups = Groups.EVERY
    smallest_group: int = 3
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeanLimit:
    """A mean to reach, and how many outliers it bears."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    mean: Exact
    most_outliers: int


@dataclass(frozen=True)
class Outliers:
    """Consensus by the mean: an outlier is a rating at least `distance` points away from it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    distance: Exact
    agreed: MeanLimit
    near: MeanLimit | None = None
