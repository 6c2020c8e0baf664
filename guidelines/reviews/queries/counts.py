"""How many comments wait for an answer, by section."""

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.reviews.models import CommentThread, Suggestion
from guidelines.reviews.rules import SuggestionState, ThreadState


def open_by_section(document: Document) -> dict[str, int]:
    """Return how many comments on each section of a document wait for an answer."""
    found = session.execute(
        select(CommentThread.section_id, func.count(CommentThread.id))
        .where(CommentThread.document_id == document.id, CommentThread.state == ThreadState.OPEN)
        .group_by(CommentThread.section_id)
    )
    return {row.section_id: row[1] for row in found}


def suggestions_by_section(document: Document) -> dict[str, int]:
    """Return how many suggestions in each section of a document wait for a decision."""
    found = session.execute(
        select(Suggestion.section_id, func.count(Suggestion.id))
        .where(Suggestion.document_id == document.id, Suggestion.state == SuggestionState.OPEN)
        .group_by(Suggestion.section_id)
    )
    return {row.section_id: row[1] for row in found}
