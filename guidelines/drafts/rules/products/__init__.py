"""What documents of each kind are for, and the sections they begin with."""

from collections.abc import Mapping
from types import MappingProxyType

from guidelines.drafts.rules.kinds import DocumentKind
from guidelines.drafts.rules.products import patients, practice, reports
from guidelines.drafts.rules.products.modules import MODULES
from guidelines.drafts.rules.products.parts import Part, Say, Skeleton, named, written
from guidelines.errors import sentence

__all__ = ["GROUPS", "MODULES", "PRODUCTS", "Part", "Skeleton", "named", "outline_for", "written"]

PRODUCTS: Mapping[DocumentKind, Skeleton] = MappingProxyType(
    {
        DocumentKind.GUIDELINE: reports.GUIDELINE,
        DocumentKind.CONSENSUS_STATEMENT: reports.STATEMENT,
        DocumentKind.EVIDENCE_REPORT: reports.REPORT,
        DocumentKind.ADAPTATION: reports.ADAPTATION,
        DocumentKind.STANDARD_OF_CARE: practice.STANDARD,
        DocumentKind.PATHWAY: practice.PATHWAY,
        DocumentKind.PROTOCOL: practice.PROTOCOL,
        DocumentKind.DOS_AND_DONTS: practice.DOS,
        DocumentKind.QUALITY_MEASURES: practice.MEASURES,
        DocumentKind.SHORT_VERSION: practice.SHORT,
        DocumentKind.PATIENT_BOOKLET: patients.BOOKLET,
        DocumentKind.PATIENT_VERSION: patients.VERSION,
        DocumentKind.TRANSLATION: Skeleton(
            sentence("Translation"),
            sentence("Another document in another language."),
            (Part(sentence("Introduction")),),
        ),
    }
)
GROUPS: tuple[tuple[str, tuple[DocumentKind, ...]], ...] = (
    (
        sentence("Recommendations and evidence"),
        (
            DocumentKind.GUIDELINE, DocumentKind.CONSENSUS_STATEMENT,
            DocumentKind.EVIDENCE_REPORT, DocumentKind.ADAPTATION,
        ),
    ),
    (
        sentence("For daily care"),
        (
            DocumentKind.STANDARD_OF_CARE, DocumentKind.PATHWAY, DocumentKind.PROTOCOL,
            DocumentKind.DOS_AND_DONTS, DocumentKind.QUALITY_MEASURES, DocumentKind.SHORT_VERSION,
        ),
    ),
    (
        sentence("For patients and families"),
        (DocumentKind.PATIENT_BOOKLET, DocumentKind.PATIENT_VERSION),
    ),
)  # fmt: skip


def outline_for(kind: DocumentKind, say: Say = str) -> list[str]:
    """Return the Markdown of the first sections of a new document.

    `say` puts headings and notes into the language of the document.
    """
    return written(PRODUCTS[kind].parts, say)
