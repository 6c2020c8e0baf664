"""The past of one recommendation: its texts in all versions, its results, what was recorded."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Text, cast, select

from guidelines.audit import AuditEntry
from guidelines.db import session
from guidelines.drafts.models import (
    Document,
    Outcome,
    RecommendationKey,
    Section,
    SectionRevision,
    Version,
)
from guidelines.drafts.rules.manifest import from_json
from guidelines.drafts.rules.story import Telling, tellings

RECORDED = (
    "wording.locked", "wording.unlocked", "judgements.saved", "conclusion.saved",
    "evidence.linked", "evidence.unlinked",
)  # fmt: skip


def is_known(document: Document, key: str) -> bool:
    """Tell whether a recommendation of this document has or had this id."""
    there = session.get(RecommendationKey, {"document_id": document.id, "key": key})
    return there is not None


def tellings_of(document: Document, key: str) -> list[Telling]:
    """Return what each version did to a recommendation, oldest first."""
    sections = _sections_with(document, key)
    moments: dict[int, dict[str, str | None]] = defaultdict(dict)
    sources: dict[str, str] = {}
    for row in session.execute(
        select(
            SectionRevision.id,
            SectionRevision.section_id,
            SectionRevision.number,
            SectionRevision.source,
        ).where(SectionRevision.section_id.in_(sections))
    ):
        moments[row.number][row.section_id] = row.source
        sources[row.id] = row.source
    for number, manifest in _rearranged(document, sections):
        there = {entry.section_id: entry.revision_id for entry in from_json(manifest)}
        for section in sections:
            revision = there.get(section)
            moments[number][section] = sources.get(revision) if revision else None
    return list(tellings(key, sorted(moments.items())))


def _sections_with(document: Document, key: str) -> list[str]:
    """Return the sections that ever held a recommendation."""
    of_document = select(Section.id).where(Section.document_id == document.id)
    return list(
        session.scalars(
            select(SectionRevision.section_id)
            .where(
                SectionRevision.section_id.in_(of_document),
                SectionRevision.source.contains(f"#{key}", autoescape=True),
            )
            .distinct()
        )
    )


def _rearranged(document: Document, sections: Sequence[str]) -> list[tuple[int, list[list[str]]]]:
    """Return the manifests of versions that brought a text back or took a section out."""
    chosen: set[int] = set()
    rows = session.execute(
        select(Version.number, Version.parents).where(Version.document_id == document.id)
    )
    chosen.update(row.number for row in rows if len(row.parents) > 1)
    for section in sections:
        held = session.execute(
            select(Version.number, cast(Version.manifest, Text).contains(section).label("there"))
            .where(Version.document_id == document.id)
            .order_by(Version.number)
        )
        before = False
        for row in held:
            if bool(row.there) is not before:
                chosen.add(row.number)
            before = bool(row.there)
    found = session.execute(
        select(Version.number, Version.manifest).where(
            Version.document_id == document.id, Version.number.in_(chosen)
        )
    )
    return [(row.number, row.manifest) for row in found]


def outcomes_for(document: Document, key: str) -> Sequence[Outcome]:
    """Return the results of a recommendation, oldest first."""
    return session.scalars(
        select(Outcome)
        .where(Outcome.document_id == document.id, Outcome.key == key)
        .order_by(Outcome.number)
    ).all()


def recorded_about(document: Document, key: str) -> list[AuditEntry]:
    """Return what was recorded about its evidence and the locks of its wording, oldest first."""
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.chain == document.project_id, AuditEntry.event.in_(RECORDED))
        .order_by(AuditEntry.number)
    )
    return [row for row in rows if _is_about(row, document, key)]


def _is_about(entry: AuditEntry, document: Document, key: str) -> bool:
    detail = entry.detail
    if detail.get("document_id") not in (None, document.id):
        return False
    return detail.get("key") == key or key in (detail.get("keys") or ())
