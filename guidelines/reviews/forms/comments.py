"""The forms of the comment pages, and the words of their choices."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, FileField, StringField, TextAreaField

from guidelines.reviews.rules import CommentKind, Decision, Handling, SourceKind

DECISION_WORDS = {
    Decision.ACCEPTED: _l("Accepted"),
    Decision.ACCEPTED_WITH_CHANGES: _l("Accepted with changes"),
    Decision.NOT_ACCEPTED: _l("Not accepted"),
    Decision.NOT_ACCEPTED_BUT_CHANGED: _l("Not accepted, but the text was changed"),
}
KIND_WORDS = {
    CommentKind.GENERAL: _l("General remark"),
    CommentKind.QUESTION: _l("Question"),
    CommentKind.WORDING: _l("Wording"),
    CommentKind.EVIDENCE: _l("Evidence"),
    CommentKind.EQUITY: _l("Equity or patients’ view"),
    CommentKind.TYPO: _l("Typing error"),
}
STATUS_WORDS = {
    Handling.SUBMITTED: _l("New"),
    Handling.TRIAGED: _l("Looked at"),
    Handling.WAITING: _l("Waits for somebody’s input"),
    Handling.NO_CHANGE: _l("Settled, nothing to change"),
    Handling.TO_CHANGE: _l("Change still to be made"),
    Handling.DEFERRED: _l("Put off to a later version"),
    Handling.DUPLICATE: _l("The same as another comment"),
    Handling.APPLIED: _l("Changed in the text"),
    Handling.PUBLISHED: _l("Published"),
    Handling.IN_ERROR: _l("Entered by mistake"),
}
SOURCE_WORDS = {
    SourceKind.LETTER: _l("Letter or PDF"),
    SourceKind.MAIL: _l("Mail"),
    SourceKind.PHONE: _l("Phone call"),
    SourceKind.MEETING: _l("Conversation or meeting"),
}


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A comment on a passage, a paragraph, a recommendation, a section or the whole document."""

    quote = TextAreaField(_l("Passage"))
    before = StringField(_l("Words before it"))
    after = StringField(_l("Words behind it"))
    block = StringField(_l("Paragraph"))
    key = StringField(_l("Recommendation"))
    section = StringField(_l("Section"))
    kind = StringField(_l("What it is about"))
    body = TextAreaField(_l("Comment"))


class ResponseForm(FlaskForm):  # type: ignore[misc]
    """A reply, or the answer that settles a comment."""

    body = TextAreaField(_l("Reply"))
    decision = StringField(_l("Decision"))
    response = TextAreaField(_l("Response"))
    status = StringField(_l("And then"))


class SortForm(FlaskForm):  # type: ignore[misc]
    """What kind a comment is, where it stands, who sees to it until when."""

    kind = StringField(_l("What it is about"))
    status = StringField(_l("Where it stands"))
    assignee = StringField(_l("Who sees to it"))
    due_on = DateField(_l("Until"))


class SourceForm(FlaskForm):  # type: ignore[misc]
    """A letter, mail or call from which comments are entered for others."""

    kind = StringField(_l("How it came"))
    organisation = StringField(_l("Organisation"))
    name = StringField(_l("Person"))
    received_on = DateField(_l("On which day"))
    round = StringField(_l("Part of a review"))
    note = TextAreaField(_l("Note"))
    file = FileField(_l("File"))
