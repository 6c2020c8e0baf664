"""What people do with suggestions: make one, accept, reject."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document, Section, SectionRevision
from guidelines.drafts.queries import current_version, locked_keys, section_in
from guidelines.drafts.service import Saved, save_section
from guidelines.errors import Invalid, Missing, sentence
from guidelines.events import SuggestionMade, SuggestionsAccepted, SuggestionsRejected
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Suggestion
from guidelines.reviews.queries import Hidden, places
from guidelines.reviews.rules import (
    Span,
    SuggestionState,
    applied,
    block_at,
    check_not_hidden,
    check_reason,
    check_still_undecided,
    recommendation_around,
    replacement_in,
    shifted,
)
from guidelines.reviews.rules.people import person_of
from guidelines.reviews.rules.suggestions import CONTEXT
from guidelines.text.blocks import split
from guidelines.text.recommendations import parse


@dataclass(slots=True)
class Outcome:
    """What became of accepting: the numbers of versions, how many are in, which could not.

    `stale` no longer fit the text, `locked` would change a wording that is being voted on.
    """

    versions: list[int] = field(default_factory=list)
    accepted: int = 0
    stale: int = 0
    locked: int = 0


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


def accept_suggestions(
    actor: Actor, document: Document, suggestions: Sequence[Suggestion]
) -> Outcome:
    """Take suggestions into the text: one version for each section they are in.

    Both halves of a move go together. What no longer fits, and what would change a locked
    wording, stays open.
    """
    require(actor, Action.DRAFT_SAVE, document)

    outcome = Outcome()
    lock_row(Document, document.id)
    held = [lock_row(Suggestion, row.id) for row in _with_halves(suggestions)]
    hidden = Hidden(document, actor)
    for row in held:
        check_still_undecided(row.state)
        check_not_hidden(hidden.place(row.section_id, row.recommendation_key, False))
    by_section: dict[str, list[Suggestion]] = {}
    for row in held:
        by_section.setdefault(row.section_id, []).append(row)
    for section_id, rows in by_section.items():
        _accept_in(actor, document, section_id, rows, outcome)
    return outcome


def _accept_in(
    actor: Actor, document: Document, section_id: str, rows: list[Suggestion], outcome: Outcome
) -> None:
    """Accept the suggestions on one section."""
    item = section_in(current_version(document), section_id)
    if item is None:
        outcome.stale += len(rows)
        return
    here = places(rows, item.revision)
    spans = [_span(row, place) for row in rows if (place := here[row.id]) is not None]
    source = item.revision.source
    allowed = _unlocked(document, source, spans)
    text, taken, left = applied(source, allowed)
    outcome.stale += len(rows) - len(spans) + len(left)
    outcome.locked += len(spans) - len(allowed)
    if not taken:
        return
    by_id = {row.id: row for row in rows}
    accepted = [by_id[one.key] for one in taken]
    saved = save_section(
        actor,
        item.section,
        source=text,
        base_revision_id=item.revision.id,
        message=_message(accepted),
    )
    for row in accepted:
        row.state, row.decider_id, row.decided_at = (
            SuggestionState.ACCEPTED,
            actor.person_id,
            now(),
        )
        row.accepted_in = saved.version.number
    if saved.revision.source == text:
        _follow(item.revision, saved, taken)
    session.flush()
    outcome.versions.append(saved.version.number)
    outcome.accepted += len(accepted)
    audit.record(
        actor,
        SuggestionsAccepted(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            section_id=section_id,
            count=len(accepted),
            version=saved.version.number,
        ),
    )


def _follow(before: SectionRevision, saved: Saved, taken: Sequence[Span]) -> None:
    """Let the other open suggestions of a section stand on its new text, exactly."""
    rows = [
        row
        for row in session.query(Suggestion).where(
            Suggestion.section_id == before.section_id, Suggestion.state == SuggestionState.OPEN
        )
        if row.id not in {one.key for one in taken}
    ]
    here = places(rows, before)
    source = saved.revision.source
    for row in rows:
        place = here[row.id]
        moved = shifted(place, taken) if place is not None else None
        if moved is None or source[moved[0] : moved[1]] != row.exact:
            continue
        row.start, row.stop = moved
        row.revision_id = saved.revision.id
        row.block_id = saved.revision.blocks[block_at(source, moved[0])]
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
    rows = [lock_row(Suggestion, row.id) for row in _with_halves(suggestions)]
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


def _with_halves(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Return suggestions with the open other halves of the moves among them."""
    found = {row.id: row for row in suggestions}
    for row in suggestions:
        if row.moved:
            others = session.query(Suggestion).where(
                Suggestion.word_return_id == row.word_return_id,
                Suggestion.moved == row.moved,
                Suggestion.state == SuggestionState.OPEN,
            )
            found.update((other.id, other) for other in others)
    return list(found.values())


def _span(row: Suggestion, place: tuple[int, int]) -> Span:
    return Span(row.id, *place, row.exact, row.replacement, row.place)


def _message(rows: Sequence[Suggestion]) -> str:
    names = list(dict.fromkeys(row.proposer for row in rows))
    who = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    if len(rows) == 1:
        return sentence("Suggestion by %(who)s accepted", who=who)[:300]
    return sentence("%(count)s suggestions by %(who)s accepted", count=len(rows), who=who)[:300]
