"""All recommendations of a document on one page, filtered, and as a file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.drafts import queries
from guidelines.drafts.forms import CERTAINTIES, STATUSES, STRENGTHS, TYPES
from guidelines.drafts.models import Document
from guidelines.drafts.routes.blueprint import VERDICT_WORDS, bp
from guidelines.drafts.rules.recommendation_lists import (
    CHANGED,
    NO_VOTE,
    Row,
    Wanted,
    as_csv,
    chosen,
    values_in,
)
from guidelines.permissions import Action
from guidelines.text.markdown import plain_text
from guidelines.web.guard import asks, fetch

FILTERS = ("type", "strength", "certainty", "status")
LONGEST_WORDS = 200


def _rows(document: Document) -> list[Row]:
    outcomes, searched = queries.outcomes_of(document), queries.last_searches_of(document)
    rows = []
    for one in queries.recommendations_of(document):
        outcome = outcomes.get(one.key)
        result = NO_VOTE
        if outcome is not None:
            result = outcome.verdict if outcome.stands(one) else CHANGED
        stands = outcome is not None and result != CHANGED
        rows.append(
            Row(
                one.ordinal,
                one.key,
                one.section_id,
                plain_text(one.wording),
                {**one.attributes, "last-search": searched.get(one.key, "")},
                result,
                outcome.summary if outcome is not None and stands else {},
            )
        )
    return rows


def _wanted() -> Wanted:
    return Wanted(
        {name: request.args.get(name, "") for name in FILTERS},
        request.args.get("result", ""),
        request.args.get("words", "")[:LONGEST_WORDS],
    )


@bp.get("/documents/<document_id>/recommendations")
@asks(Action.DOCUMENT_READ)
def list_recommendations(document_id: str) -> ResponseReturnValue:
    """Show the recommendations of a document as one table."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    rows, wanted = _rows(document), _wanted()
    words = {
        "type": {value: label for value, label, _hint in TYPES},
        "strength": {value: label for value, label, _hint in STRENGTHS},
        "certainty": dict(CERTAINTIES),
        "status": dict(STATUSES),
        "result": {
            **VERDICT_WORDS,
            CHANGED: _("Wording changed since the vote"),
            NO_VOTE: _("No vote yet"),
        },
    }
    offered = {name: values_in(rows, name) for name in FILTERS}
    offered["result"] = sorted({row.result for row in rows})
    return render_template(
        "drafts/recommendations.html",
        document=document,
        rows=chosen(rows, wanted),
        total=len(rows),
        wanted=wanted,
        words=words,
        offered=offered,
        by_key={one.key: one for one in queries.recommendations_of(document)},
        outcomes=queries.outcomes_of(document),
        given={name: value for name, value in request.args.items() if value},
    )


@bp.get("/documents/<document_id>/recommendations.csv")
@asks(Action.DOCUMENT_READ)
def download_recommendations(document_id: str) -> ResponseReturnValue:
    """Send the table, as it is filtered, as a file for spreadsheets."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    return Response(
        as_csv(chosen(_rows(document), _wanted())),
        mimetype="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{document.slug}-recommendations.csv"'
        },
    )
