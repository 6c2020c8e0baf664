"""Comments, suggestions, Word files: what happened."""

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
class CommentClosed(Event):
    """A comment outside of a review was closed without an answer."""

    name = "comment.closed"
    document_id: str
    thread_id: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSorted(Event):
    """Somebody said what kind a comment is, where it stands, and who sees to it until when."""

    name = "comment.sorted"
    document_id: str
    thread_id: str
    kind: str
    status: str
    assignee_id: str | None
    due_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAssigned(Event):
    """Somebody was put in charge of a comment."""

    name = "comment.assigned"
    document_id: str
    thread_id: str
    assignee_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMentioned(Event):
    """People were spoken to by name in a comment."""

    name = "comment.mentioned"
    document_id: str
    thread_id: str
    comment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSourceKept(Event):
    """A letter, mail or call from which comments are entered was put on record."""

    name = "comment.source-kept"
    document_id: str
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPublishingChosen(Event):
    """It was decided whether answers to comments are published with the editions."""

    name = "comment.publishing-chosen"
    document_id: str
    is_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReopened(Event):
    """An answered comment was opened again."""

    name = "comment.reopened"
    document_id: str
    thread_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnsweredByVersion(Event):
    """Somebody noted which version of the text answers a comment."""

    name = "comment.answered-by-version"
    document_id: str
    thread_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFileRequested(Event):
    """A Word file of a version was asked for, to be commented on."""

    name = "word.requested"
    document_id: str
    word_export_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFileHandedIn(Event):
    """A Word file came back."""

    name = "word.handed-in"
    document_id: str
    word_return_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFileRead(Event):
    """What a Word file brought was put beside the text."""

    name = "word.read"
    document_id: str
    word_return_id: str
    suggestions: int
    comments: int
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionMade(Event):
    """Somebody proposed a replacement of a passage."""

    name = "suggestion.made"
    document_id: str
    suggestion_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionWithdrawn(Event):
    """Who made a suggestion took it back before anybody decided."""

    name = "suggestion.withdrawn"
    document_id: str
    suggestion_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsAccepted(Event):
    """Suggestions on a section were accepted and are in a version."""

    name = "suggestion.accepted"
    document_id: str
    section_id: str
    count: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsRejected(Event):
    """Suggestions were rejected, with a reason."""

    name = "suggestion.rejected"
    document_id: str
    count: int
