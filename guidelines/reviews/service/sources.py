"""Letters, mails and calls from which comments are entered for others."""

from datetime import date
from zoneinfo import ZoneInfo

from guidelines import audit
from guidelines.db import now, session
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, sentence
from guidelines.events import CommentSourceKept
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import CommentSource, ReviewRound
from guidelines.reviews.rules import SourceKind, person_of
from guidelines.reviews.rules.sources import check_source
from guidelines.storage import storage


def keep_source(
    actor: Actor,
    document: Document,
    *,
    kind: SourceKind,
    name: str = "",
    organisation: str = "",
    received_on: date | None,
    note: str = "",
    content: bytes = b"",
    filename: str = "",
    round_id: str | None = None,
) -> CommentSource:
    """Put a letter, mail or call on record, with its file; comments are entered from it then.

    With a `round_id` they are part of that round of review: each needs an answer.
    """
    require(actor, Action.COMMENT_ENTER, document)

    today = now().astimezone(ZoneInfo(document.project.time_zone)).date()
    check_source(
        name=name,
        organisation=organisation,
        received_on=received_on,
        today=today,
        note=note,
        content=content,
        filename=filename,
    )
    if round_id is not None:
        found = session.get(ReviewRound, round_id)
        if found is None or found.document_id != document.id:
            raise Invalid({"round": sentence("Choose a review of this document.")})
    row = CommentSource(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        round_id=round_id,
        kind=kind,
        name=name.strip(),
        organisation=organisation.strip(),
        received_on=received_on,
        note=note.strip(),
        filename=filename[-200:] if content else "",
        sha256=storage().put(content) if content else "",
        person_id=person_of(actor),
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        CommentSourceKept(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            source_id=row.id,
        ),
    )
    return row
