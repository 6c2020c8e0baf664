"""Work that follows from publishing: the downloads of an edition, letters."""

from guidelines.publishing.jobs.appraisals import invite_appraiser
from guidelines.publishing.jobs.coming_out import write_down
from guidelines.publishing.jobs.external import remind_of_external
from guidelines.publishing.jobs.letters import (
    remind_of_endorsement,
    send_text,
    settle_when_due,
    tell_of_change,
)
from guidelines.publishing.jobs.noticing import carry_notices, tell_of_notice
from guidelines.publishing.jobs.rendering import render
from guidelines.publishing.jobs.reports import answer_report, tell_of_report
from guidelines.publishing.jobs.reviewing import remind_of_review

__all__ = [
    "answer_report",
    "carry_notices",
    "invite_appraiser",
    "remind_of_endorsement",
    "remind_of_external",
    "remind_of_review",
    "render",
    "send_text",
    "settle_when_due",
    "tell_of_change",
    "tell_of_notice",
    "tell_of_report",
    "write_down",
]
