"""The comment–response table: a page with filters, a workbook, a Word file and a PDF."""

from collections.abc import Callable, Mapping, Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.config import current
from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.errors import Conflict, Missing
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action
from guidelines.reviews import service
from guidelines.reviews.forms import DECISION_WORDS, KIND_WORDS, STATUS_WORDS
from guidelines.reviews.importers.table_files import workbook
from guidelines.reviews.queries.response_table import Line, lines_of, publishes_answers
from guidelines.reviews.queries.rounds import rounds_of
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules import Decision
from guidelines.text.paragraphs import stacked
from guidelines.text.verbatim import verbatim
from guidelines.typesetting.model import Findings, Manuscript
from guidelines.typesetting.recipes import Recipe, typeset
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.limits import Pace

NONE_YET = "none-yet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRINTED = {"pdf": Recipe.PDF, "docx": Recipe.DOCX}
_WIDTHS = (0.22, 0.4, 0.38)
_PACE = Pace(most=30, seconds=300)
FILTERS: Mapping[str, Callable[[Line, str], bool]] = {
    "round": lambda line, value: line.round_id == value,
    "organisation": lambda line, value: line.who == value,
    "kind": lambda line, value: line.kind == value,
    "decision": lambda line, value: (line.decision or NONE_YET) == value,
    "section": lambda line, value: line.section_id == value,
}


def _chosen(document: Document) -> tuple[list[Line], list[Line], dict[str, str]]:
    """Return all lines the visitor may see, those that are asked for, and what was asked."""
    everything = lines_of(document, current_actor())
    asked = {name: request.args.get(name, "")[:200] for name in FILTERS}
    lines = [
        line
        for line in everything
        if all(not value or FILTERS[name](line, value) for name, value in asked.items())
    ]
    return everything, lines, asked


@bp.get("/documents/<document_id>/comments/table")
@asks(Action.COMMENT_READ)
def show_response_table(document_id: str) -> ResponseReturnValue:
    """Show every comment with its place, what was decided and what was answered."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    everything, lines, asked = _chosen(document)
    return render_template(
        "reviews/table.html",
        document=document,
        lines=lines,
        total=len(everything),
        asked=asked,
        given={name: value for name, value in asked.items() if value},
        rounds=rounds_of(document),
        organisations=sorted({one.who for one in everything}),
        sections=list({one.section_id: one.place for one in everything if one.section_id}.items()),
        kinds=list(KIND_WORDS.items()),
        decisions=[*DECISION_WORDS.items(), (NONE_YET, _("Not answered yet"))],
        counts=_counts(lines),
        is_published=publishes_answers(document),
    )


def _counts(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Return how many comments there are, and how many were decided how."""
    found = [(_("Comments"), len(lines))]
    for decision, words in DECISION_WORDS.items():
        count = sum(one.decision is decision for one in lines)
        if count or decision is not Decision.NOT_ACCEPTED_BUT_CHANGED:
            found.append((str(words), count))
    return [*found, (_("Not answered yet"), sum(one.is_open for one in lines))]


@bp.get("/documents/<document_id>/comments/table/file.<ending>")
@asks(Action.COMMENT_READ)
def load_response_table(document_id: str, ending: str) -> ResponseReturnValue:
    """Load the table as it is filtered: a workbook, a Word file or a PDF."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    _everything, lines, _asked = _chosen(document)
    if ending == "xlsx":
        content, media_type = workbook(_("Comments"), rows_of(lines)), XLSX
    elif ending in PRINTED:
        _PACE.take(current_actor().person_id or "")
        content, media_type = printed(document, lines, PRINTED[ending])
    else:
        raise Missing
    answer = Response(content, mimetype=media_type)
    name = f"{document.slug}-comments.{ending}"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def rows_of(lines: Sequence[Line]) -> list[list[str | int]]:
    """Return the table with its heading, cell by cell."""
    heading: list[str | int] = [
        *(_("No."), _("Organisation"), _("Person"), _("Place"), _("Passage"), _("Comment")),
        *(_("About"), _("Decision"), _("Response"), _("Changed in version"), _("Review")),
        _("Date"),
    ]
    return [heading, *(_cells(line) for line in lines)]


def _cells(line: Line) -> list[str | int]:
    return [
        line.number,
        line.organisation,
        line.name,
        place_words(line),
        line.quote,
        line.comment,
        str(KIND_WORDS[line.kind]),
        decision_or_status(line),
        line.response,
        ", ".join(map(str, line.changes)),
        line.round_title,
        line.said_on.isoformat(),
    ]


def place_words(line: Line) -> str:
    """Return where a comment belongs, in words."""
    if line.section_id is None and not line.place:
        return str(_("Whole document"))
    words: str = line.place or _("Text before the first heading")
    if line.recommendation:
        words = f"{words}, {_('recommendation %(number)s', number=line.recommendation)}"
    return words


def decision_or_status(line: Line) -> str:
    """Return what was decided, or where the comment stands without a decision."""
    if line.decision is not None:
        return str(DECISION_WORDS[line.decision])
    return _("Not answered yet") if line.is_open else str(STATUS_WORDS[line.status])


bp.add_app_template_global(place_words, "place_words")
bp.add_app_template_global(decision_or_status, "decision_or_status")


def printed(document: Document, lines: Sequence[Line], recipe: Recipe) -> tuple[bytes, str]:
    """Return lines as a file to print, with its media type; equal lines give equal bytes."""
    summary = "; ".join(f"{words}: {count}" for words, count in _counts(lines))
    titles = dict.fromkeys(line.round_title for line in lines)
    made = typeset(
        Manuscript(
            title=document.title,
            body=f"{verbatim(summary) if lines else _('There are no comments.')}\n",
            answers=tuple(
                Findings(
                    title=title or _("Comments on the draft"),
                    names=(_("Who and where"), _("Comment"), _("Decision and response")),
                    widths=_WIDTHS,
                    rows=tuple(_told(line) for line in lines if line.round_title == title),
                )
                for title in titles
            ),
            date=current_version(document).created_at.date(),
            language="en",
            kind=_("Comment–response table"),
            network=document.project.network.title,
            project=document.project.title,
            edition_label=_("Version %(number)s of the draft", number=document.newest),
            notice=str(DEMONSTRATION) if current().demonstration else "",
        ),
        recipe,
    )
    return made.content, made.media_type


def _told(line: Line) -> tuple[str, ...]:
    """Return one comment as the three cells of a printed table; paragraphs stay apart."""
    numbers = ", ".join(map(str, line.changes))
    changed = _("Changed in version %(numbers)s.", numbers=numbers) if numbers else ""
    return (
        stacked(f"{line.number}. {line.who}", place_words(line)),
        stacked(f"“{line.quote}”" if line.quote else "", line.comment),
        stacked(decision_or_status(line), line.response, changed),
    )


@bp.post("/documents/<document_id>/comments/table/publishing")
@asks(Action.COMMENT_READ, Action.ANSWERS_PUBLISH)
def choose_publishing(document_id: str) -> ResponseReturnValue:
    """Decide whether the answers are published with each edition."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    wanted = request.form.get("is_published") == "yes"
    try:
        with transaction():
            service.choose_publishing(current_actor(), document, is_published=wanted)
    except Conflict as conflict:
        flash(translated(conflict.message), "info")
    else:
        said = (
            _("The answers will be published with the next version.")
            if wanted
            else _("The answers are not published any more with the next version.")
        )
        flash(said, "success")
    return redirect(url_for("reviews.show_response_table", document_id=document_id), 303)
