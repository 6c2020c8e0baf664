"""The definition of consensus as one object: frozen, one canonical document, one hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from guidelines.consensus.rules.clauses import (
    BandName,
    Clause,
    Comparison,
    GroupClause,
    Limit,
    Outcome,
    Outliers,
    read_limit,
)
from guidelines.consensus.rules.policies import (
    AnswerKind,
    Conflicted,
    Denominator,
    Method,
    Partial,
    Population,
    ReasonRequired,
    Stopping,
)
from guidelines.consensus.rules.scales import (
    OVERALL,
    Band,
    Dimension,
    Exact,
    Quantity,
    Scale,
    check_bands,
)
from guidelines.errors import Invalid, sentence
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.quantiles import TYPES

__all__ = [
    "OVERALL",
    "AnswerKind",
    "Band",
    "BandName",
    "Clause",
    "Comparison",
    "Denominator",
    "Dimension",
    "Limit",
    "Method",
    "Rule",
    "Scale",
    "canonical",
    "read_limit",
    "sha256_of",
]

GRID = range(-2, 3)
_THIRDS = range(1, 10), Band(1, 3), Band(7, 9)
DEFAULT_STOPPING = Stopping()
_BY_CLAUSES = (Method.SHARES, Method.GRADE_GRID)


@dataclass(frozen=True)
class Rule:
    """A definition of consensus: everything that turns answers into a result.

    All clauses of `agreed_when` together make consensus for, all of `rejected_when` consensus
    against, all of `near_when` near; an empty list is never fulfilled. All of `undecided_when`
    together keep a statement from any of these. `group_clauses` come on top of the lists they
    name. `quorum` is the least share of the eligible whose rating a statement needs.
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
    undecided_when: tuple[Clause, ...] = ()
    group_clauses: tuple[GroupClause, ...] = ()
    outliers: Outliers | None = None
    most_iqr: Exact | None = None
    strong_at: Limit | None = None
    denominator: Denominator = Denominator.RATED
    population: Population = Population.THIS_ROUND
    quorum: Limit | None = None
    partial: Partial = Partial.COUNT
    conflicted: Conflicted = Conflicted.ABSTAIN
    smallest_cell: int = 5
    reason_required: ReasonRequired = ReasonRequired.NEVER
    stopping: Stopping = DEFAULT_STOPPING
    quantile_type: int = 7
    median_convention: MedianConvention = MedianConvention.UPPER
    least_ratings: int = 2
    kind: AnswerKind = AnswerKind.RATING
    dimensions: tuple[Dimension, ...] = ()
    quantity: Quantity | None = None
    ties: bool = False
    partial_lists: bool = False
    based_on: str = ""
    version: Literal[1] = 1

    def __post_init__(self) -> None:
        """Refuse a rule that cannot mean what it says; a scale from 0 to 1 is a vote."""
        if self.kind is AnswerKind.RATING and self.scale.is_vote:
            object.__setattr__(self, "kind", AnswerKind.VOTE)
        _check(self)

    def document(self) -> dict[str, object]:
        """Return the rule as plain JSON values, every field of it."""
        document: dict[str, object] = _ADAPTER.dump_python(self, mode="json")
        return document

    def canonical(self) -> str:
        """Return the one JSON text of this rule: sorted keys, no spaces."""
        return canonical(self.document())

    @property
    def sha256(self) -> str:
        """The hash of the canonical text, in hexadecimal: what is locked in advance."""
        return sha256_of(self.document())

    def clauses_for(self, outcome: Outcome) -> tuple[Clause, ...]:
        """Return the conditions over everybody that make one of the results."""
        return {
            Outcome.AGREED: self.agreed_when,
            Outcome.REJECTED: self.rejected_when,
            Outcome.NEAR: self.near_when,
            Outcome.UNDECIDED: self.undecided_when,
        }[outcome]

    @property
    def best_is_first(self) -> bool:
        """Whether the lowest number is the best one, as in a ranking."""
        return self.kind is AnswerKind.RANKING

    def band(self, name: BandName) -> Band:
        """Return one of the two bands."""
        return self.agreement if name is BandName.AGREEMENT else self.disagreement

    def dimension(self, key: str) -> Dimension:
        """Return the further dimension of this key; KeyError where there is none."""
        return {one.key: one for one in self.dimensions}[key]

    def of_dimension(self, key: str) -> "Rule":
        """Return the rule as it stands for one dimension: its question, scale and bands.

        For the overall one that is the rule itself. A further dimension is described, never
        decided.
        """
        if key == OVERALL:
            return self
        own = self.dimension(key)
        return replace(
            self,
            question=own.question,
            scale=own.scale,
            agreement=own.agreement,
            disagreement=own.disagreement,
            kind=AnswerKind.RATING,
            method=Method.DESCRIPTION,
            agreed_when=(),
            rejected_when=(),
            near_when=(),
            undecided_when=(),
            group_clauses=(),
            outliers=None,
            most_iqr=None,
            strong_at=None,
            quantity=None,
            dimensions=(),
        )

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


