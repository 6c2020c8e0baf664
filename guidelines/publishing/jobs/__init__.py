"""Work that follows from publishing: the downloads of an edition, letters."""

from guidelines.publishing.jobs.appraisals import invite_appraiser
from guidelines.publishing.jobs.coming_out import write_down
from guidelines.publishing.jobs.letters import (
    remind_of_endorsement,
    send_text,
    settle_when_due,
    tell_of_change,
)
from guidelines.publishing.jobs.rendering import render

__all__ = [
    "invite_appraiser",
    "remind_of_endorsement",
    "render",
    "send_text",
    "settle_when_due",
    "tell_of_change",
    "write_down",
]
