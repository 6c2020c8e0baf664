"""What lies in a sealed box: one person's answers to every statement of a round."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import orjson

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.proposals import Proposed
from guidelines.consensus.rules.scales import OVERALL as OVERALL
from guidelines.errors import Invalid, sentence

SCHEMA = 1

CANNOT_JUDGE = OptOut.NOT_MY_EXPERTISE


def dimensions_of(rule: Rule) -> tuple[str, ...]:
    """Return the names of the questions about each statement; the first one decides."""
    return OVERALL, *(one.key for one in rule.dimensions)


class Estimate(NamedTuple):
    """A number with the least and the most that one thinks possible."""

    lower: Decimal
    best: Decimal
    upper: Decimal

    @property
    def text(self) -> str:
        """The canonical text: three numbers without needless digits, "2.5|3|10"."""
        return "|".join(self.figures().values())

    def figures(self) -> dict[str, str]:
        """Return the three numbers by name, as people write them."""
        return {name: format(_tidy(one), "f") for name, one in self._asdict().items()}


def _tidy(number: Decimal) -> Decimal:
    return number.normalize() + 0  # minus zero is zero


@dataclass(frozen=True)
class Given:
    """One answer: a number, a code, or neither (not answered yet). Never two of them.

    `rating` is a point of a scale, a column of the grid or a rank; `estimate` is the answer
    where numbers are estimated. The `reason` belongs to the statement and lies with the answer
    to the overall question.
    """

    rating: int | None = None
    code: OptOut | None = None
    reason: str = ""
    estimate: Estimate | None = None

    def __post_init__(self) -> None:
        """Refuse a rating and an opt-out for the same statement."""
        if sum(one is not None for one in (self.rating, self.code, self.estimate)) > 1:
            raise Invalid(
                {"answer": sentence("Choose a rating or “I cannot judge this”, not both.")}
            )

    @cached_property
    def is_answer(self) -> bool:
        """Whether anything was chosen."""
        return self.rating is not None or self.code is not None or self.estimate is not None

    @property
    def is_rating(self) -> bool:
        """Whether a number was given; a code is an answer, but no rating."""
        return self.rating is not None or self.estimate is not None

    @cached_property
    def text(self) -> str:
        """The answer as a commitment holds it: every answer that is no rating looks the same."""
        if self.estimate is not None:
            return self.estimate.text
        return "-" if self.rating is None else str(self.rating)


EMPTY = Given()

Answers: TypeAlias = Mapping[str, Given | Mapping[str, Given]]
"""Answers by wording, each by dimension; a plain `Given` answers the overall question."""


def by_dimension(answers: Answers) -> dict[str, Mapping[str, Given]]:
    """Return every answer under its dimension."""
    return {
        version: {OVERALL: one} if isinstance(one, Given) else one
        for version, one in answers.items()
    }


@dataclass(frozen=True)
class Content:
    """The content of one box: answers by wording and dimension.

    `secret` makes the commitments; `consent` is a day, or empty. `entry` is what somebody said
    of themself on entering (`rules/entry.py`). In a round of proposals there are these alone.
    """

    secret: str
    consent: str = ""
    submitted: bool = False
    answers: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)
    entry: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[Proposed, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the canonical JSON of the box."""
        document = {
            "schema": SCHEMA,
            "secret": self.secret,
            "consent": self.consent,
            "submitted": self.submitted,
            **({"entry": dict(self.entry)} if self.entry else {}),
            **({"proposals": [asdict(one) for one in self.proposals]} if self.proposals else {}),
            "answers": _plain_answers(self.answers),
            "reasons": self.reasons,
        }
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Content":
        """Read what `to_bytes` wrote."""
        document = orjson.loads(content)
        answers = {version: _cells(cells) for version, cells in document["answers"].items()}
        for version, reason in document["reasons"].items():
            if version in answers:
                answers[version] = _said(answers[version], reason)
        return cls(
            secret=document["secret"],
            consent=document["consent"],
            submitted=document["submitted"],
            entry=document.get("entry", {}),
            proposals=tuple(Proposed(**one) for one in document.get("proposals", ())),
            answers=answers,
        )

    @cached_property
    def reasons(self) -> dict[str, str]:
        """What was written beside the answers, by wording."""
        return {
            version: cells[OVERALL].reason
            for version, cells in self.answers.items()
            if OVERALL in cells and cells[OVERALL].reason
        }

    def given(self, version_id: str, dimension: str = OVERALL) -> Given:
        """Return the answer to a statement, or the empty one."""
        return self.answers.get(version_id, {}).get(dimension, EMPTY)

    def is_complete(self, version_id: str) -> bool:
        """Tell whether every question about a statement has an answer."""
        cells = self.answers.get(version_id, {})
        return bool(cells) and all(given.is_answer for given in cells.values())

    def is_begun(self, version_id: str) -> bool:
        """Tell whether any question about a statement has an answer."""
        return any(given.is_answer for given in self.answers.get(version_id, {}).values())

    def without(self, versions: Collection[str]) -> "Content":
        """Return the content without the answers to some statements."""
        if not versions:
            return self
        kept = {name: cells for name, cells in self.answers.items() if name not in versions}
        return replace(self, answers=kept)

    def answered(self, askable: Sequence[str]) -> int:
        """Return how many of the statements that this person may answer are answered."""
        return sum(map(self.is_complete, askable))

    def holding(
        self, every: Sequence[str], new: Answers, dimensions: Sequence[str] = (OVERALL,)
    ) -> "Content":
        """Return the content with `new` answers; it always holds every statement."""
        fresh = by_dimension(new)
        answers: dict[str, Mapping[str, Given]] = {}
        for version in every:
            cells = {**self.answers.get(version, {}), **fresh.get(version, {})}
            answers[version] = {one: cells.get(one, EMPTY) for one in dimensions}
        return replace(self, answers=answers)


