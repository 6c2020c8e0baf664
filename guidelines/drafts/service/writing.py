"""How a change of a document becomes rows: revisions, blocks, recommendations, one version."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm.util import identity_key

from guidelines.db import at_once, insert_at_once, new_key, session
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
    as_json,
    manifest_sha256,
    sha256_of,
)
from guidelines.drafts.rules.reading import read
from guidelines.drafts.rules.texts import heading_of
from guidelines.drafts.service.opening import Draft
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Actor
from guidelines.text import recommendations as text
from guidelines.text.anchors import project
from guidelines.text.blocks import split

_blocks = Block.metadata.tables[Block.__tablename__]
_INSERT_BLOCKS = _blocks.insert()
_documents = Document.metadata.tables[Document.__tablename__]
_NUMBER = (
    _documents.update()
    .where(_documents.c.id == bindparam("document"))
    .values(newest=bindparam("number"))
)
_LINEAGES = select(_blocks.c.id, _blocks.c.lineage).where(
    _blocks.c.id.in_(bindparam("ids", expanding=True))
)


def settle_names(draft: Draft, section_id: str, source: str, before: str = "") -> str:
    """Read the recommendations of a section's new text; return it with ids settled.

    `before` is the section's text in the newest version.
    """
    had = draft.had[section_id] = text.parse(before)

    def elsewhere() -> set[str]:
        changing = {section_id, *draft.read}
        found = {key for key, row in draft.standing.items() if row.section_id not in changing}
        others = (found for other, found in draft.read.items() if other != section_id)
        return found.union(one.id for rest in others for one in rest)

    reading = read(
        source,
        own=frozenset(one.id for one in had),
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
    draft: Draft, section_id: str, source: str, previous: SectionRevision | Row[Any] | None
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
        lineages = {row.id: row.lineage for row in at_once(_LINEAGES, {"ids": list(changed)})}
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
        at_once(_INSERT_BLOCKS, rows)
    return insert_at_once(
        SectionRevision,
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


def entry_of(revision: SectionRevision) -> Entry:
    """Return what a manifest says about a revision."""
    return Entry(revision.section_id, revision.id, revision.sha256, revision.depth)


def write_version(draft: Draft, *, message: str, parents: Sequence[int] | None = None) -> Version:
    """Write the next version from `draft.manifest`, and the recommendations it has.

    Raises `Conflict` if a locked wording would change.
    """
    there = [entry.section_id for entry in draft.before]
    order = [entry.section_id for entry in draft.manifest]
    for section_id in set(there) - set(order):
        draft.read[section_id] = ()
    if there != order or not all(_stand_the_same(draft, section) for section in draft.read):
        _write_recommendations(draft)
    if parents is None:
        parents = [draft.document.newest] if draft.before else []
    version = insert_at_once(
        Version,
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
    at_once(_NUMBER, {"document": draft.document.id, "number": version.number})
    held = session.identity_map.get(identity_key(Document, draft.document.id))
    if held is not None:
        session.expire(held, ["newest"])
    return version


def _stand_the_same(draft: Draft, section_id: str) -> bool:
    """Tell whether a section has the very recommendations it had, each as it was."""
    found = [
        (place, one.id, one.block_hash) for place, one in enumerate(draft.read[section_id], 1)
    ]
    if section_id in draft.had:
        old = draft.had[section_id]
        return found == [(place, one.id, one.block_hash) for place, one in enumerate(old, 1)]
    rows = (row for row in draft.standing.values() if row.section_id == section_id)
    return found == sorted((row.place, row.key, row.block_sha256) for row in rows)


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

    _refuse_conflicted(draft, touched)
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


def _refuse_conflicted(draft: Draft, touched: frozenset[str]) -> None:
    """Raise `Recused` if the author has an interest in a recommendation that changes."""
    were = {key: draft.rows[key].block_sha256 for key in touched}
    become = {one.id: one.block_hash for found in draft.read.values() for one in found}
    changed = {key for key in were.keys() | become if were.get(key) != become.get(key)}
    actor = Actor(person_id=draft.author_id)
    refuse_conflicted(actor, draft.document.project_id, changed, Doing.EDIT)


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
