"""The references of a project, its evidence profiles and the judgements that rest on them."""

from guidelines.evidence.models.profiles import EvidenceProfile, Judgement
from guidelines.evidence.models.references import ImportState, Reference, ReferenceImport

__all__ = ["EvidenceProfile", "ImportState", "Judgement", "Reference", "ReferenceImport"]
