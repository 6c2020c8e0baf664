"""Reads about alternative drafts: which there are, and what taking one over means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Branch, BranchSection, Document, Version
from guidelines.drafts.queries.comparison import parts_of, texts_of
from guidelines.drafts.queries.reading import current_version, sections_in, version_numbered
from guidelines.drafts.rules.branches import IS_BRANCH, Origin, Step, Text, plan
from guidelines.drafts.rules.comparison import VersionComparison, compare_parts
from guidelines.errors import Conflict, Missing


@dataclass(frozen=True, slots=True)
class Takeover:
    """What taking an alternative draft over means: both documents now, and the steps."""

    branch: Branch
    steps: Sequence[Step]
    mine: Sequence[Text]
    theirs: Sequence[Text]
    origins: Mapping[str, Origin]
    began: Sequence[str]


def branch_of(document: Document) -> Branch | None:
    """Return what makes a document an alternative draft; None for any other document."""
    return session.get(
        Branch, document.id, options=[joinedload(Branch.main), joinedload(Branch.person)]
    )


def branches_of(document: Document) -> Sequence[Branch]:
    """Return the alternative drafts of a document, newest first."""
    return session.scalars(
        select(Branch)
        .where(Branch.main_id == document.id)
        .options(joinedload(Branch.document), joinedload(Branch.person))
        .order_by(Branch.created_at.desc(), Branch.document_id)
    ).all()


def check_main(document: Document) -> None:
    """Raise `Conflict` for an alternative draft: only the main text is voted on and published."""
    if session.get(Branch, document.id) is not None:
        raise Conflict(IS_BRANCH)


def origins_of(branch: Branch) -> dict[str, Origin]:
    """Return what the sections of an alternative draft began as, by section."""
    rows = session.scalars(
        select(BranchSection)
        .where(BranchSection.document_id == branch.document_id)
        .options(joinedload(BranchSection.base))
    )
    return {
        row.section_id: Origin(row.main_section_id, row.base_id, row.base.source) for row in rows
    }


def texts_in(version: Version) -> list[Text]:
    """Return the sections of a version with their texts in order."""
    return [
        Text(item.section.id, item.revision.id, item.title, item.revision.source)
        for item in sections_in(version)
    ]


def takeover_of(branch: Branch) -> Takeover:
    """Return what taking an alternative draft over would mean now."""
    mine = texts_in(current_version(branch.document))
    theirs = texts_in(current_version(branch.main))
    origins = origins_of(branch)
    start = _start_of(branch)
    began = [entry.section_id for entry in start.entries]
    return Takeover(branch, plan(mine, theirs, origins, began), mine, theirs, origins, began)


def update_of(branch: Branch) -> Takeover:
    """Return what bringing the newest main text into an alternative draft would mean.

    It is a takeover the other way round: `theirs` are the texts of the draft, `mine` those of the
    main document, and what belongs together is named by the sections of the main document.
    """
    mine = texts_in(current_version(branch.document))
    main = texts_in(current_version(branch.main))
    origins = {
        origin.section: Origin(section, origin.base_id, origin.base)
        for section, origin in origins_of(branch).items()
    }
    began = [
        origins[entry.section_id].section
        for entry in _start_of(branch).entries
        if entry.section_id in origins
    ]
    return Takeover(branch, plan(main, mine, origins, began), main, mine, origins, began)


def _start_of(branch: Branch) -> Version:
    """Return the version of the main text with which an alternative draft is compared."""
    start = version_numbered(branch.main, branch.updated or branch.start)
    if start is None:
        raise Missing
    return start


def changes_of(branch: Branch) -> VersionComparison:
    """Compare an alternative draft with the text it began with."""
    start = _start_of(branch)
    now = current_version(branch.document)
    texts = texts_of(start, now)
    names = {key: origin.section for key, origin in origins_of(branch).items()}
    return compare_parts(parts_of(start, texts), parts_of(now, texts, names))
