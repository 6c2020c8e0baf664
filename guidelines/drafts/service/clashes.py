"""Two people changed the same passage: keep both texts until a person decides."""

from collections.abc import Mapping

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Clash, Section
from guidelines.drafts.queries import revision_in
from guidelines.drafts.rules.clashes import Clashing
from guidelines.drafts.rules.texts import LARGEST_SECTION, check_message, checked
from guidelines.drafts.service.sections import Saved, save_section
from guidelines.errors import Conflict, Missing, sentence
from guidelines.events import ClashKept, ClashSettled
from guidelines.permissions import Action, Actor, require

__all__ = ["Clashing", "carry_clash", "keep_clash", "note_decisions", "settle_clash"]

SETTLED = sentence("This was settled by somebody already. Look at the section again.")


def keep_clash(actor: Actor, section: Section, clashing: Clashing) -> Clash:
    """Keep the text of a save that was refused with `Clashing`, in a transaction of its own.

    The refused save is rolled back whole; whoever caught it calls this next.
    """
    require(actor, Action.DRAFT_SAVE, section)

    for revision_id in (clashing.base_id, clashing.theirs_id):
        if revision_in(section, revision_id) is None:
            raise Missing
    text = checked(clashing.source, largest=LARGEST_SECTION)
    there = session.scalar(
        select(Clash).where(
            Clash.section_id == section.id,
            Clash.author_id == actor.person_id,
            Clash.theirs_id == clashing.theirs_id,
            Clash.base_id == clashing.base_id,
            Clash.settled_at.is_(None),
        )
    )
    if there is not None and there.source == text:
        return there  # the same page sent again
    clash = Clash(
        network_id=section.network_id,
        project_id=section.project_id,
        document_id=section.document_id,
        section_id=section.id,
        base_id=clashing.base_id,
        theirs_id=clashing.theirs_id,
        source=text,
        message=check_message(clashing.note),
        author_id=actor.person_id,
    )
    session.add(clash)
    session.flush()
    audit.record(
        actor,
        ClashKept(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            clash_id=clash.id,
        ),
    )
    return clash


def note_decisions(actor: Actor, clash: Clash, decisions: Mapping[str, object]) -> None:
    """Note what is decided so far, so that nobody must decide it twice; nothing is saved by it."""
    require(actor, Action.DRAFT_SAVE, clash)

    row: Clash = lock_row(Clash, clash.id)
    if row.settled_at is None:
        row.decisions = dict(decisions)
        session.flush()


def carry_clash(actor: Actor, clash: Clash, clashing: Clashing) -> Clash:
    """Keep a decision that met a further save as a clash of its own, in place of the first one."""
    require(actor, Action.DRAFT_SAVE, clash)

    again = keep_clash(actor, clash.section, clashing)
    _close(actor, lock_row(Clash, clash.id))
    return again


def settle_clash(
    actor: Actor,
    clash: Clash,
    *,
    source: str,
    message: str = "",
    base_revision_id: str | None = None,
) -> Saved:
    """Save what a person made of two texts that clashed.

    `base_revision_id` is the saved text they had before them, that of the clash unless another
    is named. Raises `Clashing` if somebody changed the same passage since; the clash then stays
    open, and the route carries it on.
    """
    require(actor, Action.DRAFT_SAVE, clash)

    row: Clash = lock_row(Clash, clash.id)
    if row.settled_at is not None:
        raise Conflict(SETTLED)
    saved = save_section(
        actor,
        row.section,
        source=source,
        base_revision_id=base_revision_id or row.theirs_id,
        message=message,
    )
    _close(actor, row)
    return saved


def _close(actor: Actor, row: Clash) -> None:
    row.settled_at = now()
    session.flush()
    audit.record(
        actor,
        ClashSettled(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            section_id=row.section_id,
            clash_id=row.id,
        ),
    )
