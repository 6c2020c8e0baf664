"""What the pages of consensus send: definitions, rounds, answers, comments."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Optional

from guidelines.consensus.rules.definition import Denominator, Rule
from guidelines.consensus.rules.presets import PRESETS, adapt, named, preset
from guidelines.errors import Invalid, sentence

SCALES = {"1-9": (1, 9), "1-7": (1, 7), "1-5": (1, 5)}

PRESET_WORDS = {
    "agree-75": _l("At least 75 % agree"),
    "agree-80": _l("At least 80 % agree"),
    "comet-70-15": _l("70 % agree and fewer than 15 % disagree (COMET)"),
    "rand-ucla": _l("RAND/UCLA appropriateness, by the table for 8 to 16 people"),
    "rand-ucla-ipras": _l("RAND/UCLA appropriateness, by IPRAS"),
    "awmf": _l("Yes, no or abstain on the final wording (AWMF)"),
}


DENOMINATOR_WORDS = {
    Denominator.RATED.value: _l("those who rated"),
    Denominator.RATED_AND_OPTED_OUT.value: _l("those who rated or cannot judge"),
    Denominator.ELIGIBLE.value: _l("everybody who may answer"),
}


class ProcessForm(FlaskForm):  # type: ignore[misc]
    """A process: its title and what panel members read first."""

    title = StringField(_l("Title"))
    information = TextAreaField(_l("Information for panel members"))


class RuleForm(FlaskForm):  # type: ignore[misc]
    """The definition of consensus with its blanks."""

    preset = StringField(_l("Definition"))
    scale = StringField(_l("Scale"))
    question = StringField(_l("Question"))
    low_label = StringField(_l("Words at the low end"))
    high_label = StringField(_l("Words at the high end"))
    denominator = StringField(_l("Of whom"))
    why = TextAreaField(_l("Why this definition"))

    def rule(self) -> Rule:
        """Return the definition of consensus, under its honest name."""
        chosen = preset(self.preset.data or "")
        if chosen.name.startswith("agree-"):
            chosen = adapt(chosen, scale=SCALES.get(self.scale.data or "", (1, 9)))
        if self.denominator.data and self.denominator.data != chosen.denominator.value:
            if self.denominator.data not in DENOMINATOR_WORDS:
                raise Invalid({"denominator": sentence("Choose of whom shares are taken.")})
            chosen = adapt(chosen, denominator=Denominator(self.denominator.data))
        words = (self.question.data or "").strip()[:300]
        low = (self.low_label.data or "").strip()[:60]
        high = (self.high_label.data or "").strip()[:60]
        scale = replace(
            chosen.scale,
            low_label=low or chosen.scale.low_label,
            high_label=high or chosen.scale.high_label,
        )
        if chosen.scale.is_vote:
            scale = chosen.scale
        return named(replace(chosen, question=words or chosen.question, scale=scale))

    def show(self, rule: Rule, why: str) -> None:
        """Fill the form from a definition of consensus."""
        self.preset.data = rule.based_on or rule.name
        self.scale.data = f"{rule.scale.lowest}-{rule.scale.highest}"
        own = PRESETS.get(rule.based_on or rule.name, rule)
        self.question.data = rule.question if rule.question != own.question else ""
        self.low_label.data, self.high_label.data = rule.scale.low_label, rule.scale.high_label
        self.denominator.data = rule.denominator.value
        self.why.data = why


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
