"""Rounds of review and consultation: what happened. Who answered is named nowhere here."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStarted(Event):
    """A round of review was prepared."""

    name = "review.started"
    document_id: str
    review_round_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChanged(Event):
    """What a round of review asks, or when, was changed."""

    name = "review.changed"
    document_id: str
    review_round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlanned(Event):
    """A round of review was fixed; it opens by its date."""

    name = "review.planned"
    document_id: str
    review_round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(Event):
    """A round of review opened."""

    name = "review.opened"
    document_id: str
    review_round_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewClosed(Event):
    """A round of review closed."""

    name = "review.closed"
    document_id: str
    review_round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMoved(Event):
    """The last day of an open round of review is another one."""

    name = "review.moved"
    document_id: str
    review_round_id: str
    was: str
    closes_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReopened(Event):
    """A closed round of review was opened again."""

    name = "review.reopened"
    document_id: str
    review_round_id: str
    closes_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCancelled(Event):
    """A round of review was called off before it opened."""

    name = "review.cancelled"
    document_id: str
    review_round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummarised(Event):
    """What became of a round of review was told to the public."""

    name = "review.summarised"
    document_id: str
    review_round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInvited(Event):
    """Somebody was invited to a round of review."""

    name = "review.invited"
    document_id: str
    review_round_id: str
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReminded(Event):
    """Those who had not answered in a round of review were reminded."""

    name = "review.reminded"
    document_id: str
    review_round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDeclined(Event):
    """Somebody who was invited to a round of review declined."""

    name = "review.declined"
    document_id: str
    review_round_id: str
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionBegun(Event):
    """Somebody began an answer to a consultation and has to prove their address."""

    name = "submission.begun"
    document_id: str
    review_round_id: str
    submission_id: str
    contributor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorInvited(Event):
    """The lead of an answer asked a colleague to write with them."""

    name = "submission.contributor-invited"
    document_id: str
    review_round_id: str
    submission_id: str
    contributor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionSent(Event):
    """An answer to a round of review was sent."""

    name = "submission.sent"
    document_id: str
    review_round_id: str
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionTaken(Event):
    """An answer to a round of review reached the working group."""

    name = "submission.taken"
    document_id: str
    review_round_id: str
    submission_id: str
    comments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRefused(Event):
    """An answer to a consultation was not taken up, with a reason."""

    name = "submission.refused"
    document_id: str
    review_round_id: str
    submission_id: str
