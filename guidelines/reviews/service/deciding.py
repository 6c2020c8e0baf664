"""What authors decide on suggestions: take them into the text, or decline them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document, SectionRevision
from guidelines.drafts.queries import current_version, locked_keys, sections_in
from guidelines.drafts.service import Written, save_sections
from guidelines.errors import sentence
from guidelines.events import SuggestionsAccepted, SuggestionsRejected
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Suggestion
from guidelines.reviews.queries import Hidden, places, with_halves
from guidelines.reviews.rules import (
    Span,
    SuggestionState,
    applied,
    block_at,
    check_not_hidden,
    check_reason,
    check_still_undecided,
    shifted,
)
from guidelines.reviews.rules.people import person_of
from guidelines.reviews.rules.suggestions import CONTEXT
from guidelines.text.recommendations import parse


@dataclass(slots=True)
class Outcome:
    """What became of accepting: the number of the version, how many are in, which could not.

    `stale` no longer fit the text, `locked` would change a wording that is being voted on.
    """

    version: int | None = None
    accepted: int = 0
    stale: int = 0
    locked: int = 0


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is taken into one section: its text before and after, where, and the suggestions."""

    before: SectionRevision
    source: str
    spans: Sequence[Span]
    rows: Sequence[Suggestion]


def accept_suggestions(
    actor: Actor, document: Document, suggestions: Sequence[Suggestion]
) -> Outcome:
    """Take suggestions into the text, as one version whichever sections they are in.

    Both halves of a move go together. What no longer fits, and what would change a locked
    wording, stays open.
    """
    require(actor, Action.DRAFT_SAVE, document)

    outcome = Outcome()
    lock_row(Document, document.id)
    held = [lock_row(Suggestion, row.id) for row in with_halves(suggestions)]
    touched = {row.recommendation_key for row in held}
    refuse_conflicted(actor, document.project_id, touched, Doing.ACCEPT)
    hidden = Hidden(document, actor)
    for row in held:
        check_still_undecided(row.state)
        check_not_hidden(hidden.place(row.section_id, row.recommendation_key, False))
    by_section: dict[str, list[Suggestion]] = {}
    for row in held:
        by_section.setdefault(row.section_id, []).append(row)
    there = {item.section.id: item.revision for item in sections_in(current_version(document))}
    taken = [
        one
        for section_id, rows in by_section.items()
        if (one := _taken_in(document, there.get(section_id), rows, outcome)) is not None
    ]
    if taken:
        _write(actor, document, taken, outcome)
    return outcome


def _taken_in(
    document: Document, revision: SectionRevision | None, rows: list[Suggestion], outcome: Outcome
) -> _Taken | None:
    """Return the text of a section with what can be taken in; count what cannot."""
    if revision is None:
        outcome.stale += len(rows)
        return None
    here = places(rows, revision)
    spans = [_span(row, place) for row in rows if (place := here[row.id]) is not None]
    allowed = _unlocked(document, revision.source, spans)
    text, taken, left = applied(revision.source, allowed)
    outcome.stale += len(rows) - len(spans) + len(left)
    outcome.locked += len(spans) - len(allowed)
    by_id = {row.id: row for row in rows}
    return _Taken(revision, text, taken, [by_id[one.key] for one in taken]) if taken else None


def _write(actor: Actor, document: Document, taken: Sequence[_Taken], outcome: Outcome) -> None:
    """Save the sections as one version, and note in which one the suggestions are."""
    rows = [row for one in taken for row in one.rows]
    texts = [Written(one.before.section_id, one.before.id, one.source) for one in taken]
    saved = save_sections(actor, document, texts, message=_message(rows))
    for one in taken:
        now_there = saved.get(one.before.section_id)
        number = now_there.version.number if now_there else document.newest
        for row in one.rows:
            row.state, row.decider_id = SuggestionState.ACCEPTED, actor.person_id
            row.decided_at, row.accepted_in = now(), number
        if now_there is not None and now_there.revision.source == one.source:
            _follow(one.before, now_there.revision, one.spans)
        outcome.version = number
        outcome.accepted += len(one.rows)
        session.flush()
        audit.record(
            actor,
            SuggestionsAccepted(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                section_id=one.before.section_id,
                count=len(one.rows),
                version=number,
            ),
        )


def _follow(before: SectionRevision, after: SectionRevision, taken: Sequence[Span]) -> None:
    """Let the other open suggestions of a section stand on its new text, exactly."""
    rows = [
        row
        for row in session.query(Suggestion).where(
            Suggestion.section_id == before.section_id, Suggestion.state == SuggestionState.OPEN
        )
        if row.id not in {one.key for one in taken}
    ]
    here = places(rows, before)
    source = after.source
    for row in rows:
        place = here[row.id]
        moved = shifted(place, taken) if place is not None else None
        if moved is None or source[moved[0] : moved[1]] != row.exact:
            continue
        row.start, row.stop = moved
        row.revision_id = after.id
        row.block_id = after.blocks[block_at(source, moved[0])]
        row.prefix = source[max(0, moved[0] - CONTEXT) : moved[0]]
        row.suffix = source[moved[1] : moved[1] + CONTEXT]


def _unlocked(document: Document, source: str, spans: list[Span]) -> list[Span]:
    """Return the replacements that leave every locked wording as it is."""
    locked = locked_keys(document)
    wordings = {one.id: one.wording_hash for one in parse(source) if one.id in locked}
    if not wordings:
        return spans

    def keeps(some: Iterable[Span]) -> bool:
        text = applied(source, some)[0]
        after = {one.id: one.wording_hash for one in parse(text)}
        return all(after.get(key) == wording for key, wording in wordings.items())

    return spans if keeps(spans) else [one for one in spans if keeps([one])]


def reject_suggestions(
    actor: Actor, document: Document, suggestions: Sequence[Suggestion], *, reason: str
) -> int:
    """Decline suggestions, with the reason; they stay readable. Returns how many."""
    require(actor, Action.DRAFT_SAVE, document)

    reason = check_reason(reason)
    rows = [lock_row(Suggestion, row.id) for row in with_halves(suggestions)]
    touched = {row.recommendation_key for row in rows}
    refuse_conflicted(actor, document.project_id, touched, Doing.ACCEPT)
    hidden = Hidden(document, actor)
    for row in rows:
        check_still_undecided(row.state)
        check_not_hidden(hidden.place(row.section_id, row.recommendation_key, False))
        row.state, row.reason = SuggestionState.REJECTED, reason
        row.decider_id, row.decided_at = person_of(actor), now()
    session.flush()
    if rows:
        audit.record(
            actor,
            SuggestionsRejected(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                count=len(rows),
            ),
        )
    return len(rows)


def _span(row: Suggestion, place: tuple[int, int]) -> Span:
    return Span(row.id, *place, row.exact, row.replacement, row.place)


def _message(rows: Sequence[Suggestion]) -> str:
    names = list(dict.fromkeys(row.proposer for row in rows))
    who = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    if len(rows) == 1:
        return sentence("Suggestion by %(who)s accepted", who=who)[:300]
    return sentence("%(count)s suggestions by %(who)s accepted", count=len(rows), who=who)[:300]
