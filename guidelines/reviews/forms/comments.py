"""The forms of the comment pages, and the words of their choices."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from guidelines.reviews.rules import Decision

DECISION_WORDS = {
    Decision.ACCEPTED: _l("Accepted"),
    Decision.ACCEPTED_WITH_CHANGES: _l("Accepted with changes"),
    Decision.NOT_ACCEPTED: _l("Not accepted"),
}


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A comment on a passage, a recommendation or a whole section."""

    quote = TextAreaField(_l("Passage"))
    key = StringField(_l("Recommendation"))
    body = TextAreaField(_l("Comment"))


class ResponseForm(FlaskForm):  # type: ignore[misc]
    """A reply, or the answer that settles a comment."""

    body = TextAreaField(_l("Reply"))
    decision = StringField(_l("Decision"))
    response = TextAreaField(_l("Response"))
