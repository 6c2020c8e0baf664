"""What lies in a sealed box: one person's answers to every statement of a round."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import Rule
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence

SCHEMA = 1
DIMENSION = "overall"
LONGEST_REASON = 2000

CANNOT_JUDGE = OptOut.NOT_MY_EXPERTISE


def opt_outs_for(rule: Rule) -> tuple[OptOut, ...]:
    """Return the codes that a panel member may choose; a rating is never one of them."""
    return (OptOut.ABSTAIN,) if rule.scale.is_vote else (CANNOT_JUDGE,)


@dataclass(frozen=True)
class Given:
    """One answer: a point of the scale, a code, or neither (not answered yet). Never both."""

    rating: int | None = None
    code: OptOut | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a rating and an opt-out for the same statement."""
        if self.rating is not None and self.code is not None:
            raise Invalid(
                {"answer": sentence("Choose a rating or “I cannot judge this”, not both.")}
            )

    @property
    def is_answer(self) -> bool:
        """Whether anything was chosen."""
        return self.rating is not None or self.code is not None

    @property
    def text(self) -> str:
        """The answer as a commitment holds it: every answer that is no rating looks the same."""
        return "-" if self.rating is None else str(self.rating)


EMPTY = Given()


@dataclass(frozen=True)
class Content:
    """The content of one box. `secret` makes the commitments; `consent` is a day, or empty."""

    secret: str
    consent: str = ""
    submitted: bool = False
    answers: Mapping[str, Given] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the canonical JSON of the box."""
        document = {
            "schema": SCHEMA,
            "secret": self.secret,
            "consent": self.consent,
            "submitted": self.submitted,
            "answers": {
                version: {DIMENSION: _cell(given)} for version, given in self.answers.items()
            },
            "reasons": {
                version: given.reason for version, given in self.answers.items() if given.reason
            },
        }
        return json.dumps(
            document, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Content":
        """Read what `to_bytes` wrote."""
        document = json.loads(content)
        reasons = document["reasons"]
        return cls(
            secret=document["secret"],
            consent=document["consent"],
            submitted=document["submitted"],
            answers={
                version: _given(cells[DIMENSION], reasons.get(version, ""))
                for version, cells in document["answers"].items()
            },
        )

    def given(self, version_id: str) -> Given:
        """Return the answer to a statement, or the empty one."""
        return self.answers.get(version_id, EMPTY)

    def answered(self, askable: Sequence[str]) -> int:
        """Return how many of the statements that this person may answer are answered."""
        return sum(self.given(version).is_answer for version in askable)

    def holding(self, every: Sequence[str], new: Mapping[str, Given]) -> "Content":
        """Return the content with `new` answers; it always holds every statement."""
        return replace(
            self, answers={version: new.get(version, self.given(version)) for version in every}
        )


def _cell(given: Given) -> dict[str, object]:
    if given.rating is not None:
        return {"kind": "rating", "value": given.rating}
    if given.code is not None:
        return {"kind": "opt-out", "code": str(given.code)}
    return {"kind": "none"}


def _given(cell: Mapping[str, object], reason: str) -> Given:
    match cell["kind"]:
        case "rating":
            return Given(rating=int(str(cell["value"])), reason=reason)
        case "opt-out":
            return Given(code=OptOut(str(cell["code"])), reason=reason)
        case _:
            return Given(reason=reason)


def check_answers(
    rule: Rule,
    answers: Mapping[str, Given],
    *,
    asked: frozenset[str],
    recused: frozenset[str],
) -> None:
    """Raise unless each answer is one that this person may give to a statement of the round.

    Raises
    ------
    Conflict
        For a statement, or an earlier wording of one, that is not asked in this round.
    NotAllowed
        For a statement from which the person abstains because of an interest.
    Invalid
        For a number off the scale, a code that is no choice here, or a reason that is too long.
    """
    for version, given in answers.items():
        if version not in asked:
            raise Conflict(
                sentence("This statement is not asked in this round. Reload the questionnaire.")
            )
        if version in recused and (given.is_answer or given.reason):
            raise NotAllowed(
                sentence("You abstain from this statement because of an interest you declared.")
            )
        if given.rating is not None and given.rating not in rule.scale.points:
            raise Invalid(
                {
                    version: sentence(
                        "Choose a number from %(low)s to %(high)s.",
                        low=rule.scale.lowest,
                        high=rule.scale.highest,
                    )
                }
            )
        if given.code is not None and given.code not in opt_outs_for(rule):
            raise Invalid({version: sentence("This is not one of the answers. Choose again.")})
        if len(given.reason) > LONGEST_REASON:
            raise Invalid(
                {
                    version: sentence(
                        "Write at most %(most)s characters as a comment.", most=LONGEST_REASON
                    )
                }
            )


def read_choice(rule: Rule, chosen: str) -> Given:
    """Read what a form sent for one statement: a number, a code, or nothing."""
    if not chosen:
        return EMPTY
    if chosen in [str(code) for code in opt_outs_for(rule)]:
        return Given(code=OptOut(chosen))
    try:
        return Given(rating=int(chosen))
    except ValueError:
        raise Invalid(
            {"answer": sentence("This is not one of the answers. Choose again.")}
        ) from None
