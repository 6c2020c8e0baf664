"""The forms of the account pages."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

COUNTRIES = re.findall(
    "..",
    "ATBEBGCHCYCZDEDKEEESFIFRGBGRHRHUIEISITLTLULVMTNLNOPLPTROSESISK",
)


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail address and password."""

    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=200)])


class LinkForm(FlaskForm):  # type: ignore[misc]
    """E-mail address for a one-time link."""

    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)])


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What a person says of themselves."""

    name = StringField(_l("Name, as it should be printed"), [InputRequired(), Length(max=120)])
    affiliation = StringField(_l("Hospital or organisation"), [Length(max=200)])
    discipline = StringField(_l("Discipline"), [Length(max=120)])
    orcid = StringField(_l("ORCID iD"), [Length(max=80)])
    country = SelectField(_l("Country"))
    language = SelectField(_l("Language"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, and the present one where there is one."""

    present = PasswordField(_l("Present password"), [Length(max=400)])
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=400)])
