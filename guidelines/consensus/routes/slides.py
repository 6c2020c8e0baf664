"""Slides for the meeting between two rounds: what is not settled, and what was said about it."""

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from guidelines.consensus.models import Round
from guidelines.consensus.queries.slides import Unsettled, unsettled_in
from guidelines.consensus.routes.blueprint import bp, names_of, plain_wording
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.states import FINISHED
from guidelines.drafts.routes.blueprint import verdict_words
from guidelines.errors import Conflict, sentence
from guidelines.permissions import Action
from guidelines.typesetting.slides import PPTX, Slide, slides
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
            _distribution(entry, rule),
        )
    ]
    for first in range(0, len(one.comments), COMMENTS_ON_ONE):
        points = [_short(text) for text in one.comments[first : first + COMMENTS_ON_ONE]]
        pages.append(Slide(_("%(title)s: what the panel said", title=title), points=points))
    return pages


def _figures(entry: dict[str, Any]) -> list[str]:
    said = []
    if entry["percent_in"] is not None:
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
    return said


def _distribution(entry: dict[str, Any], rule: Rule) -> list[list[str]]:
    """Return how many chose each point, as a table; empty for what has no points."""
    names = names_of(rule)
    counts = sorted((int(point), count) for point, count in (entry.get("counts") or {}).items())
    if not counts:
        return []
    rows = [[str(names.get(point, point)), str(count)] for point, count in counts]
    return [[_("Rating"), _("People")], *rows]


def _short(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_COMMENT:
        return words
    return f"{words[:LONGEST_COMMENT].rsplit(' ', 1)[0]} …"
