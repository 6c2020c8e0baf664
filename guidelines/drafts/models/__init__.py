"""Documents, their sections and versions, and the recommendations found in them."""

from guidelines.drafts.models.branches import Branch, BranchSection
from guidelines.drafts.models.documents import Asset, Document, DocumentImport, Section
from guidelines.drafts.models.metadata import DocumentMetadata
from guidelines.drafts.models.translations import BlockBasis, SectionBasis
from guidelines.drafts.models.versions import (
    Block,
    Clash,
    SectionRevision,
    Version,
    VersionLabel,
)
from guidelines.drafts.models.wording import (
    VOID,
    Outcome,
    Recommendation,
    RecommendationKey,
    WordingLock,
)
from guidelines.drafts.models.working import Presence, WorkingCopy
from guidelines.drafts.rules.kinds import DocumentKind, ImportState

__all__ = [
    "VOID",
    "Asset",
    "Block",
    "BlockBasis",
    "Branch",
    "BranchSection",
    "Clash",
    "Document",
    "DocumentImport",
    "DocumentKind",
    "DocumentMetadata",
    "ImportState",
    "Outcome",
    "Presence",
    "Recommendation",
    "RecommendationKey",
    "Section",
    "SectionBasis",
    "SectionRevision",
    "Version",
    "VersionLabel",
    "WordingLock",
    "WorkingCopy",
]
