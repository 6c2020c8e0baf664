"""What reviews show in the outline of a document."""

from guidelines.drafts.models import Document
from guidelines.permissions import Action, can
from guidelines.reviews.queries.counts import open_by_section
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("document.open_comments")
def open_comments(document: Document, **_given: object) -> dict[str, int]:
    """Return how many comments wait for an answer in each section, for who may read them."""
    if not can(current_actor(), Action.COMMENT_READ, document):
        return {}
    return open_by_section(document)
