"""The key of the sealed answers goes: by its date, and from the folder of keys."""

from guidelines.config import current
from guidelines.consensus.models import Custody, Process
from guidelines.consensus.queries.boxes import is_destroyed
from guidelines.consensus.rules import sealing
from guidelines.consensus.service.custody import destroy_if_due, look_again
from guidelines.db import session, transaction
from guidelines.jobs import Work, job


@job("consensus.destroy_key_when_due")
def destroy_key_when_due(work: Work) -> None:
    """Destroy a key whose appeal date is past and whose process is finished; else look again."""
    with transaction():
        custody = session.get(Custody, work.payload["process_id"])
        if custody is not None and not destroy_if_due(custody):
            look_again(custody)


@job("consensus.forget_key", attempts=20)
def forget_key(work: Work) -> None:
    """Remove the outer key of a process from the folder of keys."""
    process = session.get(Process, work.payload["process_id"])
    if process is not None and is_destroyed(process):
        current().forget_key(sealing.key_name(process.id))
