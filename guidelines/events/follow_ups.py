"""What follows from an event: the jobs queued in the transaction of the change."""

from collections.abc import Mapping
from types import MappingProxyType

from guidelines.events.checklists import AppraiserInvited, AppraiserReminded
from guidelines.events.consensus import (
    KeyDestroyed,
    PanelReminded,
    RoundAnnulled,
    RoundClosed,
    RoundExtended,
    RoundOpened,
)
from guidelines.events.drafts import ImportRequested
from guidelines.events.event import Event
from guidelines.events.evidence import ReferencesHandedIn
from guidelines.events.people import LinkRequested, MemberInvited
from guidelines.events.plans import ReopeningReached, RoundNotOpened
from guidelines.events.publishing import (
    ApprovalRequested,
    EditionDated,
    EditionIdentified,
    EditionPublished,
    EditionRendered,
    EditionSuperseded,
    EditionWithdrawn,
    EditorialChangeAttested,
    RenderingRetried,
)
from guidelines.events.readers import (
    ErrorReportAnswered,
    ErrorReportConfirmed,
    ErrorReported,
    NoticeMoved,
    NoticeProposed,
)
from guidelines.events.references import StyleChosen
from guidelines.events.reviews import (
    CommentAssigned,
    CommentMade,
    CommentReopened,
    CommentReplied,
    CommentResolved,
    PeopleMentioned,
    WordFileHandedIn,
    WordFileRequested,
)
from guidelines.events.rounds import (
    ContributorInvited,
    ReviewClosed,
    ReviewInvited,
    ReviewMoved,
    ReviewOpened,
    ReviewReminded,
    ReviewReopened,
    SubmissionBegun,
    SubmissionRefused,
    SubmissionSent,
)
from guidelines.events.statements import StatementVoided

FOLLOW_UPS: Mapping[type[Event], tuple[str, ...]] = MappingProxyType(
    {
        LinkRequested: ("accounts.send_link",),
        MemberInvited: ("projects.welcome",),
        ReferencesHandedIn: ("evidence.read_references",),
        StyleChosen: ("evidence.try_style",),
        RoundOpened: ("consensus.send_links",),
        RoundClosed: ("consensus.purge",),
        KeyDestroyed: ("consensus.forget_key", "consensus.purge"),
        RoundAnnulled: ("consensus.purge",),
        PanelReminded: ("consensus.send_reminders",),
        RoundExtended: ("consensus.tell_of_new_date",),
        RoundNotOpened: ("consensus.tell_of_no_opening",),
        ReopeningReached: ("consensus.tell_of_reopening",),
        StatementVoided: ("consensus.tell_of_void",),
        ImportRequested: ("drafts.import_file",),
        CommentMade: ("reviews.plan_digests",),
        CommentReplied: ("reviews.plan_digests",),
        CommentReopened: ("reviews.plan_digests",),
        CommentResolved: ("reviews.plan_digests",),
        WordFileRequested: ("reviews.make_word_file",),
        WordFileHandedIn: ("reviews.read_word_file",),
        ReviewOpened: ("reviews.send_invitations",),
        ReviewInvited: ("reviews.send_invitations",),
        ReviewReminded: ("reviews.send_reminders",),
        ReviewClosed: ("reviews.tell_of_closing",),
        ReviewMoved: ("reviews.tell_of_last_day",),
        ReviewReopened: ("reviews.tell_of_last_day",),
        SubmissionBegun: ("reviews.send_own_link",),
        ContributorInvited: ("reviews.send_own_link",),
        SubmissionSent: ("reviews.acknowledge", "reviews.plan_digests"),
        SubmissionRefused: ("reviews.tell_of_refusal",),
        PeopleMentioned: ("reviews.tell_mentioned",),
        CommentAssigned: ("reviews.tell_assigned",),
        AppraiserInvited: ("publishing.invite_appraiser",),
        AppraiserReminded: ("publishing.invite_appraiser",),
        ApprovalRequested: ("publishing.send_text",),
        EditorialChangeAttested: ("publishing.tell_of_change",),
        EditionPublished: ("library.index", "publishing.render"),
        EditionDated: ("publishing.render",),
        RenderingRetried: ("publishing.render",),
        EditionRendered: ("publishing.carry_notices",),
        EditionIdentified: ("publishing.carry_notices",),
        EditionSuperseded: ("publishing.carry_notices",),
        EditionWithdrawn: ("publishing.carry_notices",),
        ErrorReported: ("publishing.tell_of_report",),
        ErrorReportConfirmed: ("publishing.tell_of_report",),
        ErrorReportAnswered: ("publishing.answer_report",),
        NoticeProposed: ("publishing.tell_of_notice",),
        NoticeMoved: ("publishing.carry_notices", "publishing.tell_of_notice"),
    }
)
