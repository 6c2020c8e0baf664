"""Slides for the meeting between two rounds: what is not settled, and what was said about it."""

from dataclasses import replace
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from guidelines.consensus.models import Round
from guidelines.consensus.queries.accounts import bars_of
from guidelines.consensus.queries.slides import Unsettled, unsettled_in
from guidelines.consensus.routes.blueprint import bp, names_of, plain_wording
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.estimating import span_of
from guidelines.consensus.rules.states import FINISHED
from guidelines.drafts.routes.blueprint import verdict_words
from guidelines.errors import Conflict, sentence
from guidelines.permissions import Action
from guidelines.stats.plots import histogram
from guidelines.stats.spans import span
from guidelines.typesetting.slides import PPTX, Drawing, Slide, slides
from guidelines.web.drawing import span_words, words_of
from guidelines.web.guard import asks, fetch
from guidelines.web.templating import percentage

COMMENTS_ON_ONE = 5
LONGEST_COMMENT = 260


@bp.get("/rounds/<round_id>/slides.pptx")
@asks(Action.RESULT_READ)
def download_slides(round_id: str) -> ResponseReturnValue:
    """Give the unsettled statements of a closed round as a presentation."""
    round_ = fetch(Round, round_id, Action.RESULT_READ)
    if round_.state not in FINISHED:
        raise Conflict(sentence("Slides are made of a closed round."))
    document, rule = round_.process.document, round_.definition
    pages = [page for one in unsettled_in(round_) for page in _pages(one, rule)]
    content = slides(
        document.title,
        _("Round %(number)s: what is not settled", number=round_.number),
        pages or [Slide(_("Every statement of this round is settled."))],
        language=document.language,
    )
    answer = Response(content, mimetype=PPTX)
    name = f"round-{round_.number}.pptx"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _pages(one: Unsettled, rule: Rule) -> list[Slide]:
    """Return the slide of a statement, and one more for each few comments on it."""
    entry = one.entry
    title = _("Statement %(number)s", number=entry["number"])
    pages = [
        Slide(
            f"{title}: {verdict_words(entry['verdict'])}",
            [plain_wording(entry["wording"]), *_figures(entry)],
            _drawing(entry, rule),
        )
    ]
    for first in range(0, len(one.comments), COMMENTS_ON_ONE):
        points = [_short(text) for text in one.comments[first : first + COMMENTS_ON_ONE]]
        pages.append(Slide(_("%(title)s: what the panel said", title=title), points=points))
    return pages


def _figures(entry: dict[str, Any]) -> list[str]:
    said = []
    if entry["percent_in"] is not None:
        between = entry["n_rated"] - entry["n_in"] - entry["n_out"]
        said.append(
            _(
                "%(agree)s agree, %(between)s are in between, %(against)s disagree.",
                agree=entry["n_in"],
                between=between,
                against=entry["n_out"],
            )
            if between
            else _(
                "%(agree)s agree, %(against)s disagree.",
                agree=entry["n_in"],
                against=entry["n_out"],
            )
        )
        said.append(
            _(
                "Agreement %(percent)s %% (%(agree)s of %(rated)s)",
                percent=percentage(entry["percent_in"]),
                agree=entry["n_in"],
                rated=entry["denominator"],
            )
        )
    if entry["median"] is not None and entry["q1"] is not None:
        low, middle, high = (format_decimal(entry[name]) for name in ("q1", "median", "q3"))
        said.append(
            _("Median %(median)s, half of them from %(low)s to %(high)s",
              median=middle, low=low, high=high)
        )  # fmt: skip
    if entry["n_opted_out"]:
        said.append(
            ngettext(
                "%(num)s cannot judge it or abstained.",
                "%(num)s cannot judge it or abstained.",
                entry["n_opted_out"],
            )
        )
    return said


def _drawing(entry: dict[str, Any], rule: Rule) -> Drawing | None:
    """Return how the panel answered; None where nobody did."""
    title = _("How the panel rated statement %(number)s", number=entry["number"])
    name = f"statement-{entry['number']}"
    estimated = span_of(entry)
    if estimated is not None and rule.quantity is not None:
        told = span_words(estimated, rule.quantity.unit, entry["n_rated"], title)
        return Drawing(span(estimated, told, name), f"{told.title}: {told.description}")
    if not entry["n_rated"]:
        return None
    bars = replace(bars_of(entry, rule), names=names_of(rule))
    told = words_of(bars, title)
    return Drawing(histogram(bars, told, name), f"{told.title}: {told.description}")


def _short(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_COMMENT:
        return words
    return f"{words[:LONGEST_COMMENT].rsplit(' ', 1)[0]} …"
