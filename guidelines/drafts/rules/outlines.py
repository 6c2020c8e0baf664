"""The sections a new document begins with, by its kind."""

from collections.abc import Mapping
from types import MappingProxyType

from guidelines.drafts.rules.kinds import DocumentKind

_USUAL = ("Introduction",)
OUTLINES: Mapping[DocumentKind, tuple[str, ...]] = MappingProxyType({
    DocumentKind.GUIDELINE: (
        "Summary", "Scope and purpose", "Methods", "Recommendations", "Implementation",
        "Knowledge gaps",
    ),
    DocumentKind.STANDARD_OF_CARE: (
        "Whom this standard is for", "Care pathway", "Requirements", "Outcome measures",
    ),
    DocumentKind.CONSENSUS_STATEMENT: (
        "Background", "Methods", "Statements", "Discussion",
    ),
    DocumentKind.PATHWAY: ("Whom this pathway is for", "Steps", "Who does what"),
    DocumentKind.SHORT_VERSION: ("Key recommendations",),
    DocumentKind.PATIENT_VERSION: (
        "What this is about", "What is recommended", "What you can ask", "Where to find help",
    ),
})  # fmt: skip


def outline_for(kind: DocumentKind) -> list[str]:
    """Return the Markdown of the first sections of a new document: headings only."""
    return [f"# {title}\n" for title in OUTLINES.get(kind, _USUAL)]
