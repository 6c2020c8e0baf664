"""Guideline text: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStarted(Event):
    """A document was started, empty or from a file."""

    name = "document.started"
    document_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDescribed(Event):
    """A document says anew what it is about, for whom, and until when."""

    name = "document.described"
    document_id: str
    review_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequested(Event):
    """Somebody sent a file that is to become a document."""

    name = "import.requested"
    import_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved(Event):
    """The text of a section was saved."""

    name = "draft.saved"
    document_id: str
    section_id: str
    version: int
    sha256: str
    merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionAdded(Event):
    """A document got a section."""

    name = "section.added"
    document_id: str
    section_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionsAdded(Event):
    """A document got several sections at once."""

    name = "sections.added"
    document_id: str
    section_ids: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMoved(Event):
    """A section got another place in its document."""

    name = "section.moved"
    document_id: str
    section_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRemoved(Event):
    """A section was taken out of its document; its revisions stay."""

    name = "section.removed"
    document_id: str
    section_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRestored(Event):
    """An older version became the newest again, as a new version."""

    name = "version.restored"
    document_id: str
    version: int
    restored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLabelled(Event):
    """A version got a name, or another one."""

    name = "version.labelled"
    document_id: str
    version: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionUnlabelled(Event):
    """The name of a version was taken away."""

    name = "version.unlabelled"
    document_id: str
    version: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashKept(Event):
    """Two people changed the same passage; the text of the second was kept aside."""

    name = "clash.kept"
    document_id: str
    section_id: str
    clash_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashSettled(Event):
    """Somebody decided what becomes of two texts that clashed."""

    name = "clash.settled"
    document_id: str
    section_id: str
    clash_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchStarted(Event):
    """A change is tried out in an alternative draft of a document."""

    name = "branch.started"
    document_id: str
    branch_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchTakenOver(Event):
    """An alternative draft was taken over into the main text."""

    name = "branch.taken-over"
    document_id: str
    branch_id: str
    version: int
    clashes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchUpdated(Event):
    """The newest main text was brought into an alternative draft."""

    name = "branch.updated"
    document_id: str
    branch_id: str
    version: int
    clashes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchPutAside(Event):
    """An alternative draft was put aside; nothing of it went into the main text."""

    name = "branch.put-aside"
    document_id: str
    branch_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingLocked(Event):
    """The wording of recommendations may not change from now on."""

    name = "wording.locked"
    document_id: str
    keys: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingUnlocked(Event):
    """The wording of recommendations may change again."""

    name = "wording.unlocked"
    document_id: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePlaced(Event):
    """The result of a vote was put beside its recommendation."""

    name = "outcome.placed"
    document_id: str
    key: str
    wording_sha256: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationStarted(Event):
    """A translation or a plain-language version of a document was started."""

    name = "translation.started"
    document_id: str
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationChecked(Event):
    """A section of a translation was brought in line with its source."""

    name = "translation.checked"
    document_id: str
    section_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureAdded(Event):
    """A picture was added to a document."""

    name = "picture.added"
    document_id: str
    asset_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureDescribed(Event):
    """The words that stand for a picture were changed."""

    name = "picture.described"
    document_id: str
    asset_id: str
