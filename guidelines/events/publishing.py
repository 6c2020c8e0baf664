"""Approval and publication: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequested(Event):
    """The chair asked the approvers to sign one exact text."""

    name = "approval.requested"
    document_id: str
    request_id: str
    version_number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSigned(Event):
    """An approver signed the text."""

    name = "approval.signed"
    document_id: str
    request_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCompleted(Event):
    """All approvers have signed the text."""

    name = "approval.completed"
    document_id: str
    request_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReturned(Event):
    """An approver returned the text to the authors."""

    name = "approval.returned"
    document_id: str
    request_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialChangeProposed(Event):
    """Somebody called a change of wording after the vote editorial."""

    name = "editorial_change.proposed"
    document_id: str
    change_id: str
    key: str
    voted_sha256: str
    wording_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialChangeAttested(Event):
    """A second person confirmed that the change is editorial."""

    name = "editorial_change.attested"
    document_id: str
    change_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialChangeRefused(Event):
    """A second person did not confirm that the change is editorial."""

    name = "editorial_change.refused"
    document_id: str
    change_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPublished(Event):
    """The chair published a version: its content is frozen from now on."""

    name = "edition.published"
    document_id: str
    edition_id: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSuperseded(Event):
    """A newer published version took the place of this one."""

    name = "edition.superseded"
    document_id: str
    edition_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRendered(Event):
    """The downloads of a published version are ready."""

    name = "edition.rendered"
    edition_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingFailed(Event):
    """The downloads of a published version could not be made."""

    name = "rendering.failed"
    edition_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingRetried(Event):
    """Somebody asked for the downloads once more."""

    name = "rendering.retried"
    edition_id: str
