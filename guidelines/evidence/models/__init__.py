"""The references of a project, its evidence profiles and the judgements that rest on them."""

from guidelines.evidence.models.imports import ImportState, ReferenceImport
from guidelines.evidence.models.profiles import EvidenceProfile, Judgement, JudgementEntry
from guidelines.evidence.models.questions import EvidenceQuestion, ExpertObservation, OutcomeRating
from guidelines.evidence.models.references import CitationStyle, Reference, ReferencePair, Verdict
from guidelines.evidence.models.searches import (
    BiasTable,
    EvidenceSearch,
    ScreenedRecord,
    SearchStrategy,
)

__all__ = [
    "BiasTable",
    "CitationStyle",
    "EvidenceProfile",
    "EvidenceQuestion",
    "EvidenceSearch",
    "ExpertObservation",
    "ImportState",
    "Judgement",
    "JudgementEntry",
    "OutcomeRating",
    "Reference",
    "ReferenceImport",
    "ReferencePair",
    "ScreenedRecord",
    "SearchStrategy",
    "Verdict",
]
