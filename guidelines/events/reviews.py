"""Comments: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentMade(Event):
    """Somebody began a discussion about the text."""

    name = "comment.made"
    document_id: str
    thread_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReplied(Event):
    """Somebody replied to a comment."""

    name = "comment.replied"
    document_id: str
    thread_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentResolved(Event):
    """A comment was answered: accepted, accepted with changes, or not accepted."""

    name = "comment.resolved"
    document_id: str
    thread_id: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReopened(Event):
    """An answered comment was opened again."""

    name = "comment.reopened"
    document_id: str
    thread_id: str
