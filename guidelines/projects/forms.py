"""The forms of the project pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length


class ProjectForm(FlaskForm):  # type: ignore[misc]
    """A guideline project."""

    title = StringField(_l("Title"), [InputRequired(), Length(max=300)])
    scope = TextAreaField(_l("Scope"), [Length(max=4000)])
    time_zone = StringField(_l("Time zone"), [InputRequired(), Length(max=60)], default="UTC")


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Somebody to invite into a project."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)])
    role = SelectField(_l("Role"), [InputRequired()])
    group_id = SelectField(_l("Stakeholder group (panel only)"))


class GroupForm(FlaskForm):  # type: ignore[misc]
    """A stakeholder group."""

    title = StringField(_l("Name of the group"), [InputRequired(), Length(max=80)])
