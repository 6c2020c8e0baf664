"""Reads about suggestions: which there are, where they stand today, what they look like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.drafts.models import Document, SectionRevision
from guidelines.permissions import Actor
from guidelines.reviews.models import Suggestion, WordExport, WordReturn
from guidelines.reviews.queries.comments import Hidden
from guidelines.reviews.rules import Span, SuggestionState, block_at, carried
from guidelines.text.blocks import split

MOST_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion as a tracked change: the words around it, what goes, what comes.

    `fits` is false where its words are no longer in the text: it is shown as it was made.
    """

    suggestion: Suggestion
    before: str
    after: str
    fits: bool


def suggestions_of(
    document: Document, actor: Actor, state: SuggestionState | None = None
) -> list[Suggestion]:
    """Return the suggestions on a document that `actor` may see now, in the order of the text."""
    query = select(Suggestion).where(Suggestion.document_id == document.id)
    if state is not None:
        query = query.where(Suggestion.state == state)
    rows = session.scalars(
        query.order_by(Suggestion.section_id, Suggestion.start, Suggestion.place, Suggestion.id)
    ).all()
    hidden = Hidden(document, actor)
    return [
        row
        for row in rows
        if not hidden.place(row.section_id, row.recommendation_key, whole_section=False)
    ]


def open_suggestions(document: Document) -> int:
    """Return how many suggestions on a document wait for a decision."""
    count = session.scalar(
        select(func.count()).where(
            Suggestion.document_id == document.id, Suggestion.state == SuggestionState.OPEN
        )
    )
    return count or 0


def suggestions_by_document(project_id: str) -> Sequence[tuple[Document, int]]:
    """Return the documents of a project with open suggestions, and how many."""
    rows = session.execute(
        select(Document, func.count(Suggestion.id))
        .join(Suggestion, Suggestion.document_id == Document.id)
        .where(Document.project_id == project_id, Suggestion.state == SuggestionState.OPEN)
        .group_by(Document.id)
        .order_by(Document.title)
    )
    return [(document, count) for document, count in rows]


def span_of(row: Suggestion) -> Span:
    """Return a suggestion as a replacement in the source of its own revision."""
    return Span(row.id, row.start, row.stop, row.exact, row.replacement, row.place)


def places(
    rows: Iterable[Suggestion], revision: SectionRevision | None
) -> dict[str, tuple[int, int] | None]:
    """Return where the suggestions on one section stand in `revision`, by id; None for nowhere."""
    found: dict[str, tuple[int, int] | None] = {}
    by_revision: dict[str, list[Span]] = {}
    for row in rows:
        by_revision.setdefault(row.revision_id, []).append(span_of(row))
    for revision_id, spans in by_revision.items():
        old = session.get(SectionRevision, revision_id)
        if old is None or revision is None:
            found.update((one.key, None) for one in spans)
        else:
            found.update(carried(spans, old.source, revision.source))
    return found


def shown(rows: Sequence[Suggestion], revision: SectionRevision | None) -> list[Shown]:
    """Return the suggestions on one section with the words around them, in its order."""
    here = places([row for row in rows if row.state is SuggestionState.OPEN], revision)
    out = []
    for row in rows:
        place = here.get(row.id)
        if place is not None and revision is not None:
            before, after = _around(revision.source, *place)
            out.append((place[0], Shown(row, before, after, True)))
        else:
            old = session.get(SectionRevision, row.revision_id)
            before, after = _around(old.source, row.start, row.stop) if old else ("", "")
            is_open = row.state is SuggestionState.OPEN
            out.append((row.start, Shown(row, before, after, not is_open)))
    return [one for _at, one in sorted(out, key=lambda pair: (pair[0], pair[1].suggestion.place))]


def _around(source: str, start: int, stop: int) -> tuple[str, str]:
    """Return the words of the same block before and after a passage, cut at words."""
    blocks = split(source)
    if not blocks:
        return "", ""
    first, last = blocks[block_at(source, start)], blocks[block_at(source, max(start, stop - 1))]
    before = source[first.start : start]
    after = source[stop : max(stop, last.start + len(last.text))]
    if len(before) > MOST_CONTEXT:
        before = "… " + before[-MOST_CONTEXT:].split(" ", 1)[-1]
    if len(after) > MOST_CONTEXT:
        after = after[:MOST_CONTEXT].rsplit(" ", 1)[0] + " …"
    return before, after


def with_halves(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
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


def word_exports_of(document: Document) -> Sequence[WordExport]:
    """Return the Word files that went out, newest first."""
    return session.scalars(
        select(WordExport)
        .where(WordExport.document_id == document.id)
        .order_by(WordExport.created_at.desc(), WordExport.id)
    ).all()


def word_returns_of(document: Document) -> Sequence[WordReturn]:
    """Return the Word files that came back, newest first."""
    return session.scalars(
        select(WordReturn)
        .where(WordReturn.document_id == document.id)
        .order_by(WordReturn.created_at.desc(), WordReturn.id)
    ).all()
