"""Add and change a recommendation by a form: the text of its section is what is saved."""

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Recommendation, RecommendationKey, Section
from guidelines.drafts.queries import revision_in
from guidelines.drafts.rules.clashes import UNKNOWN_BASE
from guidelines.drafts.rules.edits import Draft, settled, with_changed, with_new
from guidelines.drafts.service.sections import Saved, save_section
from guidelines.errors import Conflict
from guidelines.permissions import Action, Actor, require
from guidelines.text.grammar import fresh_id

WORDS_IN_A_KEY = 6


def add_recommendation(
    actor: Actor, section: Section, *, draft: Draft, base_revision_id: str, message: str = ""
) -> Saved:
    """Put a new recommendation at the end of a section; its id comes from its first words."""
    require(actor, Action.DRAFT_SAVE, section)

    base = revision_in(section, base_revision_id)
    if base is None:
        raise Conflict(UNKNOWN_BASE)
    taken = session.scalars(
        select(RecommendationKey.key).where(RecommendationKey.document_id == section.document_id)
    )
    seed = " ".join(settled(draft).wording.split()[:WORDS_IN_A_KEY])
    source = with_new(base.source, fresh_id(set(taken), seed), draft)
    return save_section(actor, section, source=source, base_revision_id=base.id, message=message)


def edit_recommendation(
    actor: Actor,
    recommendation: Recommendation,
    *,
    draft: Draft,
    base_revision_id: str,
    message: str = "",
) -> Saved:
    """Change a recommendation in the text of its section."""
    require(actor, Action.DRAFT_SAVE, recommendation)

    section = session.get(Section, recommendation.section_id)
    base = revision_in(section, base_revision_id) if section is not None else None
    if section is None or base is None:
        raise Conflict(UNKNOWN_BASE)
    source = with_changed(base.source, recommendation.key, draft)
    return save_section(actor, section, source=source, base_revision_id=base.id, message=message)
