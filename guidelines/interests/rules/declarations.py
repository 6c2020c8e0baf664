"""What a declaration of interests holds, and what it must satisfy.

The first thirteen topics are those of the disclosure form of the International Committee of
Medical Journal Editors, in words of our own; the further ones are what bodies that write
guidelines ask for besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from guidelines.errors import Invalid, sentence

LONGEST = 500
LONGEST_NAME = 200
MOST = 60


class Topic(StrEnum):
    """What kind of interest it is, in the order in which people are asked."""

    SUPPORT = "support"
    GRANTS = "grants"
    ROYALTIES = "royalties"
    CONSULTING = "consulting"
    LECTURES = "lectures"
    TESTIMONY = "testimony"
    TRAVEL = "travel"
    PATENTS = "patents"
    BOARDS = "boards"
    LEADERSHIP = "leadership"
    STOCK = "stock"
    MATERIALS = "materials"
    FINANCIAL = "financial"
    INTELLECTUAL = "intellectual"
    OWN_TRIALS = "own-trials"
    PRACTICE = "practice"
    PATIENT_ORGANISATION = "patient-organisation"
    FAMILY = "family"


ICMJE = tuple(Topic)[:13]
FURTHER = tuple(Topic)[13:]


class Recipient(StrEnum):
    """Who was paid."""

    UNSAID = ""
    SELF = "self"
    INSTITUTION = "institution"
    BOTH = "both"


class Band(StrEnum):
    """How much it was, in euros, within one year."""

    UNSAID = ""
    NO_MONEY = "no-money"
    TO_1000 = "to-1000"
    TO_5000 = "to-5000"
    TO_10000 = "to-10000"
    TO_50000 = "to-50000"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Interest:
    """One interest in a person's own words.

    `payer` is who paid or gave, `non_profit` that it is a public or charitable body, `period` when
    it was. A relative's interest has none of these but its text: it concerns somebody else.
    """

    topic: Topic
    text: str
    payer: str = ""
    non_profit: bool = False
    recipient: Recipient = Recipient.UNSAID
    band: Band = Band.UNSAID
    period: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the values as they are stored; what is not said is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_plain(cls, stored: Mapping[str, Any]) -> "Interest":
        """Return an interest from what is stored of it."""
        return cls(
            topic=Topic(stored["topic"]),
            text=stored.get("text", ""),
            payer=stored.get("payer", ""),
            non_profit=bool(stored.get("non_profit")),
            recipient=Recipient(stored.get("recipient", "")),
            band=Band(stored.get("band", "")),
            period=stored.get("period", ""),
        )

    @property
    def is_public(self) -> bool:
        """Tell whether its words may be printed; those on a family are about somebody else."""
        return self.topic is not Topic.FAMILY

    def published(self) -> "Interest":
        """Return what of it may leave the circle of those who assess."""
        return self if self.is_public else Interest(self.topic, "")


def interests_from(texts: Mapping[Topic, str]) -> list[Interest]:
    """Return the interests of plain texts: one on each line of each topic."""
    return [
        Interest(topic, line)
        for topic in Topic
        for line in (" ".join(row.split()) for row in texts.get(topic, "").splitlines())
        if line
    ]


def tidy(interests: Sequence[Interest]) -> list[Interest]:
    """Return interests in the order of their topics, without what says nothing.

    Of a relative's interest only the words stay: no payer, no sum.
    """
    order = list(Topic)
    found = [
        Interest(one.topic, one.text) if one.topic is Topic.FAMILY else one
        for one in interests
        if one.text or one.payer
    ]
    return sorted(found, key=lambda one: order.index(one.topic))


def check_declaration(interests: Sequence[Interest], *, nothing: bool, complete: bool) -> None:
    """Raise `Invalid` unless a declaration says something, one thing only, and is confirmed."""
    mistakes: dict[str, str] = {}
    if nothing and interests:
        mistakes["nothing"] = sentence(
            "You ticked that there is nothing to declare, and declared something. Do one of both."
        )
    if not nothing and not interests:
        mistakes["nothing"] = sentence(
            "Declare your interests above, or tick that there is nothing to declare."
        )
    for interest in interests:
        if len(interest.text) > LONGEST:
            mistakes[interest.topic.value] = sentence(
                "Keep each line to %(most)s characters.", most=LONGEST
            )
        if max(len(interest.payer), len(interest.period)) > LONGEST_NAME:
            mistakes[interest.topic.value] = sentence(
                "Keep names and periods to %(most)s characters.", most=LONGEST_NAME
            )
    if len(interests) > MOST:
        mistakes["nothing"] = sentence("Keep to %(most)s lines in all.", most=MOST)
    if not complete:
        mistakes["complete"] = sentence("Confirm that your declaration is complete.")
    if mistakes:
        raise Invalid(mistakes)
