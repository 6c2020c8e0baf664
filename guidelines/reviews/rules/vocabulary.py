"""What a comment is, where its handling stands, what was made of it: fixed words with codes.

The codes are those of the HL7 FHIR resource ArtifactAssessment (R5): its workflow status and its
disposition. People read plain words; programs get the codes.
"""

from enum import StrEnum


class CommentKind(StrEnum):
    """What a comment is about."""

    GENERAL = "general"
    QUESTION = "question"
    WORDING = "wording"
    EVIDENCE = "evidence"
    EQUITY = "equity"
    TYPO = "typo"


class Handling(StrEnum):
    """Where the handling of a comment stands; the values are the codes of HL7."""

    SUBMITTED = "submitted"
    TRIAGED = "triaged"
    WAITING = "waiting-for-input"
    NO_CHANGE = "resolved-no-change"
    TO_CHANGE = "resolved-change-required"
    DEFERRED = "deferred"
    DUPLICATE = "duplicate"
    APPLIED = "applied"
    PUBLISHED = "published"
    IN_ERROR = "entered-in-error"

    @property
    def is_open(self) -> bool:
        """Whether the comment still waits for its answer."""
        return self in OPEN


OPEN = (Handling.SUBMITTED, Handling.TRIAGED, Handling.WAITING)
CLOSED = tuple(one for one in Handling if one not in OPEN)
BY_HAND = (Handling.SUBMITTED, Handling.TRIAGED, Handling.WAITING)
"""What somebody may set while a comment is open."""
WITHOUT_ANSWER = (Handling.APPLIED, Handling.NO_CHANGE, Handling.DUPLICATE, Handling.IN_ERROR)
"""How a comment outside of a round may be closed without an answer."""


class Decision(StrEnum):
    """What the authors made of a comment."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted-with-changes"
    NOT_ACCEPTED = "not-accepted"
    NOT_ACCEPTED_BUT_CHANGED = "not-accepted-but-changed"


UNRESOLVED = "unresolved"
DISPOSITIONS = {
    Decision.ACCEPTED: "persuasive",
    Decision.ACCEPTED_WITH_CHANGES: "persuasive-with-modification",
    Decision.NOT_ACCEPTED: "not-persuasive",
    Decision.NOT_ACCEPTED_BUT_CHANGED: "not-persuasive-with-modification",
}
"""The code of HL7 for each decision; a comment without one is `UNRESOLVED`."""


def disposition_code(decision: Decision | None) -> str:
    """Return HL7's code for a decision, or for none yet."""
    return DISPOSITIONS[decision] if decision is not None else UNRESOLVED


def after_answer(decision: Decision, chosen: Handling | None, *, changed: bool) -> Handling:
    """Return how a comment stands once it is answered.

    `chosen` is what somebody said about it (put off, a duplicate), `changed` whether a version
    that answers it is known.
    """
    if chosen is not None:
        return chosen
    if decision is Decision.NOT_ACCEPTED:
        return Handling.NO_CHANGE
    return Handling.APPLIED if changed else Handling.TO_CHANGE


class SourceKind(StrEnum):
    """How words came that somebody else has entered."""

    LETTER = "letter"
    MAIL = "mail"
    PHONE = "phone"
    MEETING = "meeting"
