"""The forms of rounds of review: what is typed, and the words of their choices."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l

from guidelines.errors import Invalid, sentence
from guidelines.reviews.rules import CommentKind
from guidelines.reviews.rules.answers import Introduced
from guidelines.reviews.rules.asking import Asking
from guidelines.reviews.rules.rounds import (
    Answering,
    ReviewState,
    RoundKind,
    SubmissionState,
)

ROUND_WORDS = {
    RoundKind.INTERNAL: _l("Internal review"),
    RoundKind.EXTERNAL: _l("External review"),
    RoundKind.PUBLIC: _l("Consultation"),
}
REVIEW_STATE_WORDS = {
    ReviewState.DRAFT: _l("being prepared"),
    ReviewState.PLANNED: _l("planned"),
    ReviewState.OPEN: _l("open"),
    ReviewState.CLOSED: _l("closed"),
    ReviewState.CANCELLED: _l("called off"),
}
ANSWER_STATE_WORDS = {
    SubmissionState.INVITED: _l("invited"),
    SubmissionState.DECLINED: _l("declined"),
    SubmissionState.WRITING: _l("is writing"),
    SubmissionState.WAITING: _l("waits to be looked at"),
    SubmissionState.TAKEN: _l("has answered"),
    SubmissionState.REFUSED: _l("not taken up"),
}
REMARK_KIND_WORDS = {
    CommentKind.GENERAL: _l("A general comment"),
    CommentKind.QUESTION: _l("A question"),
    CommentKind.WORDING: _l("The wording"),
    CommentKind.EVIDENCE: _l("The evidence"),
    CommentKind.EQUITY: _l("Equity, or what patients value"),
    CommentKind.TYPO: _l("A slip of the pen"),
}
ANSWERING_WORDS = {
    Answering.MEMBER: _l("Member of the project"),
    Answering.REVIEWER: _l("Outside reviewer"),
    Answering.ORGANISATION: _l("Organisation"),
    Answering.PERSON: _l("Person"),
}


def a_day(typed: str, field: str) -> date | None:
    """Return the day somebody typed, or None for nothing; `Invalid` for what is no day."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid({field: sentence("Write the day as year-month-day: 2026-05-31.")}) from None


def asking_from(typed: Mapping[str, str], kind: RoundKind) -> Asking:
    """Return what a round asks, as typed; one question to a line."""
    return Asking(
        kind=kind,
        title=typed.get("title", ""),
        introduction=typed.get("introduction", ""),
        questions=[one for one in typed.get("questions", "").splitlines() if one.strip()],
        opens_on=a_day(typed.get("opens_on", ""), "opens_on"),
        closes_on=a_day(typed.get("closes_on", ""), "closes_on"),
        blinded=typed.get("blinded") == "yes",
        anyone=typed.get("anyone") == "yes",
        publish_answers=typed.get("publish_answers") == "yes",
    )


def introduced_from(typed: Mapping[str, str]) -> Introduced:
    """Return what somebody says of themselves, as typed."""
    for_whom = typed.get("answering", "")
    return Introduced(
        answering=Answering(for_whom) if for_whom in set(Answering) else Answering.MEMBER,
        name=typed.get("name", ""),
        email=typed.get("email", ""),
        organisation=typed.get("organisation", ""),
        interests=typed.get("interests", ""),
        no_interests=typed.get("no_interests") == "yes",
        is_named=typed.get("is_named") == "yes",
    )
