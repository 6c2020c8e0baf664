"""A version as a Word file, and a Word file as suggestions and comments on a version.

Both start another program and take seconds: they belong into a job.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guidelines.db import session
from guidelines.drafts.models import Document, SectionRevision, Version
from guidelines.drafts.queries import manuscript_of, sections_in, version_numbered
from guidelines.errors import Invalid, sentence
from guidelines.evidence.queries import csl_items
from guidelines.reviews.models import WordExport, WordReturn
from guidelines.reviews.rules import FileState
from guidelines.storage import storage
from guidelines.text.blocks import Block, split
from guidelines.typesetting.word_brought import Returned
from guidelines.typesetting.word_export import word_for_comments
from guidelines.typesetting.word_marks import Marked, make_tag
from guidelines.typesetting.word_model import Counts, Origin, WordText
from guidelines.typesetting.word_reading import read_changes
from guidelines.typesetting.word_return import take_back


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of a version: the revision it stands in, its number there, the block itself."""

    revision: SectionRevision
    number: int
    block: Block


@dataclass(frozen=True, slots=True)
class Read:
    """What a returned file brought, and the version it was made from.

    `is_ours` tells that it was made here; `missing` counts the blocks that it no longer names.
    """

    version: Version
    blocks: Mapping[str, Placed]
    returned: Returned
    counts: Counts
    is_ours: bool
    missing: int


def blocks_of_version(version: Version) -> dict[str, Placed]:
    """Return the blocks of a version by id, in the order of the text."""
    found: dict[str, Placed] = {}
    for item in sections_in(version):
        blocks = split(item.revision.source)
        for number, (key, block) in enumerate(zip(item.revision.blocks, blocks, strict=True)):
            found.setdefault(key, Placed(item.revision, number, block))
    return found


def made(
    document: Document, version: Version, export: str, *, live: bool = False
) -> tuple[bytes, list[str]]:
    """Make the Word file of a version; `export` is the name it carries inside.

    With `live` its citations are fields of Zotero.
    """
    texts = []
    for item in sections_in(version):
        blocks = split(item.revision.source)
        marked = [
            Marked(make_tag(key, version.number, block.sha256), block)
            for key, block in zip(item.revision.blocks, blocks, strict=True)
        ]
        texts.append((item.revision.source, marked))
    manuscript = manuscript_of(document, version, bibliography=csl_items(document.project_id))
    origin = Origin(document.id, version.number, export)
    return word_for_comments(manuscript, texts, origin, live=live)


def read_back(row: WordReturn) -> Read:
    """Read a file that came back, beside the one that went out.

    Raises `Invalid` for a file of another document, or one that is no sound Word file.
    """
    document, version = row.document, row.version
    back = read_changes(storage().get(row.sha256))
    out: WordText | None = None
    if back.origin is not None:
        if back.origin.document != document.id:
            raise Invalid(
                {
                    "file": sentence(
                        "This Word file was made from another document. "
                        "Open that document and hand it in there."
                    )
                }
            )
        version = version_numbered(document, back.origin.version) or version
        export = session.get(WordExport, back.origin.export)
        is_made = export is not None and export.state is FileState.DONE
        if export is not None and is_made and export.version_id == version.id:
            out = read_changes(storage().get(export.sha256))
    if out is None:
        out = read_changes(made(document, version, "")[0])
    placed = blocks_of_version(version)
    sent = {unit.block for unit in out.units if unit.block}
    named = {unit.block for unit in back.units if unit.block} & sent
    returned = take_back(
        out, back, {key: one.block for key, one in placed.items()}, alone=not named
    )
    return Read(
        version=version,
        blocks=placed,
        returned=returned,
        counts=back.counts,
        is_ours=back.origin is not None or bool(named),
        missing=len(sent - named) if named else 0,
    )
