"""Reads about passages: the words of a revision, where they stand today."""

from collections.abc import Iterable

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Block, SectionRevision
from guidelines.reviews.models import Annotation
from guidelines.reviews.rules import (
    BlockWords,
    Standing,
    stands,
)
from guidelines.text.anchors import Selector


def blocks_of(revision: SectionRevision) -> list[BlockWords]:
    """Return the blocks of a revision in order."""
    rows = session.execute(
        select(Block.id, Block.lineage, Block.plain).where(Block.id.in_(revision.blocks))
    )
    found = {row.id: BlockWords(row.id, row.lineage, row.plain) for row in rows}
    return [found[key] for key in revision.blocks]


def standings(
    annotations: Iterable[Annotation], revision: SectionRevision | None
) -> dict[str, Standing]:
    """Return how surely each passage of a section stands in `revision`, by thread id."""
    found: dict[str, Standing] = {}
    old: dict[str, list[BlockWords]] = {}
    for one in annotations:
        if revision is None:
            found[one.thread_id] = Standing.DETACHED
            continue
        if one.revision_id == revision.id:
            found[one.thread_id] = Standing.THERE
            continue
        for wanted in (one.revision_id, revision.id):
            if wanted not in old:
                row = session.get(SectionRevision, wanted)
                old[wanted] = blocks_of(row) if row is not None else []
        selector = Selector(one.exact, one.prefix, one.suffix, one.start, one.stop)
        found[one.thread_id], _block = stands(
            selector, one.block_id, old[one.revision_id], old[revision.id]
        )
    return found
