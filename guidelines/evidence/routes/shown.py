"""Words that the templates of questions and searches use."""

from typing import Any

from flask_babel import format_decimal, gettext

from guidelines.evidence.forms.questions import (
    DESIGN_WORDS,
    KIND_WORDS,
    REASON_WORDS,
)
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.effects import Absolute
from guidelines.evidence.rules.grade import START, Design, Lift, Reason
from guidelines.evidence.rules.outcomes import Outcome
from guidelines.evidence.rules.questions import Kind


def _(text: str, **values: object) -> str:
    """Translate `text` and fill it."""
    return str(gettext(text, **values))


@bp.app_template_filter("design_words")
def design_words(design: Design) -> str:
    """Return the words of the page for a design."""
    return str(DESIGN_WORDS[design])


@bp.app_template_filter("question_kind")
def question_kind(kind: Kind) -> str:
    """Return the words of the page for a kind of question."""
    return str(KIND_WORDS[kind])


@bp.app_template_filter("reason_words")
def reason_words(reason: Reason | Lift) -> str:
    """Return the words of the page for a reason to rate down or up."""
    return str(REASON_WORDS[reason])


@bp.app_template_filter("starts_at")
def starts_at(design: Design) -> str:
    """Return the certainty at which a design starts."""
    return START[design].value


@bp.app_template_filter("figure")
def figure(value: float | None) -> str:
    """Return a number as people write it, or a dash."""
    return "–" if value is None else str(format_decimal(value, format="#,##0.###"))


@bp.app_template_filter("effect_words")
def effect_words(outcome: Outcome) -> str:
    """Return a relative effect with its interval: "RR 0.92 (0.72 to 1.18)"."""
    if outcome.measure is None or outcome.estimate is None:
        return ""
    words = f"{outcome.measure.value.upper()} {_decimal(outcome.estimate)}"
    if outcome.lower is None or outcome.upper is None:
        return words
    return _(
        "%(effect)s (%(low)s to %(high)s)",
        effect=words, low=_decimal(outcome.lower), high=_decimal(outcome.upper),
    )  # fmt: skip


def _decimal(value: float) -> str:
    places = "0.00" if abs(value) < 100 and not float(value).is_integer() else "#,##0.###"
    text = str(format_decimal(abs(value), format=places))
    return f"−{text}" if value < 0 else text


@bp.app_template_filter("difference_words")
def difference_words(found: Absolute) -> str:
    """Return an absolute effect: "24 fewer per 1,000 (84 fewer to 54 more)"."""
    if found.lower is None or found.upper is None:
        return _("%(count)s per 1,000", count=_more(found.difference))
    return _(
        "%(count)s per 1,000 (%(low)s to %(high)s)",
        count=_more(found.difference), low=_more(found.lower), high=_more(found.upper),
    )  # fmt: skip


def _more(count: int) -> str:
    if not count:
        return _("0 fewer")
    number: Any = format_decimal(abs(count))
    return _("%(num)s more", num=number) if count > 0 else _("%(num)s fewer", num=number)
