"""How a change of a document becomes rows: revisions, blocks, recommendations, one version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from guidelines.db import insert_at_once, lock_row, new_key, session
from guidelines.drafts.models import (
    Block,
    Document,
    Recommendation,
    RecommendationKey,
    Section,
    SectionRevision,
    Version,
    WordingLock,
)
from guidelines.drafts.rules.keys import check_locks
from guidelines.drafts.rules.lineage import descents
from guidelines.drafts.rules.manifest import (
    Entry,
    Manifest,
    as_json,
    manifest_sha256,
    sha256_of,
)
from guidelines.drafts.rules.reading import read
from guidelines.drafts.rules.texts import heading_of
from guidelines.errors import Missing
from guidelines.text import recommendations as text
from guidelines.text.anchors import project
from guidelines.text.blocks import Kind, split
from guidelines.text.notices import Notice

_blocks = Block.metadata.tables[Block.__tablename__]
_INSERT_BLOCKS = _blocks.insert()
_NEWEST = select(Version).where(
    Version.document_id == bindparam("document"), Version.number == bindparam("number")
)
_RECOMMENDATIONS = select(Recommendation).where(
    Recommendation.document_id == bindparam("document")
)


@dataclass
class Draft:
    """A document that is being changed, under its lock, and what has been read so far.

    `manifest` is what the next version will be. `read` holds the recommendations of the sections
    whose text changes, `plain` what was read of blocks beforehand.
    """

    document: Document
    newest: Version | None
    manifest: Manifest
    author_id: str | None
    read: dict[str, tuple[text.Recommendation, ...]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    plain: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    _rows: dict[str, Recommendation] | None = None
    _known: dict[str, RecommendationKey] | None = None

    @property
    def number(self) -> int:
        """The number the next version gets."""
        return self.document.newest + 1

    @property
    def rows(self) -> dict[str, Recommendation]:
        """The recommendations of the newest version by id."""
        if self._rows is None:
            found = session.scalars(_RECOMMENDATIONS, {"document": self.document.id})
            self._rows = {row.key: row for row in found}
        return self._rows

    @property
    def known(self) -> dict[str, RecommendationKey]:
        """All ids that recommendations of this document have or had."""
        if self._known is None:
            found = session.scalars(
                select(RecommendationKey).where(RecommendationKey.document_id == self.document.id)
            )
            self._known = {row.key: row for row in found}
        return self._known

    def keys_in(self, section_id: str) -> frozenset[str]:
        """Return the ids a section has in the newest version."""
        return frozenset(k for k, row in self.rows.items() if row.section_id == section_id)


def open_draft(document_id: str, author_id: str | None) -> Draft:
    """Lock a document until the commit, so that numbers follow without gaps, and read it anew."""
    fresh: Document | None = lock_row(Document, document_id)
    if fresh is None:
        raise Missing
    # Only now: whoever waited for the lock would join what was newest before it.
    newest = session.scalar(_NEWEST, {"document": fresh.id, "number": fresh.newest})
    return Draft(fresh, newest, newest.entries if newest else (), author_id)


def settle_names(draft: Draft, section_id: str, source: str) -> str:
    """Read the recommendations of a section's new text; return it with ids settled."""
    elsewhere = {
        key
        for key, row in draft.rows.items()
        if row.section_id != section_id and row.section_id not in draft.read
    }
    for other, found in draft.read.items():
        if other != section_id:
            elsewhere.update(one.id for one in found)
    reading = read(
        source,
        own=draft.keys_in(section_id),
        elsewhere=elsewhere,
        known=lambda: {key: row.wording_sha256 for key, row in draft.known.items()},
    )
    draft.read[section_id] = reading.found
    draft.notices.extend(reading.notices)
    return reading.source


def write_section(draft: Draft, source: str) -> SectionRevision:
    """Write a new section with its first revision; the caller puts it into the manifest."""
    section = Section(
        id=new_key(),
        network_id=draft.document.network_id,
        project_id=draft.document.project_id,
        document_id=draft.document.id,
    )
    session.add(section)
    session.flush()
    return write_revision(draft, section.id, source, None)


