"""Add and change a recommendation by a form: the text of its section is what is saved."""

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Recommendation, RecommendationKey, Section, SectionRevision
from guidelines.drafts.queries import outcomes_of, revision_in
from guidelines.drafts.rules.clashes import UNKNOWN_BASE
from guidelines.drafts.rules.edits import (
    Draft,
    check_certainty,
    core_changes,
    settled,
    with_changed,
    with_new,
)
from guidelines.drafts.service.sections import Saved, save_section
from guidelines.errors import Conflict, sentence
from guidelines.evidence.queries import profile_keyed
from guidelines.permissions import Action, Actor, require
from guidelines.text.grammar import fresh_id
from guidelines.text.recommendations import parse

WORDS_IN_A_KEY = 6


class VotedOn(Conflict):
    """Saving would change what the panel voted on; `names` are the fields that differ."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(sentence("This changes what the panel voted on. Nothing is saved yet."))
        self.names = names


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
    knowing: bool = True,
) -> Saved:
    """Change a recommendation in the text of its section.

    Unless the person is `knowing` of it, raises `VotedOn` where a vote that stands would not
    stand any more.
    """
    require(actor, Action.DRAFT_SAVE, recommendation)

    section = session.get(Section, recommendation.section_id)
    base = revision_in(section, base_revision_id) if section is not None else None
    if section is None or base is None:
        raise Conflict(UNKNOWN_BASE)
    profile = profile_keyed(recommendation.project_id, recommendation.key)
    check_certainty(settled(draft), profile.certainty or "" if profile else "")
    source = with_changed(base.source, recommendation.key, draft)
    if not knowing:
        _check_vote(section, recommendation, base, source)
    return save_section(actor, section, source=source, base_revision_id=base.id, message=message)


def _check_vote(
    section: Section, recommendation: Recommendation, base: SectionRevision, source: str
) -> None:
    """Raise `VotedOn` where the wording that was voted on would change."""
    outcome = outcomes_of(section.document).get(recommendation.key)
    if outcome is None or outcome.is_void or not outcome.stands(recommendation):
        return
    before, after = (
        next((one for one in parse(text) if one.id == recommendation.key), None)
        for text in (base.source, source)
    )
    if before and after and (names := core_changes(before, after)):
        raise VotedOn(names)
