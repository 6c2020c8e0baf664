"""The definition of consensus as one object: frozen, one canonical document, one hash."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, PlainSerializer, TypeAdapter, ValidationError

from guidelines.errors import Invalid, sentence
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.quantiles import TYPES
from guidelines.stats.shares import share

MOST_POINTS = 101
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


class Denominator(StrEnum):
    """Of whom the shares are taken; recused people are in none of them."""

    RATED = "rated"
    RATED_AND_OPTED_OUT = "rated+opted-out"
    ELIGIBLE = "eligible"


class Method(StrEnum):
    """What decides: shares in bands, or the RAND/UCLA median with a test of disagreement."""

    SHARES = "shares"
    RAND_TABLE = "rand-table"
    RAND_IPRAS = "rand-ipras"


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
class Scale:
    """A whole-number scale with a label at each end; 0 to 1 is a vote, no or yes."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    lowest: int
    highest: int
    low_label: str
    high_label: str

    def __post_init__(self) -> None:
        """Refuse a scale without a choice, or one that nobody could show."""
        if not 2 <= len(self.points) <= MOST_POINTS:
            raise Invalid(
                {"scale": sentence("A scale has from 2 to %(most)s points.", most=MOST_POINTS)}
            )

    @property
    def points(self) -> range:
        """Every point of the scale."""
        return range(self.lowest, self.highest + 1)

    @property
    def is_vote(self) -> bool:
        """Whether this is a yes/no vote."""
        return (self.lowest, self.highest) == (0, 1)


@dataclass(frozen=True)
class Band:
    """Neighbouring points of a scale, both ends included."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    low: int
    high: int


@dataclass(frozen=True)
class Clause:
    """One condition on the share of answers in a band."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    band: BandName
    comparison: Comparison
    limit: Limit

    def holds(self, part: int, whole: int) -> bool:
        """Say whether so many of the whole fulfil the clause; of nobody nothing holds."""
        found = share(part, whole)
        if found is None:
            return False
        match self.comparison:
            case Comparison.AT_LEAST:
                return found >= self.limit
            case Comparison.MORE_THAN:
                return found > self.limit
            case Comparison.AT_MOST:
                return found <= self.limit
            case Comparison.LESS_THAN:
                return found < self.limit


@dataclass(frozen=True)
class Rule:
    """A definition of consensus: everything that turns answers into a result.

    All clauses of `agreed_when` together make consensus for, all of `rejected_when`
    consensus against, all of `near_when` near; an empty list is never fulfilled.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    name: str
    question: str
    scale: Scale
    agreement: Band
    disagreement: Band
    source: str
    method: Method = Method.SHARES
    agreed_when: tuple[Clause, ...] = ()
    rejected_when: tuple[Clause, ...] = ()
    near_when: tuple[Clause, ...] = ()
    denominator: Denominator = Denominator.RATED
    quantile_type: int = 7
    median_convention: MedianConvention = MedianConvention.UPPER
    least_ratings: int = 2
    based_on: str = ""
    version: Literal[1] = 1

    def __post_init__(self) -> None:
        """Refuse a rule that cannot mean what it says."""
        _check(self)

    def document(self) -> dict[str, object]:
        """Return the rule as plain JSON values."""
        document: dict[str, object] = _ADAPTER.dump_python(self, mode="json")
        return document

    def canonical(self) -> str:
        """Return the one JSON text of this rule: sorted keys, no spaces."""
        return json.dumps(
            self.document(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    @property
    def sha256(self) -> str:
        """The hash of the canonical text, in hexadecimal: what is locked in advance."""
        return sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def parse(cls, text: str | bytes) -> "Rule":
        """Read a rule from JSON; raises Invalid with the place and what was expected."""
        try:
            return _ADAPTER.validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "the document"
            problem = sentence(
                "The definition of consensus cannot be read at %(place)s: %(problem)s.",
                place=place,
                problem=first["msg"].removeprefix("Value error, ").rstrip("."),
            )
            raise Invalid({"rule": problem}) from error


_ADAPTER = TypeAdapter(Rule)


def _check(rule: Rule) -> None:
    scale, low, high = rule.scale, rule.disagreement, rule.agreement
    if not scale.lowest <= low.low <= low.high < high.low <= high.high <= scale.highest:
        raise Invalid(
            {
                "bands": sentence(
                    "The bands %(low)s and %(high)s must lie on the scale from %(lowest)s to "
                    "%(highest)s, the disagreement band first, without a common point.",
                    low=f"{low.low}-{low.high}",
                    high=f"{high.low}-{high.high}",
                    lowest=scale.lowest,
                    highest=scale.highest,
                )
            }
        )
    if rule.quantile_type not in TYPES:
        raise Invalid({"quantile": sentence("Choose the quantile type 2, 6, 7 or 8.")})
    if rule.least_ratings < 2:
        raise Invalid({"least_ratings": sentence("A result needs at least 2 ratings.")})
    clauses = (*rule.agreed_when, *rule.rejected_when, *rule.near_when)
    if any(not 0 <= clause.limit <= 1 for clause in clauses):
        raise Invalid({"limit": sentence("A limit lies between 0 % and 100 %.")})
    if rule.method is Method.SHARES:
        if not rule.agreed_when:
            raise Invalid({"agreed_when": sentence("Say when a statement is agreed.")})
    elif scale.points != range(1, 10) or (low, high) != (Band(1, 3), Band(7, 9)) or clauses:
        raise Invalid(
            {
                "scale": sentence(
                    "RAND/UCLA belongs to the scale from 1 to 9 with its thirds 1-3, 4-6 and "
                    "7-9. Choose another definition for other scales or bands."
                )
            }
        )
