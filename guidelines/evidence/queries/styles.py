"""How the references of a project are printed."""

from sqlalchemy import select

from guidelines.db import session
from guidelines.evidence.models import CitationStyle
from guidelines.evidence.rules.styles import BUNDLED, DEFAULT, OWN


def style_row(project_id: str) -> CitationStyle | None:
    """Return what was chosen for a project; None where nobody chose."""
    return session.scalar(select(CitationStyle).where(CitationStyle.project_id == project_id))


def style_of(project_id: str) -> str:
    """Return the citation style of a project as typesetting takes it: a name or a source.

    A style that failed when it was tried is not used.
    """
    row = style_row(project_id)
    if row is None or row.failure:
        return DEFAULT
    if row.name == OWN:
        return row.source
    return row.name if row.name in BUNDLED else DEFAULT
