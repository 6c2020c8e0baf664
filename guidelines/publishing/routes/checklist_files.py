"""A checklist or the results of an appraisal as a file: CSV, XLSX or DOCX."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from guidelines.config import current
from guidelines.consensus.rules.writeup import Part, as_markdown
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.errors import Missing
from guidelines.evidence.importers.sheets import csv_of, workbook_of
from guidelines.mail import DEMONSTRATION
from guidelines.publishing.queries.checklists.tables import lines_of, parts_of
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.recipes import Recipe, typeset
from guidelines.web.guard import current_actor
from guidelines.web.limits import Pace

FILES = ("xlsx", "csv", "docx")
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PACE = Pace(most=30, seconds=300)


def file_of(document: Document, table: Mapping[str, Any], ending: str) -> Response:
    """Return a table as a file; `Missing` for an ending nobody makes."""
    return sent(
        document,
        ending,
        name=str(table["name"]),
        title=str(table["title"]),
        lines=lines_of(table),
        parts=parts_of(table),
    )


def sent(
    document: Document,
    ending: str,
    *,
    name: str,
    title: str,
    lines: Sequence[Sequence[str]],
    parts: Sequence[Part],
) -> Response:
    """Return lines as a spreadsheet, or parts as a Word file, that no cache keeps."""
    if ending not in FILES:
        raise Missing
    if ending == "docx":
        _PACE.take(current_actor().person_id or "")
        content, media_type = _word(document, title, parts)
    elif ending == "csv":
        content, media_type = csv_of(lines), TYPES[ending]
    else:
        content, media_type = workbook_of(lines, title=name), TYPES[ending]
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={document.slug}-{name}.{ending}"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _word(document: Document, title: str, parts: Sequence[Part]) -> tuple[bytes, str]:
    body, _pictures = as_markdown(parts)
    made = typeset(
        Manuscript(
            title=f"{title}: {document.title}",
            body=body,
            date=current_version(document).created_at.date(),
            language="en",
            kind="Checklist",
            network=document.project.network.title,
            project=document.project.title,
            edition_label=f"Version {document.newest} of the draft",
            notice=str(DEMONSTRATION) if current().demonstration else "",
        ),
        Recipe.DOCX,
    )
    return made.content, made.media_type
