"""What people do with checklists: say how an item is met, choose what is asked, keep a table."""

from collections.abc import Sequence

from sqlalchemy import func, select

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import (
    ChecklistChosen,
    ChecklistConfirmed,
    ChecklistKept,
    ChecklistMarked,
)
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import ChecklistChoice, ChecklistMark, KeptChecklist
from guidelines.publishing.queries.checklists.known import Knowledge
from guidelines.publishing.queries.checklists.tables import table_of
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.needs import NAMES
from guidelines.publishing.rules.checklists.standing import Verdict, basis_of, check_said
from guidelines.publishing.rules.hashes import sha256_of

MOST_PLACES = 8


def mark_item(
    actor: Actor,
    document: Document,
    *,
    checklist: str,
    item: str,
    verdict: Verdict,
    note: str = "",
    places: Sequence[str] = (),
    seen: int | None = None,
) -> ChecklistMark:
    """Say how an item is met, or why it is not, or does not apply.

    `places` are addresses of passages as `Place.address` has them; `seen` is the number of the
    newest word when the page was opened. Raises `Conflict` where somebody was quicker, `Invalid`
    where a reason or a place is missing.
    """
    require(actor, Action.CHECKLIST_FILL, document)

    _check_known(checklist)
    lock_row(Document, document.id)
    known = Knowledge(document)
    standing = known.standing(checklist)
    if item not in standing.checklist.by_id:
        raise Missing
    row = standing.row(item)
    number = _newest(document, checklist, item)
    if seen is not None and seen != number:
        raise Conflict(
            sentence("Somebody else has answered this item meanwhile. Look at it once more.")
        )
    offered = {place.address: place for place in known.passages}
    wanted = list(dict.fromkeys(places))
    if any(address not in offered for address in wanted) or len(wanted) > MOST_PLACES:
        raise Invalid(
            {
                "places": sentence(
                    "Choose at most %(most)s passages that the text has now.", most=MOST_PLACES
                )
            }
        )
    chosen = [offered[address] for address in wanted]
    check_said(verdict, note, facts=row.facts, places=chosen)
    mark = ChecklistMark(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        checklist=checklist,
        item=item,
        number=number + 1,
        version_number=known.record.version.number,
        verdict=verdict,
        note=note.strip(),
        places=[
            {
                "kind": one.kind,
                "words": one.words,
                "key": one.key,
                "anchor": one.anchor,
                "mark": known.marks_of_text.get(one.key, ""),
            }
            for one in chosen
        ],
        basis=basis_of(row.facts),
        person_id=actor.person_id or "",
    )
    session.add(mark)
    session.flush()
    audit.record(
        actor,
        ChecklistMarked(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            checklist=checklist,
            item=item,
            number=mark.number,
            verdict=verdict.value,
        ),
    )
    return mark


def confirm_recorded(actor: Actor, document: Document, *, checklist: str) -> list[str]:
    """Confirm every item that the record answers and nobody has looked at; return their ids."""
    require(actor, Action.CHECKLIST_FILL, document)

    _check_known(checklist)
    lock_row(Document, document.id)
    known = Knowledge(document)
    rows = known.standing(checklist).recorded
    if not rows:
        raise Conflict(sentence("Nothing is left that the record answers by itself."))
    for row in rows:
        session.add(
            ChecklistMark(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                checklist=checklist,
                item=row.item.id,
                number=_newest(document, checklist, row.item.id) + 1,
                version_number=known.record.version.number,
                verdict=Verdict.MET,
                basis=basis_of(row.facts),
                person_id=actor.person_id or "",
            )
        )
    session.flush()
    items = tuple(row.item.id for row in rows)
    audit.record(
        actor,
        ChecklistConfirmed(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            checklist=checklist,
            items=items,
        ),
    )
    return list(items)


def choose_checklist(
    actor: Actor, document: Document, *, checklist: str, asked: Asked, printed: bool
) -> None:
    """Decide whether a checklist is asked for before publishing, and whether it is printed."""
    require(actor, Action.CHECKLIST_CHOOSE, document)

    _check_known(checklist)
    lock_row(Document, document.id)
    row = session.get(ChecklistChoice, (document.id, checklist))
    if row is None:
        row = ChecklistChoice(
            document_id=document.id,
            checklist=checklist,
            network_id=document.network_id,
            project_id=document.project_id,
        )
        session.add(row)
    row.asked, row.printed = asked, printed
    row.person_id, row.at = actor.person_id or "", now()
    session.flush()
    audit.record(
        actor,
        ChecklistChosen(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            checklist=checklist,
            asked=asked.value,
            printed=printed,
        ),
    )


def keep_checklist(actor: Actor, document: Document, *, checklist: str) -> KeptChecklist:
    """Keep a checklist as it stands with the newest version of the text; it never changes."""
    require(actor, Action.CHECKLIST_FILL, document)

    _check_known(checklist)
    lock_row(Document, document.id)
    return _keep(actor, document, Knowledge(document, current_version(document)), checklist)


def keep_asked(actor: Actor, document: Document) -> list[KeptChecklist]:
    """Keep every checklist that is asked for, as it stands with the text to be signed."""
    require(actor, Action.CHECKLIST_FILL, document)

    known = Knowledge(document, current_version(document))
    return [
        _keep(actor, document, known, name) for name in NAMES if known.asked(name) is not Asked.NO
    ]


def _keep(actor: Actor, document: Document, known: Knowledge, checklist: str) -> KeptChecklist:
    table = table_of(known.standing(checklist))
    kept = KeptChecklist(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        checklist=checklist,
        version_number=known.record.version.number,
        table=table,
        sha256=sha256_of(table),
        person_id=actor.person_id or "",
    )
    session.add(kept)
    session.flush()
    audit.record(
        actor,
        ChecklistKept(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            checklist=checklist,
            kept_checklist_id=kept.id,
            version_number=kept.version_number,
            sha256=kept.sha256,
        ),
    )
    return kept


def _check_known(checklist: str) -> None:
    if checklist not in NAMES:
        raise Missing


def _newest(document: Document, checklist: str, item: str) -> int:
    found = session.scalar(
        select(func.max(ChecklistMark.number)).where(
            ChecklistMark.document_id == document.id,
            ChecklistMark.checklist == checklist,
            ChecklistMark.item == item,
        )
    )
    return found or 0
