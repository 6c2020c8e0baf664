"""A person confirms which paragraphs of a document are recommendations."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Document, RecommendationKey
from guidelines.drafts.queries import current_version, sections_in
from guidelines.drafts.rules.recognition import Confirmed, candidates, with_confirmed
from guidelines.drafts.service.sections import save_section
from guidelines.errors import Invalid, sentence
from guidelines.permissions import Action, Actor, require
from guidelines.text.recommendations import Type


def confirm_recommendations(actor: Actor, document: Document, chosen: Sequence[Confirmed]) -> int:
    """Make recommendations of paragraphs that read like some; returns how many.

    One version for each section. Raises `Invalid` where it is not said what one rests on.
    """
    require(actor, Action.DRAFT_SAVE, document)

    if not chosen:
        raise Invalid({"chosen": sentence("Tick at least one paragraph.")})
    if any(one.type not in list(Type) for one in chosen):
        raise Invalid({"chosen": sentence("Say of each ticked paragraph what it rests on.")})
    by_block = {one.block_id: one for one in chosen}
    count = 0
    for item in sections_in(current_version(document)):
        blocks = item.revision.blocks
        there = {one.block_id for one in candidates(item.revision.source, blocks)}
        here = {key: by_block[key] for key in there if key in by_block}
        if not here:
            continue
        taken = session.scalars(
            select(RecommendationKey.key).where(RecommendationKey.document_id == document.id)
        )
        source = with_confirmed(item.revision.source, blocks, here, set(taken))
        save_section(
            actor,
            item.section,
            source=source,
            base_revision_id=item.revision.id,
            message=sentence("%(count)s recommendations recognised", count=len(here)),
        )
        count += len(here)
    return count
