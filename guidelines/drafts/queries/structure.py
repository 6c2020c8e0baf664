"""Where the sections of a version stand among each other: their numbers, and what can be named."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import SectionRevision
from guidelines.drafts.rules.manifest import Entry
from guidelines.text.markdown import landmarks_of
from guidelines.text.numbering import Kind, Landmark, placed

MOST_KNOWN = 20_000
CHUNK = 500

# A revision never changes, so what was read of it once stays true.
_known: dict[str, tuple[Landmark, ...]] = {}


def landmarks_in(
    entries: Sequence[Entry], sources: Mapping[str, str] | None = None
) -> list[tuple[Landmark, ...]]:
    """Return what can be referred to in each section of a version, in order, without numbers.

    `sources` are texts that were fetched already, by revision id.
    """
    texts = dict(sources or {})
    unread = [e.revision_id for e in entries if e.revision_id not in _known]
    missing = [revision_id for revision_id in unread if revision_id not in texts]
    for start in range(0, len(missing), CHUNK):
        found = session.execute(
            select(SectionRevision.id, SectionRevision.source).where(
                SectionRevision.id.in_(missing[start : start + CHUNK])
            )
        )
        texts.update((row.id, row.source) for row in found)
    read = {revision_id: landmarks_of(texts[revision_id]) for revision_id in unread}
    if len(_known) + len(read) > MOST_KNOWN:
        _known.clear()
    _known.update(read)
    return [read.get(e.revision_id) or _known.get(e.revision_id, ()) for e in entries]


def placed_in(
    entries: Sequence[Entry], sources: Mapping[str, str] | None = None
) -> list[tuple[Landmark, ...]]:
    """Return the same with numbers, counted through the whole document."""
    found = landmarks_in(entries, sources)
    numbered = iter(placed(chain.from_iterable(found)))
    return [tuple(next(numbered) for _one in section) for section in found]


def section_numbers(
    entries: Sequence[Entry], sources: Mapping[str, str] | None = None
) -> list[str]:
    """Return the number of each section, that of its first heading; empty where it has none."""
    return [_first_number(section) for section in placed_in(entries, sources)]


def _first_number(section: Iterable[Landmark]) -> str:
    return next((one.number for one in section if one.kind is Kind.SECTION), "")
