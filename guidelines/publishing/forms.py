"""The forms of approval and publication."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from guidelines.publishing.rules.naming import Step


class RequestForm(FlaskForm):  # type: ignore[misc]
    """Ask the approvers to sign."""

    note = TextAreaField(_l("Words to the approvers"), [Length(max=2000)])
    step = StringField(_l("Number"), default=Step.MAJOR.value)


class SignForm(FlaskForm):  # type: ignore[misc]
    """Sign the text that was shown; its hash travels with the form."""

    sha256 = HiddenField(validators=[InputRequired()])
    body = StringField(_l("On behalf of"), [Length(max=200)])
    statement = TextAreaField(_l("Statement"), [Length(max=4000)])


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """Return the text to the authors."""

    reason = TextAreaField(_l("What has to change"), [InputRequired(), Length(max=4000)])


class PublishForm(FlaskForm):  # type: ignore[misc]
    """Publish the approved text."""

    change_note = TextAreaField(_l("What is new"), [Length(max=2000)])


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """Say of which class a change of wording after the vote is."""

    key = HiddenField(validators=[InputRequired()])
    change_class = StringField(_l("Of which class is it?"), [InputRequired()])
    reason = TextAreaField(_l("Why"), [InputRequired(), Length(max=2000)])
