"""The plan of a process: how the panel is asked. One frozen object, one document, one hash."""

import json
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from guidelines.consensus.rules.definition import Limit
from guidelines.errors import Invalid, sentence

LONGEST_NUMBER = 200
MOST_TO_REOPEN = 9


class PlannedMethod(StrEnum):
    """How a panel comes to agree."""

    MODIFIED_DELPHI = "modified-delphi"
    RAND_UCLA = "rand-ucla"
    NOMINAL_GROUP = "nominal-group"
    REAL_TIME = "real-time"
    GRADE_GRID = "grade-grid"
    FINAL_VOTE = "final-vote"


class Invite(StrEnum):
    """Who is asked from the second round on."""

    EVERYBODY = "everybody"
    RESPONDERS = "responders"


class Settled(StrEnum):
    """What happens with a statement that was settled in an earlier round."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    REVOTE = "revote"


class Deviating(StrEnum):
    """What is changed by a deviation."""

    RULE = "rule"
    PLAN = "plan"


class RoundKind(StrEnum):
    """How a round is held."""

    QUESTIONNAIRE = "questionnaire"
    PROPOSALS = "proposals"
    MEETING = "meeting"
    REAL_TIME = "real-time"


@dataclass(frozen=True)
class Plan:
    """How the panel is asked; locked together with the definition of consensus.

    `reopen_by` is how many panel members it takes to have a settled statement asked again; 0:
    nobody can. `office_votes` lets the chair and the facilitator rate if they are on the panel.
    `names_to_facilitator` lets a facilitator who does not rate see who has not come.
    `quorum` is the least share of the panel that must be present at a meeting. `registration`
    and `ethics` are the numbers under which the process is registered and was approved.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    method: PlannedMethod = PlannedMethod.MODIFIED_DELPHI
    invite: Invite = Invite.EVERYBODY
    settled: Settled = Settled.SHOWN
    reopen_by: int = 2
    office_votes: bool = False
    names_to_facilitator: bool = False
    quorum: Limit = Fraction(1, 2)
    language: str = "en"
    registration: str = ""
    ethics: str = ""

    def __post_init__(self) -> None:
        """Refuse a plan that cannot mean what it says."""
        if self.reopen_by not in {0, *range(2, MOST_TO_REOPEN + 1)}:
            raise Invalid(
                {
                    "reopen_by": sentence(
                        "Choose 0 (nobody) or from 2 to %(most)s panel members: a single one "
                        "would be known by it.",
                        most=MOST_TO_REOPEN,
                    )
                }
            )
        if not 0 <= self.quorum <= 1:
            raise Invalid({"quorum": sentence("A share lies between 0 % and 100 %.")})
        for name in ("registration", "ethics"):
            if len(getattr(self, name)) > LONGEST_NUMBER:
                raise Invalid(
                    {name: sentence("Write at most %(most)s characters.", most=LONGEST_NUMBER)}
                )

    def document(self) -> dict[str, object]:
        """Return the plan as plain JSON values."""
        document: dict[str, object] = _ADAPTER.dump_python(self, mode="json")
        return document

    def canonical(self) -> str:
        """Return the one JSON text of this plan: sorted keys, no spaces."""
        return json.dumps(
            self.document(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    @property
    def sha256(self) -> str:
        """The hash of the canonical text, in hexadecimal: what is locked in advance."""
        return sha256(self.canonical().encode()).hexdigest()

    @property
    def kind(self) -> RoundKind:
        """How a round of this method is held, unless it is prepared otherwise."""
        return _KINDS.get(self.method, RoundKind.QUESTIONNAIRE)

    @classmethod
    def parse(cls, text: str | bytes) -> "Plan":
        """Read a plan from JSON; raises Invalid with the place and what was expected."""
        try:
            return _ADAPTER.validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "the document"
            problem = sentence(
                "The plan cannot be read at %(place)s: %(problem)s.",
                place=place,
                problem=first["msg"].removeprefix("Value error, ").rstrip("."),
            )
            raise Invalid({"plan": problem}) from error


_KINDS = {
    PlannedMethod.NOMINAL_GROUP: RoundKind.MEETING,
    PlannedMethod.REAL_TIME: RoundKind.REAL_TIME,
}
_ADAPTER = TypeAdapter(Plan)
