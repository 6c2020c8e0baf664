"""Reports of errors by readers: how urgent they are, their life, and how they are answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guidelines.errors import Invalid, sentence
from guidelines.machine import Machine


class Urgency(StrEnum):
    """How urgent a report is, in the eyes of who sent it."""

    HARM = "harm"
    WRONG = "wrong"
    UNCLEAR = "unclear"
    TECHNICAL = "technical"


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    LOOKING = "looking"
    ANSWERED = "answered"


class ReportMove(StrEnum):
    """What can happen to a report."""

    TAKE = "take"
    HAND_OVER = "hand-over"
    NOTE = "note"
    ANSWER = "answer"
    REOPEN = "reopen"


class ReportAnswer(StrEnum):
    """What became of a report."""

    CORRECTED = "corrected"
    NOTICE = "notice"
    NO_ERROR = "no-error"
    OUT_OF_SCOPE = "out-of-scope"


REPORT = Machine(
    name="report",
    initial=ReportState.RECEIVED,
    table={
        (ReportState.RECEIVED, ReportMove.TAKE): ReportState.LOOKING,
        (ReportState.RECEIVED, ReportMove.ANSWER): ReportState.ANSWERED,
        (ReportState.RECEIVED, ReportMove.NOTE): ReportState.RECEIVED,
        (ReportState.LOOKING, ReportMove.HAND_OVER): ReportState.LOOKING,
        (ReportState.LOOKING, ReportMove.NOTE): ReportState.LOOKING,
        (ReportState.LOOKING, ReportMove.ANSWER): ReportState.ANSWERED,
        (ReportState.ANSWERED, ReportMove.REOPEN): ReportState.LOOKING,
        (ReportState.ANSWERED, ReportMove.NOTE): ReportState.ANSWERED,
    },
)
# Within how many days a report is to be answered
DAYS = {Urgency.HARM: 1, Urgency.WRONG: 14, Urgency.UNCLEAR: 30, Urgency.TECHNICAL: 30}
LONGEST_BODY = 4000
LONGEST_QUOTE = 1000
LONGEST_NOTE = 4000


def due_on(urgency: Urgency, today: date) -> date:
    """Return the day by which a report that comes today is to be answered."""
    return today + timedelta(days=DAYS[urgency])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a reader wrote: what is wrong, where, how urgent, and an address for the answer."""

    body: str
    urgency: Urgency | None
    key: str = ""
    quote: str = ""
    email: str = ""


def check_report(said: Reported, keys: frozenset[str]) -> None:
    """Raise `Invalid` with a sentence for each field that cannot be taken."""
    mistakes: dict[str, str] = {}
    if not said.body.strip():
        mistakes["body"] = sentence("Say in a sentence what is wrong.")
    elif len(said.body) > LONGEST_BODY:
        mistakes["body"] = sentence("Write at most %(most)s characters.", most=LONGEST_BODY)
    if said.urgency is None:
        mistakes["urgency"] = sentence("Choose how urgent it is.")
    if said.key and said.key not in keys:
        mistakes["key"] = sentence("Choose one of the recommendations, or the text as a whole.")
    if len(said.quote) > LONGEST_QUOTE:
        mistakes["quote"] = sentence("Quote at most %(most)s characters.", most=LONGEST_QUOTE)
    if mistakes:
        raise Invalid(mistakes)