def canonical(document: Mapping[str, object]) -> str:
    """Return the one JSON text of the plain values of a rule, as they were locked.

    A rule that was locked by an earlier release keeps its text and its hash, though it names
    fewer fields than a rule of today.
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(document: Mapping[str, object]) -> str:
    """Return the hash of the canonical text of the plain values of a rule."""
    return sha256(canonical(document).encode()).hexdigest()


def _check(rule: Rule) -> None:
    _check_kind(rule)
    check_bands(rule.scale, rule.disagreement, rule.agreement, first_is_best=rule.best_is_first)
    if rule.quantile_type not in TYPES:
        raise Invalid({"quantile": sentence("Choose the quantile type 2, 6, 7 or 8.")})
    if rule.least_ratings < 2:
        raise Invalid({"least_ratings": sentence("A result needs at least 2 ratings.")})
    if rule.smallest_cell < 2:
        raise Invalid(
            {"smallest_cell": sentence("A group that is shown apart has at least 2 people.")}
        )
    if not 1 <= rule.stopping.rounds <= 20:
        raise Invalid({"stopping": sentence("Plan from 1 to 20 rounds.")})
    _check_clauses(rule)
    _check_method(rule)


def _check_kind(rule: Rule) -> None:
    fitting = {
        AnswerKind.RATING: True,
        AnswerKind.VOTE: rule.scale.is_vote,
        AnswerKind.GRID: rule.scale.points == GRID,
        AnswerKind.RANKING: rule.scale.lowest == 1,
        AnswerKind.ESTIMATE: rule.quantity is not None and rule.method is Method.DESCRIPTION,
    }
    if not fitting[rule.kind]:
        raise Invalid(
            {
                "kind": {
                    AnswerKind.VOTE: sentence("A vote is on a scale from 0 (no) to 1 (yes)."),
                    AnswerKind.GRID: sentence("The GRADE grid has the points from -2 to 2."),
                    AnswerKind.RANKING: sentence("The places of a ranking start at 1."),
                }.get(
                    rule.kind,
                    sentence(
                        "An estimate needs a range and a unit, and is described, not decided."
                    ),
                )
            }
        )


def _check_clauses(rule: Rule) -> None:
    clauses = (
        *(clause for outcome in Outcome for clause in rule.clauses_for(outcome)),
        *(one.clause for one in rule.group_clauses),
    )
    limits = [clause.limit for clause in clauses]
    limits += [limit for limit in (rule.quorum, rule.strong_at) if limit is not None]
    if any(not 0 <= limit <= 1 for limit in (*limits, rule.stopping.change)):
        raise Invalid({"limit": sentence("A limit lies between 0 % and 100 %.")})
    keys = [one.key for one in rule.dimensions]
    if len(set(keys)) < len(keys):
        raise Invalid({"dimensions": sentence("Two dimensions have the same name.")})
    unknown = {clause.dimension for clause in clauses} - {OVERALL, *keys}
    if unknown:
        raise Invalid(
            {
                "dimension": sentence(
                    "A condition is about “%(key)s”, but no such dimension is asked.",
                    key=min(unknown),
                )
            }
        )
    if any(one.smallest_group < 2 for one in rule.group_clauses):
        raise Invalid(
            {"smallest_group": sentence("A group decides only with at least 2 ratings.")}
        )
    if clauses and rule.method not in _BY_CLAUSES:
        raise Invalid({"agreed_when": sentence("This way of deciding has no shares to name.")})


def _check_method(rule: Rule) -> None:
    thirds = (rule.scale.points, rule.disagreement, rule.agreement)
    if rule.method in (Method.RAND_TABLE, Method.RAND_IPRAS) and thirds != _THIRDS:
        raise Invalid(
            {
                "scale": sentence(
                    "RAND/UCLA belongs to the scale from 1 to 9 with its thirds 1-3, 4-6 and "
                    "7-9. Choose another definition for other scales or bands."
                )
            }
        )
    if rule.method is Method.GRADE_GRID and rule.kind is not AnswerKind.GRID:
        raise Invalid({"kind": sentence("This definition belongs to the GRADE grid.")})
    missing = {
        Method.SHARES: None if rule.agreed_when else sentence("Say when a statement is agreed."),
        Method.GRADE_GRID: None
        if rule.agreed_when and rule.strong_at is not None
        else sentence("Say when a direction is agreed and when it is strong."),
        Method.OUTLIERS: None
        if rule.outliers is not None
        else sentence("Say which mean agrees and how many outliers it bears."),
        Method.MEDIAN_IQR: None
        if rule.most_iqr is not None and rule.most_iqr >= 0
        else sentence("Say how wide the interquartile range may be."),
    }.get(rule.method)
    if missing is not None:
        raise Invalid({"agreed_when": missing})
