"""Reading of files of references, looking up of lists, trying of citation styles."""

from guidelines.db import session, transaction
from guidelines.errors import DomainError, Invalid, TooLarge
from guidelines.evidence.importers.elsewhere import look_up
from guidelines.evidence.importers.files import read
from guidelines.evidence.importers.reading import Format, Reading, check_yield
from guidelines.evidence.models import CitationStyle, ImportState, ReferenceImport
from guidelines.evidence.queries import csl_items
from guidelines.evidence.rules.styles import EXAMPLES, OWN
from guidelines.evidence.service import finish_import
from guidelines.jobs import Work, job
from guidelines.permissions import Actor
from guidelines.projects.queries import actor_for
from guidelines.storage import storage
from guidelines.typesetting.printed import printed_references

MOST_SHOWN = 8


@job("evidence.read_references", attempts=2)
def read_references(work: Work) -> None:
    """Read a handed-in file or list, for the person who handed it in; twice changes nothing."""
    handed = session.get(ReferenceImport, work.payload["import_id"])
    if handed is None or handed.state is not ImportState.WAITING:
        return
    actor = actor_for(handed.person_id) if handed.person_id else Actor.nobody()
    try:
        content = storage().get(handed.sha256)
        if handed.format == Format.LOOK_UP:
            reading = _looked_up(handed.id, content.decode())
        else:
            reading = read(content)
        with transaction():
            finish_import(actor, handed, reading)
    except DomainError as refused:
        with transaction():
            handed = session.get(ReferenceImport, work.payload["import_id"])
            if handed is not None:
                handed.state, handed.failure = ImportState.FAILED, refused.message[:500]


def _looked_up(import_id: str, text: str) -> Reading:
    """Look up a list, noting how far it is: its page shows that."""

    def progress(answered: int) -> None:
        with transaction():
            handed = session.get(ReferenceImport, import_id)
            if handed is not None:
                handed.answered = min(answered, handed.asked)

    reading = look_up(text, progress)
    check_yield(reading)
    return reading


@job("evidence.try_style", attempts=2)
def try_style(work: Work) -> None:
    """Print some references of the project in the chosen style, to be looked at."""
    row = session.get(CitationStyle, work.payload["style_id"])
    if row is None:
        return
    chosen = row.changed_at
    style = row.source if row.name == OWN else row.name
    lines: list[str] = []
    failure = ""
    try:
        lines = printed_references(csl_items(row.project_id)[:MOST_SHOWN] or EXAMPLES, style)
    except (Invalid, TooLarge) as refused:
        failure = refused.message[:500]
    with transaction():
        row = session.get(CitationStyle, work.payload["style_id"])
        if row is not None and row.changed_at == chosen:
            row.sample, row.failure = lines, failure
