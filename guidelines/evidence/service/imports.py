"""What people do with files and lists of references: hand them in and have them read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidelines import audit, lookup
from guidelines.db import now, session
from guidelines.errors import Unavailable, sentence
from guidelines.events import ReferencesHandedIn, ReferencesImported
from guidelines.evidence.importers.files import needs_a_job, read
from guidelines.evidence.importers.identifiers import check_any, read_identifiers
from guidelines.evidence.importers.reading import Entry, Format, Problem, Reading
from guidelines.evidence.models import ImportState, Reference, ReferenceImport
from guidelines.evidence.queries import keyed, references_of
from guidelines.evidence.rules.corrections import brought
from guidelines.evidence.rules.items import identity
from guidelines.evidence.rules.keys import key_from
from guidelines.evidence.rules.shelf import other_source
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.storage import storage


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


def hand_in_list(actor: Actor, project: Project, *, text: str) -> ReferenceImport:
    """Take in a list of DOIs and PubMed numbers, to be looked up by a job.

    Raises
    ------
    Unavailable
        If this server may not look things up.
    Invalid
        If the list holds no identifier.
    """
    require(actor, Action.EVIDENCE_EDIT, project)

    identifiers, _problems = read_identifiers(text)
    check_any(identifiers)
    if not lookup.is_open():
        raise Unavailable(lookup.SWITCHED_OFF)
    handed = ReferenceImport(
        project_id=project.id,
        project=project,
        person_id=actor.person_id,
        filename="",
        sha256=storage().put(text.encode()),
        format=Format.LOOK_UP.value,
        asked=len(identifiers),
        problems=[],
    )
    session.add(handed)
    session.flush()
    audit.record(
        actor,
        ReferencesHandedIn(
            network_id=project.network_id, project_id=project.id, import_id=handed.id
        ),
    )
    return handed


def read_at_once(content: bytes) -> Reading | None:
    """Read a file of references; None where that takes another program, so a job."""
    return None if needs_a_job(content) else read(content)


def finish_import(actor: Actor, handed: ReferenceImport, reading: Reading) -> ImportReport:
    """Put what a handed-in file holds into the library, and note what came of it."""
    require(actor, Action.EVIDENCE_EDIT, handed)

    report = add_references(actor, handed.project, reading)
    handed.state, handed.format = ImportState.DONE, reading.format.value
    handed.answered = handed.asked
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
            row = shelf.add(entry)
            added += 1
            if entry.key and entry.key != row.key:
                reason = sentence(
                    "Another source has this key here: cite this one as @%(key)s.", key=row.key
                )
                problems.append(Problem(entry.label, reason, left_out=False))
            continue
        if entry.key and entry.key != there.key:
            reason = sentence("It is here already: cite it as @%(key)s.", key=there.key)
            problems.append(Problem(entry.label, reason, left_out=False))
        came = brought(there.csl, there.corrected, entry.item)
        if came.offered:
            there.offered = {**there.offered, **came.offered}
            reason = sentence("Corrected here by hand; the file says otherwise. Yours was kept.")
            problems.append(Problem(entry.label, reason, left_out=False))
        if came.item == there.csl:
            unchanged += 1
            continue
        there.csl = came.item
        _note_retraction(there, entry)
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


def _note_retraction(reference: Reference, entry: Entry) -> None:
    """Keep when and where a retraction is said; what a person wrote before stays."""
    if entry.retraction is not None:
        reference.retracted_on = reference.retracted_on or entry.retraction.on
        reference.retraction_source = reference.retraction_source or entry.retraction.source


class _Shelf:
    """The library of a project while a file is read into it.

    An entry that names its key is only looked for among what stood here before the file: two
    keys of one file can be cited side by side, even for the same source.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        rows = references_of(project.id)
        self._by_key = keyed(project.id)
        self._before = _Index(rows)
        self._all = _Index(rows)

    def find(self, entry: Entry) -> Reference | None:
        """Return the reference that an entry is about; a key that means another does not count."""
        if not entry.key:
            return self._all.find(entry.item)
        named = self._by_key.get(entry.key)
        if named is not None and not other_source(named.csl, entry.item):
            return named
        return self._before.find(entry.item)

    def add(self, entry: Entry) -> Reference:
        """Put a new source on the shelf, under a key of its own."""
        free = entry.key and entry.key not in self._by_key
        row = Reference(
            project_id=self._project.id,
            project=self._project,
            key=entry.key if free else key_from(entry.item, self._by_key),
            csl=entry.item,
        )
        _note_retraction(row, entry)
        session.add(row)
        self._by_key[row.key] = row
        self._all.put(row)
        return row


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