def write_revision(
    draft: Draft, section_id: str, source: str, previous: SectionRevision | None
) -> SectionRevision:
    """Write the next revision of a section, and rows for the blocks that are new in it."""
    blocks = split(source)
    title, depth = heading_of(blocks)
    old = split(previous.source) if previous is not None else ()
    old_ids: Sequence[str] = previous.blocks if previous is not None else ()
    came_from = descents(old, blocks)
    changed = {old_ids[d.old] for d in came_from if d.old is not None and not d.unchanged}
    lineages: dict[str, str] = {}
    if changed:
        pairs = session.execute(
            select(_blocks.c.id, _blocks.c.lineage).where(_blocks.c.id.in_(changed))
        )
        lineages = {row.id: row.lineage for row in pairs}
    ids: list[str] = []
    rows = []
    for block, descent in zip(blocks, came_from, strict=True):
        if descent.old is not None and descent.unchanged:
            ids.append(old_ids[descent.old])
            continue
        key = new_key()
        ids.append(key)
        parent = old_ids[descent.old] if descent.old is not None else key
        plain = draft.plain.get((block.kind, block.text))
        rows.append(
            {
                "id": key,
                "document_id": draft.document.id,
                "section_id": section_id,
                "lineage": lineages.get(parent, key),
                "kind": block.kind,
                "sha256": block.sha256,
                "plain": plain if plain is not None else project(block),
                "since": draft.number,
                "author_id": draft.author_id,
            }
        )
    if rows:
        session.execute(_INSERT_BLOCKS, rows)
    revision = SectionRevision(
        id=new_key(),
        network_id=draft.document.network_id,
        project_id=draft.document.project_id,
        document_id=draft.document.id,
        section_id=section_id,
        number=draft.number,
        title=title,
        depth=depth,
        source=source,
        sha256=sha256_of(source),
        words=len(source.split()),
        blocks=ids,
        author_id=draft.author_id,
    )
    insert_at_once(revision)
    return revision


def entry_of(revision: SectionRevision) -> Entry:
    """Return what a manifest says about a revision."""
    return Entry(revision.section_id, revision.id, revision.sha256, revision.depth)


def write_version(draft: Draft, *, message: str, parents: Sequence[int] | None = None) -> Version:
    """Write the next version from `draft.manifest`, and the recommendations it has.

    Raises `Conflict` if a locked wording would change.
    """
    before = {entry.section_id for entry in draft.newest.entries} if draft.newest else set()
    gone = before - {entry.section_id for entry in draft.manifest}
    for section_id in gone:
        draft.read[section_id] = ()
    old = draft.newest.entries if draft.newest else ()
    moved = [e.section_id for e in old] != [e.section_id for e in draft.manifest]
    if moved or any(draft.read.values()) or any(draft.keys_in(s) for s in draft.read):
        _write_recommendations(draft)
    if parents is None:
        parents = [draft.newest.number] if draft.newest else []
    version = Version(
        id=new_key(),
        network_id=draft.document.network_id,
        project_id=draft.document.project_id,
        document_id=draft.document.id,
        number=draft.number,
        sha256=manifest_sha256(draft.manifest),
        parents=list(parents),
        manifest=as_json(draft.manifest),
        message=message,
        author_id=draft.author_id,
    )
    insert_at_once(version)
    draft.document.newest = version.number
    return version


def _write_recommendations(draft: Draft) -> None:
    """Bring the rows of recommendations in line with the text of the next version."""
    touched = frozenset().union(*(draft.keys_in(section) for section in draft.read))
    after = {
        key: row.wording_sha256
        for key, row in draft.rows.items()
        if row.section_id not in draft.read
    }
    for found in draft.read.values():
        after.update((one.id, one.wording_hash) for one in found)
    if any(after.get(key) != draft.rows[key].wording_sha256 for key in touched):
        locks = session.scalars(
            select(WordingLock).where(WordingLock.document_id == draft.document.id)
        )
        check_locks({k.key: (k.wording_sha256, k.reason) for k in locks}, touched, after)

    for key in touched - set(after):
        session.delete(draft.rows.pop(key))
    for section_id, found in draft.read.items():
        for place, one in enumerate(found, 1):
            _write_recommendation(draft, section_id, place, one)
    order = {entry.section_id: at for at, entry in enumerate(draft.manifest)}
    rows = sorted(draft.rows.values(), key=lambda row: (order[row.section_id], row.place))
    for ordinal, row in enumerate(rows, 1):
        if row.ordinal != ordinal:
            row.ordinal = ordinal


def _write_recommendation(
    draft: Draft, section_id: str, place: int, one: text.Recommendation
) -> None:
    row = draft.rows.get(one.id)
    if row is not None and row.block_sha256 == one.block_hash:
        row.section_id, row.place = section_id, place
        return
    wording = one.wording_hash
    known = draft.known.get(one.id)
    if known is None:
        known = RecommendationKey(
            document_id=draft.document.id,
            key=one.id,
            wording_sha256=wording,
            first_version=draft.number,
        )
        session.add(known)
        session.flush()
        draft.known[one.id] = known
    known.wording_sha256 = wording
    if row is None:
        row = Recommendation(
            network_id=draft.document.network_id,
            project_id=draft.document.project_id,
            document_id=draft.document.id,
            key=one.id,
            ordinal=0,
        )
        session.add(row)
        draft.rows[one.id] = row
    row.section_id, row.place = section_id, place
    row.type, row.strength = one.type[:60], one.strength[:60]
    row.direction, row.certainty = one.direction[:60], one.certainty[:60]
    row.wording, row.attributes = one.body, dict(one.attributes)
    row.fields = {name: one.field(name) for name, _text in one.fields}
    row.wording_sha256, row.block_sha256 = wording, one.block_hash
