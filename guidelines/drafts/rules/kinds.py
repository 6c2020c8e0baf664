"""What kinds of documents there are, with what some begin, and where an import stands."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is for."""

    GUIDELINE = "guideline"
    STANDARD_OF_CARE = "standard-of-care"
    CONSENSUS_STATEMENT = "consensus-statement"
    EVIDENCE_REPORT = "evidence-report"
    PATHWAY = "pathway"
    PROTOCOL = "protocol"
    DOS_AND_DONTS = "dos-and-donts"
    QUALITY_MEASURES = "quality-measures"
    ADAPTATION = "adaptation"
    SHORT_VERSION = "short-version"
    PATIENT_BOOKLET = "patient-booklet"
    PATIENT_VERSION = "patient-version"
    TRANSLATION = "translation"


class Beginning(StrEnum):
    """With what a version that is no translation begins."""

    HEADINGS = "headings"
    RECOMMENDATIONS = "recommendations"
    USUAL = "usual"


class ImportState(StrEnum):
    """Where the import of a file stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
