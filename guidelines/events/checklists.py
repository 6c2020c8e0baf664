"""Checklists and appraisals: what happened. No event holds a score."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistChosen(Event):
    """Somebody decided whether a checklist is asked for before publishing, and printed."""

    name = "checklist.chosen"
    document_id: str
    checklist: str
    asked: str
    printed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistMarked(Event):
    """Somebody said how an item of a checklist is met, or why it is not."""

    name = "checklist.marked"
    document_id: str
    checklist: str
    item: str
    number: int
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistConfirmed(Event):
    """Somebody confirmed the items that the record answers."""

    name = "checklist.confirmed"
    document_id: str
    checklist: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistKept(Event):
    """A checklist was kept as it stood with one version of the text."""

    name = "checklist.kept"
    document_id: str
    checklist: str
    kept_checklist_id: str
    version_number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalOpened(Event):
    """Somebody asked for an appraisal of one version."""

    name = "appraisal.opened"
    document_id: str
    appraisal_id: str
    instrument: str
    version_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraiserInvited(Event):
    """Somebody was asked to appraise, and gets a letter with a link."""

    name = "appraiser.invited"
    document_id: str
    appraisal_id: str
    appraiser_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraiserReminded(Event):
    """An appraiser who has not handed in gets the letter once more."""

    name = "appraiser.reminded"
    document_id: str
    appraisal_id: str
    appraiser_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraiserWithdrawn(Event):
    """An appraiser who had not handed in is asked no longer."""

    name = "appraiser.withdrawn"
    document_id: str
    appraisal_id: str
    appraiser_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalHandedIn(Event):
    """An appraiser handed in all ratings; they cannot be changed any more."""

    name = "appraisal.handed_in"
    document_id: str
    appraisal_id: str
    appraiser_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalClosed(Event):
    """An appraisal was closed: its scores are open from now on."""

    name = "appraisal.closed"
    document_id: str
    appraisal_id: str
    handed_in: int
