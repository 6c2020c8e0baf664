"""Work that waits for the day of a published version."""

from guidelines.db import session, transaction
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Actor
from guidelines.publishing.models import Edition
from guidelines.publishing.service.coming_out import come_out


@job("publishing.come_out")
def write_down(work: Work) -> None:
    """Write down that a version came out; twice changes nothing, and no reader waits for it."""
    effect = f"came-out:{work.payload['edition_id']}"
    if is_done(effect):
        return
    with transaction():
        edition = session.get(Edition, work.payload["edition_id"])
        done = edition is not None and come_out(Actor.machine(), edition)
    if done:
        mark_done(effect)
