"""Which checklists a document needs when nobody has chosen: by its kind and its past."""

from guidelines.drafts.rules.kinds import DocumentKind
from guidelines.publishing.rules.checklists.choices import Asked

NAMES = ("right", "accord", "checkup", "agree-ii", "agree-rex", "gin-mcmaster")
"""All checklists in the order of the page."""

_WITH_RECOMMENDATIONS = frozenset(
    {
        DocumentKind.GUIDELINE,
        DocumentKind.CONSENSUS_STATEMENT,
        DocumentKind.STANDARD_OF_CARE,
        DocumentKind.ADAPTATION,
    }
)
_APPRAISED = frozenset({DocumentKind.GUIDELINE, DocumentKind.ADAPTATION})


def usual(name: str, kind: DocumentKind, *, voted: bool, published: bool) -> Asked:
    """Return what is asked of a document of this kind where nobody has chosen.

    `voted` tells whether a panel is asked, `published` whether it is an update of what is out.
    """
    fits = {
        "right": kind in _WITH_RECOMMENDATIONS,
        "accord": voted,
        "checkup": published and kind in _WITH_RECOMMENDATIONS,
        "agree-ii": kind in _APPRAISED,
    }
    return Asked.SHOULD if fits.get(name, False) else Asked.NO
