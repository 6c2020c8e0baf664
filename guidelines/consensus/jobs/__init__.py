"""What happens in a round without anybody being there: letters, dates, and cleaning up."""

from guidelines.consensus.jobs.dates import close_when_due, freeze_when_due, open_when_due
from guidelines.consensus.jobs.keys import destroy_key_when_due, forget_key
from guidelines.consensus.jobs.letters import (
    send_links,
    send_reminders,
    tell_of_new_date,
    tell_of_no_opening,
    tell_of_reopening,
    tell_of_void,
)
from guidelines.consensus.jobs.purging import purge

__all__ = [
    "close_when_due",
    "destroy_key_when_due",
    "forget_key",
    "freeze_when_due",
    "open_when_due",
    "purge",
    "send_links",
    "send_reminders",
    "tell_of_new_date",
    "tell_of_no_opening",
    "tell_of_reopening",
    "tell_of_void",
]
