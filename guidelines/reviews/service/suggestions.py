"""What people do with suggestions of their own: make one, take it back."""

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Section
from guidelines.drafts.queries import current_version, section_in
from guidelines.errors import Invalid, Missing, sentence
from guidelines.events import SuggestionMade, SuggestionWithdrawn
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Suggestion
from guidelines.reviews.queries import Hidden, with_halves
from guidelines.reviews.rules import (
    SuggestionState,
    check_not_hidden,
    check_own,
    check_still_undecided,
    recommendation_around,
    replacement_in,
)
from guidelines.reviews.rules.people import person_of
from guidelines.reviews.rules.suggestions import CONTEXT
from guidelines.text.blocks import split


def make_suggestion(
    actor: Actor, section: Section, *, block_id: str, text: str, note: str = ""
) -> Suggestion:
    """Propose another text for a paragraph of the newest version of a section."""
    require(actor, Action.COMMENT_MAKE, section)

    item = section_in(current_version(section.document), section.id)
    if item is None:
        raise Missing(sentence("This section is no longer in the document."))
    if block_id not in item.revision.blocks:
        raise Invalid(
            {
                "block": sentence(
                    "This paragraph was changed in the meantime. Choose it again below and put "
                    "your words in."
                )
            }
        )
    revision = item.revision
    number = revision.blocks.index(block_id)
    block = split(revision.source)[number]
    start, stop, replacement = replacement_in(block.text, text.replace("\r\n", "\n").rstrip())
    start, stop = block.start + start, block.start + stop
    key = recommendation_around(revision.source, number)
    check_not_hidden(Hidden(section.document, actor).place(section.id, key, False))
    refuse_conflicted(actor, section.project_id, [key], Doing.SUGGEST)
    row = Suggestion(
        network_id=section.network_id,
        project_id=section.project_id,
        document_id=section.document_id,
        section_id=section.id,
        revision_id=revision.id,
        block_id=block_id,
        recommendation_key=key,
        exact=revision.source[start:stop],
        prefix=revision.source[max(0, start - CONTEXT) : start],
        suffix=revision.source[stop : stop + CONTEXT],
        start=start,
        stop=stop,
        replacement=replacement,
        note=note.strip()[:2000],
        author_id=person_of(actor),
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        SuggestionMade(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            suggestion_id=row.id,
        ),
    )
    return row


def withdraw_suggestion(actor: Actor, suggestion: Suggestion) -> int:
    """Take back an own suggestion that nobody has decided on; it stays readable.

    Both halves of a move go together. Returns how many were taken back.
    """
    require(actor, Action.COMMENT_MAKE, suggestion)

    rows = [lock_row(Suggestion, row.id) for row in with_halves([suggestion])]
    hidden = Hidden(suggestion.document, actor)
    for row in rows:
        check_own(row.author_id, row.signed, actor.person_id)
        check_still_undecided(row.state)
        check_not_hidden(hidden.place(row.section_id, row.recommendation_key, False))
        row.state, row.decider_id, row.decided_at = (
            SuggestionState.WITHDRAWN,
            person_of(actor),
            now(),
        )
    session.flush()
    for row in rows:
        audit.record(
            actor,
            SuggestionWithdrawn(
                network_id=row.network_id,
                project_id=row.project_id,
                document_id=row.document_id,
                suggestion_id=row.id,
            ),
        )
    return len(rows)
