"""Requests for approval, editorial changes, checklists, published versions and downloads."""

from guidelines.publishing.models.appraisals import Appraisal, AppraisalScore, Appraiser
from guidelines.publishing.models.approvals import (
    ApprovalBody,
    ApprovalRequest,
    ApprovalSeat,
    SignOff,
    TextDelivery,
)
from guidelines.publishing.models.changes import ChangeObjection, EditorialChange
from guidelines.publishing.models.checklists import (
    ChecklistChoice,
    ChecklistMark,
    KeptChecklist,
)
from guidelines.publishing.models.contributions import Contribution
from guidelines.publishing.models.editions import Edition, GuidelineDoi, Rendering
from guidelines.publishing.models.gates import ProjectGate, UnagreedPrint
from guidelines.publishing.models.indicators import Indicator, PublishedItem
from guidelines.publishing.models.life import Endorsement, GuidelineMove
from guidelines.publishing.models.notices import NoticedFile, SafetyNotice
from guidelines.publishing.models.readers import DoseCheck, DownloadCount, ExternalGuideline
from guidelines.publishing.models.reports import ErrorReport, ReportStep

__all__ = [
    "Appraisal",
    "AppraisalScore",
    "Appraiser",
    "ApprovalBody",
    "ApprovalRequest",
    "ApprovalSeat",
    "ChangeObjection",
    "ChecklistChoice",
    "ChecklistMark",
    "Contribution",
    "DoseCheck",
    "DownloadCount",
    "Edition",
    "EditorialChange",
    "Endorsement",
    "ErrorReport",
    "ExternalGuideline",
    "GuidelineDoi",
    "GuidelineMove",
    "Indicator",
    "KeptChecklist",
    "NoticedFile",
    "ProjectGate",
    "PublishedItem",
    "Rendering",
    "ReportStep",
    "SafetyNotice",
    "SignOff",
    "TextDelivery",
    "UnagreedPrint",
]
