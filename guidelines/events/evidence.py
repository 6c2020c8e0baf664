"""Interests and evidence: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(Event):
    """Somebody declared their interests."""

    name = "interest.declared"
    person_id: str
    declaration_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestAssessed(Event):
    """Somebody else decided what a person's interests mean for a recommendation."""

    name = "interest.assessed"
    person_id: str
    key: str
    level: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesHandedIn(Event):
    """A file of references waits to be read."""

    name = "references.handed-in"
    import_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesImported(Event):
    """A file of references was read into the library of the project."""

    name = "references.imported"
    added: int
    updated: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSaved(Event):
    """A reference was added or changed by hand."""

    name = "reference.saved"
    reference_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRemoved(Event):
    """A reference was taken out of the library of the project."""

    name = "reference.removed"
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSaved(Event):
    """The evidence profile of a recommendation was changed."""

    name = "profile.saved"
    profile_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementsSaved(Event):
    """The judgements between evidence and decision were changed."""

    name = "judgements.saved"
    profile_id: str
    key: str
