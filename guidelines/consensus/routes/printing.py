"""Printed forms of reports and feedback, made while somebody waits and kept nowhere."""

from collections.abc import Sequence
from datetime import date

from flask import Response

from guidelines.config import current
from guidelines.consensus.models import Process
from guidelines.consensus.rules.writeup import Part, as_markdown
from guidelines.mail import DEMONSTRATION
from guidelines.typesetting.model import Asset, Manuscript
from guidelines.typesetting.recipes import Recipe, typeset
from guidelines.web.guard import current_actor
from guidelines.web.limits import Pace

_PACE = Pace(most=30, seconds=300)
NAMES = {Recipe.PDF: "pdf", Recipe.DOCX: "docx"}


def paced() -> None:
    """Refuse somebody who asks for more files than anybody reads; it costs no write."""
    _PACE.take(current_actor().person_id or "")


def printed(
    process: Process,
    parts: Sequence[Part],
    recipe: Recipe,
    *,
    title: str,
    subtitle: str,
    kind: str,
    label: str,
    status: str,
    on: date,
    filename: str,
) -> Response:
    """Return parts as a file that no cache keeps; equal parts give equal bytes."""
    paced()
    body, pictures = as_markdown(parts)
    document = process.document
    manuscript = Manuscript(
        title=title,
        subtitle=subtitle,
        body=body,
        date=on,
        language="en",
        kind=kind,
        network=document.project.network.title,
        project=document.project.title,
        edition_label=label,
        status=status,
        notice=str(DEMONSTRATION) if current().demonstration else "",
        assets={
            name: Asset(media_type="image/svg+xml", content=content)
            for name, content in pictures.items()
        },
    )
    made = typeset(manuscript, recipe)
    answer = Response(made.content, mimetype=made.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={filename}.{NAMES[recipe]}"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
