"""The evidence card in words: effects as people per 1,000, measures as they are called."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from guidelines.consensus.routes.blueprint import bp
from guidelines.text.citations import without_keys
from guidelines.text.markdown import Rendered, render


@bp.app_template_filter("card_prose")
def card_prose(source: str) -> Rendered:
    """Return a text of a card as safe HTML; its sources are listed below it."""
    return render(without_keys(source))


@bp.app_template_filter("effect_in_people")
def effect_in_people(row: Mapping[str, Any]) -> str:
    """Return the effect of a finding as people say it: "30 fewer (48 fewer to 7 fewer)"."""
    people = row.get("per_thousand")
    if not people:
        return _relative(row)
    said = _more_or_fewer(people["difference"])
    if people.get("lower") is None:
        return said
    return str(
        _(
            "%(effect)s (from %(lower)s to %(upper)s)",
            effect=said,
            lower=_more_or_fewer(people["lower"]),
            upper=_more_or_fewer(people["upper"]),
        )
    )


def _more_or_fewer(people: int) -> str:
    if people == 0:
        return str(_("no difference"))
    if people < 0:
        return str(ngettext("%(num)s fewer", "%(num)s fewer", -people))
    return str(ngettext("%(num)s more", "%(num)s more", people))


def _relative(row: Mapping[str, Any]) -> str:
    """Return an effect that is no number of people, such as "MD −1.2 (−2 to −0.4)"."""
    if row.get("estimate") is None or not row.get("measure"):
        return ""
    said = f"{row['measure'].upper()} {format_decimal(row['estimate'])}"
    if not row.get("interval"):
        return said
    low, high = (format_decimal(limit) for limit in row["interval"])
    return str(_("%(effect)s (%(low)s to %(high)s)", effect=said, low=low, high=high))


@bp.app_template_filter("studies_in_words")
def studies_in_words(row: Mapping[str, Any]) -> str:
    """Return how much was studied: "3 studies, 412 people"."""
    parts = [
        str(ngettext("%(num)s study", "%(num)s studies", row["studies"]))
        if row.get("studies")
        else "",
        str(
            ngettext(
                "%(people)s person",
                "%(people)s people",
                row["participants"],
                people=format_decimal(row["participants"]),
            )
        )
        if row.get("participants")
        else "",
    ]
    return ", ".join(part for part in parts if part)