def _plain_answers(
    answers: Mapping[str, Mapping[str, Given]],
) -> dict[str, orjson.Fragment]:
    """Return the answers as canonical JSON; equal ones are one object, and laid out once."""
    known = {
        id(cells): orjson.Fragment(
            orjson.dumps(
                {dimension: _cell(given) for dimension, given in cells.items()},
                option=orjson.OPT_SORT_KEYS,
            )
        )
        for cells in {id(cells): cells for cells in answers.values()}.values()
    }
    return {version: known[id(cells)] for version, cells in answers.items()}


def _cell(given: Given) -> dict[str, object]:
    if given.rating is not None:
        return {"kind": "rating", "value": given.rating}
    if given.estimate is not None:
        return {"kind": "estimate", "value": given.estimate.text}
    if given.code is not None:
        return {"kind": "opt-out", "code": str(given.code)}
    return {"kind": "none"}


def _cells(cells: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Given]:
    if len(cells) == 1 and OVERALL in cells:
        only = cells[OVERALL]
        return _alone(only["kind"], only["value"] if "value" in only else only.get("code"))
    return {
        dimension: _plain(cell["kind"], cell.get("value", cell.get("code")))
        for dimension, cell in cells.items()
    }


def _said(cells: Mapping[str, Given], reason: str) -> Mapping[str, Given]:
    return {**cells, OVERALL: replace(cells[OVERALL], reason=reason)}


@lru_cache(maxsize=1024)
def _alone(kind: str, value: str | int | None) -> Mapping[str, Given]:
    """Return the one answer to a statement with one question; a panel gives the same few ones."""
    return MappingProxyType({OVERALL: _plain(kind, value)})


@lru_cache(maxsize=1024)
def _plain(kind: str, value: str | int | None) -> Given:
    """Return an answer without its reason; a panel gives the same few ones again and again."""
    match kind:
        case "rating":
            return Given(rating=int(str(value)))
        case "estimate":
            return Given(estimate=Estimate(*map(Decimal, str(value).split("|"))))
        case "opt-out":
            return Given(code=OptOut(str(value)))
        case _:
            return EMPTY
