"""A second person compares the doses and numbers of a text with their sources."""

from collections.abc import Collection

from sqlalchemy import delete

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import DoseChecked, DoseUnchecked
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import DoseCheck
from guidelines.publishing.queries.doses import checks_of_doses, dose_lines

LONGEST_SOURCE = 300


def check_doses(
    actor: Actor, document: Document, *, sentences: Collection[str], source: str = ""
) -> int:
    """Note that somebody compared these sentences with their source; return how many are new.

    `sentences` are their hashes as the page showed them: who saw another wording than the present
    one has checked nothing. Nobody checks a sentence in which words of their own stand.
    """
    require(actor, Action.DOSE_CHECK, document)

    lock_row(Document, document.id)
    if len(source) > LONGEST_SOURCE:
        raise Invalid(
            {"source": sentence("Write at most %(most)s characters.", most=LONGEST_SOURCE)}
        )
    lines = dose_lines(document)
    present = {line.stated.sha256: line for line in lines}
    wrote = {line.stated.sha256 for line in lines if actor.person_id in line.authors}
    if not sentences:
        raise Invalid({"sentences": sentence("Tick the sentences that you compared.")})
    if not set(sentences) <= present.keys():
        raise Conflict(
            sentence("The text has changed in the meantime. Look at the new wording first.")
        )
    if wrote & set(sentences):
        raise NotAllowed(
            sentence("You wrote words of this sentence yourself: a second person has to check it.")
        )
    fresh = [one for one in dict.fromkeys(sentences) if present[one].check is None]
    for one in fresh:
        session.add(
            DoseCheck(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                sentence_sha256=one,
                source=source.strip(),
                person_id=actor.person_id,
            )
        )
        session.flush()
        audit.record(
            actor,
            DoseChecked(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                sentence_sha256=one,
            ),
        )
    return len(fresh)


def uncheck_dose(actor: Actor, document: Document, *, sha256: str) -> None:
    """Take back that a sentence was compared: it is asked for again."""
    require(actor, Action.DOSE_CHECK, document)

    lock_row(Document, document.id)
    row = checks_of_doses(document).get(sha256)
    if row is None:
        return
    session.execute(delete(DoseCheck).where(DoseCheck.id == row.id))
    session.flush()
    audit.record(
        actor,
        DoseUnchecked(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            sentence_sha256=sha256,
        ),
    )
