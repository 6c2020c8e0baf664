"""Every event: what happened, in the past tense, as plain values; and what follows from it.

An event belongs to the chain of its project, else of its network, else of the installation.
It names people and things by id only, so that the chain survives the erasure of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The base of all events."""

    name: ClassVar[str]
    network_id: str | None = None
    project_id: str | None = None

    @property
    def chain(self) -> str:
        """The chain this event is recorded in."""
        return self.project_id or self.network_id or "installation"


# accounts and projects


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    """Somebody got an account."""

    name = "person.added"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRequested(Event):
    """A one-time mail link was made."""

    name = "link.requested"
    link_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody set a password."""

    name = "password.changed"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFounded(Event):
    """A network was set up."""

    name = "network.founded"
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorNamed(Event):
    """Somebody became administrator of the network."""

    name = "administrator.named"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStarted(Event):
    """A guideline project was started."""

    name = "project.started"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEdited(Event):
    """The title, scope or time zone of a project was changed."""

    name = "project.edited"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    """Somebody was given a role in the project."""

    name = "member.invited"
    person_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved(Event):
    """Somebody lost a role in the project."""

    name = "member.removed"
    person_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded(Event):
    """The project got a stakeholder group."""

    name = "group.added"
    group_id: str
    title: str


# interests and evidence


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


# drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStarted(Event):
    """A document was started, empty or from a file."""

    name = "document.started"
    document_id: str
    title: str


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
    """A version got a name."""

    name = "version.labelled"
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


# reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentMade(Event):
    """Somebody began a discussion about the text."""

    name = "comment.made"
    document_id: str
    thread_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReplied(Event):
    """Somebody replied to a comment."""

    name = "comment.replied"
    document_id: str
    thread_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentResolved(Event):
    """A comment was answered: accepted, accepted with changes, or not accepted."""

    name = "comment.resolved"
    document_id: str
    thread_id: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReopened(Event):
    """An answered comment was opened again."""

    name = "comment.reopened"
    document_id: str
    thread_id: str


# consensus


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStarted(Event):
    """A consensus process was started for a document."""

    name = "process.started"
    process_id: str
    document_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsChosen(Event):
    """Recommendations were chosen to be put to the panel."""

    name = "statements.chosen"
    process_id: str
    keys: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(Event):
    """A definition of consensus was chosen; it is not locked yet."""

    name = "rule.set"
    process_id: str
    rule_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSealed(Event):
    """The definition of consensus was locked."""

    name = "rule.sealed"
    process_id: str
    rule_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelInvited(Event):
    """People were invited to the panel of a process."""

    name = "panel.invited"
    process_id: str
    panelist_ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPrepared(Event):
    """A round was prepared."""

    name = "round.prepared"
    process_id: str
    round_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSealed(Event):
    """The wordings and evidence cards of a round were locked."""

    name = "round.sealed"
    round_id: str
    cards_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened(Event):
    """A round was opened; its eligible panel members are fixed."""

    name = "round.opened"
    round_id: str
    electors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundExtended(Event):
    """The closing date of a round was changed."""

    name = "round.extended"
    round_id: str
    closes_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(Event):
    """A round was closed, and its results were computed and frozen."""

    name = "round.closed"
    round_id: str
    ballots: int
    ballots_sha256: str
    results_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReported(Event):
    """The results of a round were reported to the group."""

    name = "round.reported"
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAnnulled(Event):
    """A round was declared void."""

    name = "round.annulled"
    round_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelReminded(Event):
    """Panel members who had not come were reminded; nobody saw who."""

    name = "panel.reminded"
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelCommentModerated(Event):
    """A comment of the panel was let through, edited or withheld."""

    name = "panel-comment.moderated"
    round_id: str
    panel_comment_id: str
    state: str
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorityStatementWritten(Event):
    """Panel members who disagree wrote a statement to be printed."""

    name = "minority-statement.written"
    process_id: str
    recommendation_key: str
    people: int


# publishing


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


FOLLOW_UPS: Mapping[type[Event], tuple[str, ...]] = MappingProxyType(
    {
        LinkRequested: ("accounts.send_link",),
        ReferencesHandedIn: ("evidence.read_references",),
        RoundOpened: ("consensus.send_links",),
        RoundClosed: ("consensus.purge",),
        RoundAnnulled: ("consensus.purge",),
        PanelReminded: ("consensus.send_reminders",),
        ImportRequested: ("drafts.import_file",),
        EditionPublished: ("publishing.render",),
        RenderingRetried: ("publishing.render",),
    }
)
