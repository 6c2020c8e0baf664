"""What the checklists of a document put into the list "Before publishing"."""

from guidelines.drafts.models import Document
from guidelines.publishing.rules.checks import Check


def entries(document: Document) -> list[Check]:
    """Return one line for each checklist that the project wants to see before publishing.

    The name of a line is ``checklist:<name>``, ``where`` has `Spot` values of the kind
    ``checklist`` with the name of the checklist, or ``<name>/<item>``, as their key.
    """
    return []
