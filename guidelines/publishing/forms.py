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
    public_day = StringField(_l("Public from"), [Length(max=10)])
    public_hour = StringField(_l("At"), [Length(max=8)])
    wrong = TextAreaField(_l("What was wrong"), [Length(max=1000)])
    right = TextAreaField(_l("What is right"), [Length(max=1000)])
    since = StringField(_l("Since when"), [Length(max=10)])
    doi = StringField(_l("DOI of this version"), [Length(max=200)])


class DayForm(FlaskForm):  # type: ignore[misc]
    """Choose another moment for what is not public yet."""

    public_day = StringField(_l("Public from"), [InputRequired(), Length(max=10)])
    public_hour = StringField(_l("At"), [Length(max=8)])


class DoiForm(FlaskForm):  # type: ignore[misc]
    """Enter a DOI that was registered elsewhere; empty takes it back."""

    doi = StringField(_l("DOI of this version"), [Length(max=200)])
    whole = StringField(_l("DOI of the guideline, whatever its version"), [Length(max=200)])


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """Say of which class a change of wording after the vote is."""

    key = HiddenField(validators=[InputRequired()])
    change_class = StringField(_l("Of which class is it?"), [InputRequired()])
    reason = TextAreaField(_l("Why"), [InputRequired(), Length(max=2000)])
