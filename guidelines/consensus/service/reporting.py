"""Writing what the record cannot know into the report of a process."""

from guidelines import audit
from guidelines.consensus.models import Process, ReportText
from guidelines.consensus.queries.accounts import fields
from guidelines.db import now, session
from guidelines.errors import Invalid, sentence
from guidelines.events import ReportItemWritten
from guidelines.permissions import Action, Actor, require

LONGEST = 8000


def write_report_text(actor: Actor, process: Process, *, item: str, text: str) -> None:
    """Write the text of one item; an empty one takes it back. Earlier texts stay on record."""
    require(actor, Action.REPORT_WRITE, process)

    if item not in fields():
        raise Invalid({"text": sentence("Choose an item of the report.")})
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Invalid({"text": sentence("Write at most %(most)s characters.", most=LONGEST)})
    row = session.get(ReportText, (process.id, item))
    if words == (row.text if row is not None else ""):
        return
    if row is None:
        row = ReportText(process_id=process.id, item=item)
        session.add(row)
    row.text, row.person_id, row.written_at = words, actor.person_id or "", now()
    session.flush()
    audit.record(
        actor,
        ReportItemWritten(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            item=item,
            text=words,
        ),
    )
