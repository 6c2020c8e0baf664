"""What people do with references: import, add, change and remove them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidelines import audit
from guidelines.db import now, session
from guidelines.errors import Invalid, Stale, sentence
from guidelines.events import (
    ReferenceRemoved,
    ReferenceSaved,
    ReferencesHandedIn,
    ReferencesImported,
)
from guidelines.evidence.importers.files import needs_a_job, read
from guidelines.evidence.importers.reading import Entry, Problem, Reading
from guidelines.evidence.models import (
    ImportState,
    Reference,
    ReferenceImport,
)
from guidelines.evidence.queries import keys_taken, references_of
from guidelines.evidence.rules.items import doi_of, identity, item_from_fields
from guidelines.evidence.rules.keys import check_key, key_from
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.storage import storage

STALE = sentence("Somebody else saved this in the meantime. Open it again, then add your change.")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file: how many were added, updated, as before, and what was wrong."""

    added: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]


def import_references(
    actor: Actor, project: Project, *, content: bytes, filename: str = ""
) -> ImportReport:
    """Read a file of references into the library of the project.

    BibTeX starts another program, so this belongs into a job or a command then; pages use
    `hand_in_references`.
    """
    require(actor, Action.EVIDENCE_EDIT, project)

    return add_references(actor, project, read(content))


def hand_in_references(
    actor: Actor,
    project: Project,
    *,
    content: bytes,
    filename: str,
    reading: Reading | None = None,
) -> ReferenceImport:
    """Take in a file of references: at once, or by a job when another program has to read it.

    `reading` is what `read_at_once` made of it before the transaction.
    """
    require(actor, Action.EVIDENCE_EDIT, project)

    reading = reading or read_at_once(content)
    handed = ReferenceImport(
        project_id=project.id,
        project=project,
        person_id=actor.person_id,
        filename=filename.strip()[:200],
        sha256=storage().put(content),
        problems=[],
    )
    session.add(handed)
    session.flush()
    if reading is None:
        audit.record(
            actor,
            ReferencesHandedIn(
                network_id=project.network_id, project_id=project.id, import_id=handed.id
            ),
        )
    else:
        finish_import(actor, handed, reading)
    return handed


def read_at_once(content: bytes) -> Reading | None:
    """Read a file of references; None where that takes another program, so a job."""
    return None if needs_a_job(content) else read(content)


def finish_import(actor: Actor, handed: ReferenceImport, reading: Reading) -> ImportReport:
    """Put what a handed-in file holds into the library, and note what came of it."""
    require(actor, Action.EVIDENCE_EDIT, handed)

    report = add_references(actor, handed.project, reading)
    handed.state, handed.format = ImportState.DONE, reading.format.value
    handed.added, handed.updated = report.added, report.updated
    handed.unchanged = report.unchanged
    handed.problems = [problem.plain() for problem in report.problems]
    session.flush()
    return report


def add_references(actor: Actor, project: Project, reading: Reading) -> ImportReport:
    """Add what a file holds: known sources (by key, DOI or PubMed number) are updated."""
    require(actor, Action.EVIDENCE_EDIT, project)

    shelf = _Shelf(project)
    problems = list(reading.problems)
    added = updated = unchanged = 0
    for entry in reading.entries:
        there = shelf.find(entry)
        if there is None:
            shelf.add(entry)
            added += 1
            continue
        if entry.key and entry.key != there.key:
            reason = sentence("It is here already: cite it as @%(key)s.", key=there.key)
            problems.append(Problem(entry.label, reason, left_out=False))
        item = {**there.csl, **entry.item}
        if item == there.csl:
            unchanged += 1
            continue
        there.csl, there.doi = item, doi_of(item)
        there.revision, there.changed_at = there.revision + 1, now()
        updated += 1
    session.flush()
    audit.record(
        actor,
        ReferencesImported(
            network_id=project.network_id,
            project_id=project.id,
            added=added,
            updated=updated,
            left_out=sum(problem.left_out for problem in problems),
        ),
    )
    return ImportReport(added, updated, unchanged, tuple(problems))


class _Shelf:
    """The library of a project while a file is read into it.

    An entry that names its key is only looked for among what stood here before the file: two
    keys of one file can be cited side by side, even for the same source.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        rows = references_of(project.id)
        self._by_key = {row.key: row for row in rows}
        self._before = _Index(rows)
        self._all = _Index(rows)

    def find(self, entry: Entry) -> Reference | None:
        if not entry.key:
            return self._all.find(entry.item)
        return self._by_key.get(entry.key) or self._before.find(entry.item)

    def add(self, entry: Entry) -> None:
        key = entry.key or key_from(entry.item, self._by_key)
        row = Reference(
            project_id=self._project.id,
            project=self._project,
            key=key,
            doi=doi_of(entry.item),
            csl=entry.item,
        )
        session.add(row)
        self._by_key[key] = row
        self._all.put(row)


class _Index:
    """References by what makes a source the same: DOI, PubMed number, else title and year."""

    def __init__(self, rows: Sequence[Reference]) -> None:
        self._rows: dict[str, Reference] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Reference) -> None:
        for sign in identity(row.csl):
            self._rows.setdefault(sign, row)

    def find(self, item: Mapping[str, Any]) -> Reference | None:
        found = (self._rows.get(sign) for sign in identity(item))
        return next((row for row in found if row is not None), None)


def add_reference(
    actor: Actor, project: Project, *, key: str, fields: Mapping[str, str]
) -> Reference:
    """Add a reference by hand; without a key it gets one from name and year."""
    require(actor, Action.EVIDENCE_EDIT, project)

    item = _item(fields, {})
    key = key.strip().removeprefix("@")
    if not key:
        key = key_from(item, keys_taken(project.id))
    check_key(key)
    if key in keys_taken(project.id):
        raise Invalid({"key": sentence("Another reference has this key already.")})
    doi = doi_of(item)
    twin = next((row for row in references_of(project.id) if doi and row.doi == doi), None)
    if twin is not None:
        raise Invalid({"DOI": sentence("It is here already: cite it as @%(key)s.", key=twin.key)})
    reference = Reference(project_id=project.id, project=project, key=key, doi=doi, csl=item)
    session.add(reference)
    session.flush()
    _record_reference(actor, reference)
    return reference


def save_reference(
    actor: Actor, reference: Reference, *, fields: Mapping[str, str], revision: int
) -> None:
    """Change a reference; its key stays, since texts cite it."""
    require(actor, Action.EVIDENCE_EDIT, reference)

    if revision != reference.revision:
        raise Stale(STALE)
    item = _item(fields, reference.csl)
    reference.csl, reference.doi = item, doi_of(item)
    reference.revision, reference.changed_at = revision + 1, now()
    session.flush()
    _record_reference(actor, reference)


def remove_reference(actor: Actor, reference: Reference) -> None:
    """Take a reference out of the library."""
    require(actor, Action.EVIDENCE_EDIT, reference)

    session.delete(reference)
    session.flush()
    audit.record(
        actor,
        ReferenceRemoved(
            network_id=reference.network_id,
            project_id=reference.project_id,
            key=reference.key,
        ),
    )


def _item(fields: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return item_from_fields(fields, before)
    except Invalid as invalid:
        raise Invalid({"title": invalid.message}) from None


def _record_reference(actor: Actor, reference: Reference) -> None:
    audit.record(
        actor,
        ReferenceSaved(
            network_id=reference.network_id,
            project_id=reference.project_id,
            reference_id=reference.id,
            key=reference.key,
        ),
    )
