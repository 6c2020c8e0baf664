"""What kinds of documents there are, and where the import of a file stands."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is for."""

    GUIDELINE = "guideline"
    STANDARD_OF_CARE = "standard-of-care"
    CONSENSUS_STATEMENT = "consensus-statement"
    PATHWAY = "pathway"
    SHORT_VERSION = "short-version"
    PATIENT_VERSION = "patient-version"
    TRANSLATION = "translation"


class ImportState(StrEnum):
    """Where the import of a file stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
