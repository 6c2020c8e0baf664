"""What the pages of consensus send: definitions, rounds, answers, comments."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Optional


class ProcessForm(FlaskForm):  # type: ignore[misc]
    """A process: its title and what panel members read first."""

    title = StringField(_l("Title"))
    information = TextAreaField(_l("Information for panel members"))


class RoundForm(FlaskForm):  # type: ignore[misc]
    """A round: what it is for and until when."""

    title = StringField(_l("Title"))
    purpose = TextAreaField(_l("What this round is for"))
    closes_on = DateField(_l("Closes at the end of"), [Optional()])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A reason for what cannot be undone."""

    reason = TextAreaField(_l("Reason"))


class ModerationForm(FlaskForm):  # type: ignore[misc]
    """What a moderator decides about a comment."""

    text = TextAreaField(_l("What the panel reads"))
    stance = StringField(_l("What it is about"))
    decision = StringField(_l("Decision"))


class MinorityForm(FlaskForm):  # type: ignore[misc]
    """A statement of those who disagree."""

    key = StringField(_l("Statement"))
    text = TextAreaField(_l("What should be printed"))
    signed = StringField(_l("Signed"))


class MinorityAnswerForm(FlaskForm):  # type: ignore[misc]
    """What the working group answers to a minority statement."""

    answer = TextAreaField(_l("Answer of the working group"))


def end_of_day(day: date | None, time_zone: str) -> datetime | None:
    """Return the last minute of a day in a time zone, in UTC."""
    if day is None:
        return None
    return datetime.combine(day, time(23, 59), ZoneInfo(time_zone)).astimezone(UTC)
