"""What interests and reviews know about a project, as the plain values that publishing needs."""

from collections.abc import Sequence

from guidelines.drafts.models import Document


def undeclared_people(project_id: str) -> Sequence[str]:
    """Return the names of members who have not declared their interests."""
    return ()


def unassessed_people(project_id: str) -> Sequence[str]:
    """Return the names of members whose declaration has not been assessed."""
    return ()


def interest_statements(project_id: str) -> list[dict[str, str]]:
    """Return the public table of interests: person, interests, what follows from them."""
    return []


def open_threads(document: Document) -> int:
    """Return how many comments wait for an answer."""
    return 0
