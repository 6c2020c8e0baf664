"""What a round of review is: its kinds, where it stands, where an answer to it stands."""

from enum import StrEnum

from guidelines.machine import Machine


class RoundKind(StrEnum):
    """Who is asked: the project's own people, outside experts, or everybody it concerns."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    PUBLIC = "public"


class ReviewState(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ReviewMove(StrEnum):
    """What can happen to it."""

    PLAN = "plan"
    TAKE_BACK = "take back"
    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"


REVIEW = Machine(
    name="review round",
    initial=ReviewState.DRAFT,
    table={
        (ReviewState.DRAFT, ReviewMove.PLAN): ReviewState.PLANNED,
        (ReviewState.DRAFT, ReviewMove.OPEN): ReviewState.OPEN,
        (ReviewState.DRAFT, ReviewMove.CANCEL): ReviewState.CANCELLED,
        (ReviewState.PLANNED, ReviewMove.TAKE_BACK): ReviewState.DRAFT,
        (ReviewState.PLANNED, ReviewMove.OPEN): ReviewState.OPEN,
        (ReviewState.PLANNED, ReviewMove.CANCEL): ReviewState.CANCELLED,
        (ReviewState.OPEN, ReviewMove.CLOSE): ReviewState.CLOSED,
        (ReviewState.CLOSED, ReviewMove.REOPEN): ReviewState.OPEN,
    },
)


class Answering(StrEnum):
    """For whom an answer speaks."""

    MEMBER = "member"
    REVIEWER = "reviewer"
    ORGANISATION = "organisation"
    PERSON = "person"


class SubmissionState(StrEnum):
    """Where an answer stands."""

    INVITED = "invited"
    DECLINED = "declined"
    WRITING = "writing"
    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


class SubmissionMove(StrEnum):
    """What can happen to it."""

    BEGIN = "begin"
    DECLINE = "decline"
    SUBMIT = "submit"
    TAKE = "take"
    REFUSE = "refuse"
    TAKE_BACK = "take back"


SUBMISSION = Machine(
    name="answer",
    initial=SubmissionState.INVITED,
    table={
        (SubmissionState.INVITED, SubmissionMove.BEGIN): SubmissionState.WRITING,
        (SubmissionState.INVITED, SubmissionMove.DECLINE): SubmissionState.DECLINED,
        (SubmissionState.WRITING, SubmissionMove.DECLINE): SubmissionState.DECLINED,
        (SubmissionState.DECLINED, SubmissionMove.BEGIN): SubmissionState.WRITING,
        (SubmissionState.WRITING, SubmissionMove.SUBMIT): SubmissionState.WAITING,
        (SubmissionState.WAITING, SubmissionMove.TAKE_BACK): SubmissionState.WRITING,
        (SubmissionState.WAITING, SubmissionMove.TAKE): SubmissionState.TAKEN,
        (SubmissionState.WAITING, SubmissionMove.REFUSE): SubmissionState.REFUSED,
        (SubmissionState.REFUSED, SubmissionMove.TAKE): SubmissionState.TAKEN,
    },
)


class RemarkUse(StrEnum):
    """What an organisation's lead makes of a remark of its people."""

    KEPT = "kept"
    MERGED = "merged"
    LEFT_OUT = "left-out"


class Rhythm(StrEnum):
    """How often a person wants letters about what is new."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"
