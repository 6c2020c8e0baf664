"""Readers of published versions: what they reported, what warns them; doses that were checked."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReported(Event):
    """A reader reported an error in a published version."""

    name = "error.reported"
    document_id: str
    edition_id: str
    report_id: str
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReportConfirmed(Event):
    """The reader who reported an error confirmed the address for the answer."""

    name = "error.confirmed"
    document_id: str
    report_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReportMoved(Event):
    """A report of an error was taken up, handed over, noted on, or taken up again."""

    name = "error.moved"
    document_id: str
    report_id: str
    move: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReportAnswered(Event):
    """A report of an error was answered."""

    name = "error.answered"
    document_id: str
    report_id: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeProposed(Event):
    """Somebody wrote a safety notice for a second person to confirm."""

    name = "notice.proposed"
    document_id: str
    notice_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMoved(Event):
    """A safety notice was shown to readers, confirmed, refused, kept, narrowed or lifted."""

    name = "notice.moved"
    document_id: str
    notice_id: str
    move: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseChecked(Event):
    """A second person compared the numbers of a sentence with their source."""

    name = "dose.checked"
    document_id: str
    sentence_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseUnchecked(Event):
    """A second person took back that the numbers of a sentence were compared."""

    name = "dose.unchecked"
    document_id: str
    sentence_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalGuidelineRecorded(Event):
    """It was recorded that the network endorses a guideline of others."""

    name = "external_guideline.recorded"
    external_guideline_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalGuidelineChanged(Event):
    """The record of a guideline of others was corrected or renewed."""

    name = "external_guideline.changed"
    external_guideline_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalGuidelineEnded(Event):
    """A guideline of others is no longer endorsed."""

    name = "external_guideline.ended"
    external_guideline_id: str
