"""Two versions side by side: their sections, and which ones to offer for a comparison."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from guidelines.db import session
from guidelines.drafts.models import Document, SectionRevision, Version, VersionLabel
from guidelines.drafts.queries.reading import CHUNK
from guidelines.drafts.queries.structure import section_numbers
from guidelines.drafts.rules.comparison import Part, VersionComparison, compare_parts

NEWEST_OFFERED = 20


def parts_of(
    version: Version, texts: Mapping[str, SectionRevision], names: Mapping[str, str] | None = None
) -> list[Part]:
    """Return the sections of a version; `names` say which section of another document each is."""
    entries = version.entries
    counted = section_numbers(entries, {key: row.source for key, row in texts.items()})
    names = names or {}
    return [
        Part(
            names.get(entry.section_id, entry.section_id),
            number,
            texts[entry.revision_id].title,
            texts[entry.revision_id].source,
        )
        for entry, number in zip(entries, counted, strict=True)
    ]


def texts_of(*versions: Version) -> dict[str, SectionRevision]:
    """Return the revisions of some versions by id; what they share is read once."""
    ids = list({entry.revision_id for version in versions for entry in version.entries})
    found: dict[str, SectionRevision] = {}
    for start in range(0, len(ids), CHUNK):
        rows = session.scalars(
            select(SectionRevision).where(SectionRevision.id.in_(ids[start : start + CHUNK]))
        )
        found.update((row.id, row) for row in rows)
    return found


def compare_versions(old: Version, new: Version) -> VersionComparison:
    """Compare two versions of one document, section by section."""
    texts = texts_of(old, new)
    return compare_parts(parts_of(old, texts), parts_of(new, texts))


def versions_offered(document: Document, *numbers_wanted: int) -> Sequence[Version]:
    """Return versions to choose from, newest first: the newest ones, named ones, wanted ones."""
    named = select(VersionLabel.version_id).where(VersionLabel.document_id == document.id)
    return session.scalars(
        select(Version)
        .where(
            Version.document_id == document.id,
            (Version.number > document.newest - NEWEST_OFFERED)
            | Version.number.in_(numbers_wanted)
            | Version.id.in_(named),
        )
        .options(joinedload(Version.named), joinedload(Version.author), defer(Version.manifest))
        .order_by(Version.number.desc())
    ).all()
