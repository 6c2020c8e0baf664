"""Approval and publication: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequested(Event):
    """The chair asked bodies and approvers to sign one exact plan or text."""

    name = "approval.requested"
    document_id: str
    request_id: str
    version_number: int
    sha256: str
    gate: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSigned(Event):
    """An approver signed the text."""

    name = "approval.signed"
    document_id: str
    request_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCompleted(Event):
    """Everybody it takes has signed."""

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
    change_class: str = "editorial"


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
class EditorialChangeObjected(Event):
    """Somebody who voted or signed said that a change is no mere form."""

    name = "editorial_change.objected"
    document_id: str
    change_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialChangeSettled(Event):
    """The days for objections to a change passed without one."""

    name = "editorial_change.settled"
    document_id: str
    change_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialChangeRuled(Event):
    """The chair decided on a change to which somebody objected."""

    name = "editorial_change.ruled"
    document_id: str
    change_id: str
    key: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorsNamed(Event):
    """Somebody said who did what for a document, in the order in which they are printed."""

    name = "contributors.named"
    document_id: str
    people: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyNamed(Event):
    """The chair named a body that signs, or changed who sits in it and how many must sign."""

    name = "approval_body.named"
    body_id: str
    quorum: str
    members: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEnded(Event):
    """The chair ended a body: it signs nothing from now on."""

    name = "approval_body.ended"
    body_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDelivered(Event):
    """A person got the text that is to be signed."""

    name = "text.delivered"
    document_id: str
    request_id: str
    person_id: str
    how: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementRecorded(Event):
    """The chair recorded that an organisation endorses a text."""

    name = "endorsement.recorded"
    document_id: str
    endorsement_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementEnded(Event):
    """An endorsement was taken back."""

    name = "endorsement.ended"
    document_id: str
    endorsement_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineMoved(Event):
    """A guideline took a step in its life."""

    name = "guideline.moved"
    document_id: str
    before: str
    move: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionWithdrawn(Event):
    """A published version was withdrawn: it stays where it is, with a warning."""

    name = "edition.withdrawn"
    document_id: str
    edition_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPublished(Event):
    """The chair published a version: its content is frozen from now on."""

    name = "edition.published"
    document_id: str
    edition_id: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDated(Event):
    """A published version that readers do not know of yet got another day, or was let out."""

    name = "edition.dated"
    document_id: str
    edition_id: str
    public_from: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCameOut(Event):
    """The day of a published version has come: readers know of it."""

    name = "edition.came-out"
    document_id: str
    edition_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionIdentified(Event):
    """Somebody entered the DOI of a version, or of the guideline as a whole."""

    name = "edition.identified"
    document_id: str
    number: str
    doi: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GatesTightened(Event):
    """A project asks more, or no longer more, than the core at the gates of publication."""

    name = "gates.tightened"
    must: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnagreedPrintDecided(Event):
    """A recommendation without consensus is printed as what it is."""

    name = "recommendation.printed-unagreed"
    document_id: str
    key: str
    wording_sha256: str
