"""What a round of review must satisfy: its words, its days, when it may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guidelines.errors import Conflict, Invalid, sentence
from guidelines.reviews.rules.rounds import ReviewState, RoundKind

MOST_QUESTIONS = 20
LONGEST_INTRODUCTION = 8000
LONGEST_ROUND = timedelta(days=400)
REMINDED_BEFORE = (timedelta(days=7), timedelta(days=1))
"""How long before its end those are reminded who have not answered."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a round asks, of whom, when: as it is typed into the form."""

    kind: RoundKind
    title: str
    introduction: str = ""
    questions: Sequence[str] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    blinded: bool = False
    anyone: bool = False
    publish_answers: bool = False


def check_asking(asking: Asking) -> None:
    """Raise `Invalid` for a round without a title, with too much text or days out of order."""
    wrong: dict[str, str] = {}
    if not asking.title.strip():
        wrong["title"] = sentence("Give the round a title, such as “Public consultation 2026”.")
    elif len(asking.title.strip()) > 200:
        wrong["title"] = sentence("Keep this to %(most)s characters.", most=200)
    if len(asking.introduction) > LONGEST_INTRODUCTION:
        wrong["introduction"] = sentence(
            "Keep this to %(most)s characters.", most=LONGEST_INTRODUCTION
        )
    if len(asking.questions) > MOST_QUESTIONS:
        wrong["questions"] = sentence("Ask at most %(most)s questions.", most=MOST_QUESTIONS)
    elif any(len(one) > 500 for one in asking.questions):
        wrong["questions"] = sentence("Keep each question to %(most)s characters.", most=500)
    if asking.opens_on and asking.closes_on:
        if asking.closes_on < asking.opens_on:
            wrong["closes_on"] = sentence("The last day is before the first. Choose a later one.")
        elif asking.closes_on - asking.opens_on > LONGEST_ROUND:
            wrong["closes_on"] = sentence("A round lasts a year at most. Choose an earlier day.")
    if wrong:
        raise Invalid(wrong)


def check_days(opens_on: date | None, closes_on: date | None, today: date) -> None:
    """Raise `Invalid` where a round that is to open by itself has no days, or days gone by."""
    wrong: dict[str, str] = {}
    if opens_on is None:
        wrong["opens_on"] = sentence("Choose the day on which it opens.")
    if closes_on is None:
        wrong["closes_on"] = sentence("Choose the last day on which people can answer.")
    elif closes_on < today:
        wrong["closes_on"] = sentence("This day is over. Choose a later one.")
    if wrong:
        raise Invalid(wrong)


def check_length(opens_on: date | None, closes_on: date | None) -> None:
    """Raise `Invalid` for a round that lasts too long."""
    if opens_on and closes_on and closes_on - opens_on > LONGEST_ROUND:
        raise Invalid(
            {"closes_on": sentence("A round lasts a year at most. Choose an earlier day.")}
        )


def check_changeable(state: ReviewState) -> None:
    """Raise `Conflict` where people have read what they are asked."""
    if state not in {ReviewState.DRAFT, ReviewState.PLANNED}:
        raise Conflict(
            sentence(
                "This round has opened: what it asks stays as people read it. Only the last day "
                "can still be changed."
            )
        )


def check_has_somebody(invited: int, anyone: bool) -> None:
    """Raise `Conflict` for a round that asks nobody."""
    if not invited and not anyone:
        raise Conflict(sentence("Nobody is invited yet. Invite somebody before the round opens."))


def check_open(state: ReviewState) -> None:
    """Raise `Conflict` where a round takes no answers."""
    if state is ReviewState.CLOSED:
        raise Conflict(sentence("This round is closed. What was sent stays and is answered."))
    if state is not ReviewState.OPEN:
        raise Conflict(sentence("This round is not open yet."))
