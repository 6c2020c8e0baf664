"""The references of a project, its evidence profiles and the judgements that rest on them."""

from guidelines.evidence.models.imports import ImportState, ReferenceImport
from guidelines.evidence.models.profiles import EvidenceProfile, Judgement
from guidelines.evidence.models.references import CitationStyle, Reference, ReferencePair, Verdict

__all__ = [
    "CitationStyle",
    "EvidenceProfile",
    "ImportState",
    "Judgement",
    "Reference",
    "ReferenceImport",
    "ReferencePair",
    "Verdict",
]
