"""A published version as a document of HL7 FHIR R5."""

from guidelines.publishing.rules.fhir.bundle import bundle_of
from guidelines.publishing.rules.fhir.ratings import DERIVED

__all__ = ["DERIVED", "bundle_of"]
