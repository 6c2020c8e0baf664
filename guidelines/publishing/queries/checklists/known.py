"""How every item of a checklist stands for a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document, Recommendation, Version
from guidelines.drafts.queries import placed_in
from guidelines.drafts.rules.structure import is_unwritten
from guidelines.publishing.models import ChecklistChoice, ChecklistMark
from guidelines.publishing.queries.checklists import (
    recorded_about,
    recorded_agreement,
    recorded_evidence,
    recorded_people,
    recorded_text,
)
from guidelines.publishing.queries.checklists.catalogue import (
    ACCORD,
    all_checklists,
    checklist_named,
)
from guidelines.publishing.queries.checklists.record import FactOf, Record
from guidelines.publishing.queries.checklists.recorded_report import report_facts
from guidelines.publishing.rules.checklists.catalogue import Checklist, Item
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.needs import usual
from guidelines.publishing.rules.checklists.passages import fitting, mark_of
from guidelines.publishing.rules.checklists.standing import (
    ANSWERED,
    Fact,
    Place,
    Said,
    State,
    state_of,
)
from guidelines.text.numbering import Kind

FACTS: Mapping[str, FactOf] = {
    **recorded_text.FACTS,
    **recorded_people.FACTS,
    **recorded_evidence.FACTS,
    **recorded_agreement.FACTS,
    **recorded_about.FACTS,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One item with what is known of it, what was said of it, and how it stands."""

    item: Item
    state: State
    facts: tuple[Fact, ...]
    passages: tuple[Place, ...]
    mark: ChecklistMark | None = None

    @property
    def is_answered(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in ANSWERED

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it is met: what a person named, else what the record or the text has."""
        if self.mark is not None and self.mark.places:
            return self.mark.named
        known = tuple(place for fact in self.facts for place in fact.places)
        return known or self.passages


@dataclass(frozen=True)
class Standing:
    """A checklist of a document: its rows in order, and what is asked of it."""

    checklist: Checklist
    rows: tuple[Row, ...]
    asked: Asked
    printed: bool

    @property
    def open_rows(self) -> list[Row]:
        """The rows where something is left to do, in order."""
        return [row for row in self.rows if not row.is_answered]

    @property
    def answered(self) -> int:
        """How many items are answered."""
        return len(self.rows) - len(self.open_rows)

    @property
    def recorded(self) -> list[Row]:
        """The rows that the record answers and nobody has confirmed."""
        return [row for row in self.rows if row.state is State.RECORDED]

    def row(self, item_id: str) -> Row:
        """Return the row of an item."""
        return next(row for row in self.rows if row.item.id == item_id)


class Knowledge:
    """What is known of a document for all its checklists, each fact found once."""

    def __init__(self, document: Document, version: Version | None = None) -> None:
        self.record = Record(document, version)
        self.document = document
        self._facts: dict[str, Fact | None] = {}

    def fact(self, name: str) -> Fact | None:
        """Return a fact of the record, or None where nothing is known."""
        if name.startswith(f"{ACCORD}-"):
            return self._reported.get(name)
        if name not in self._facts:
            self._facts[name] = FACTS[name](self.record)
        return self._facts[name]

    @cached_property
    def _reported(self) -> dict[str, Fact]:
        return report_facts(self.record)

    @cached_property
    def headings(self) -> list[Place]:
        """Every heading of a written section, with its number."""
        sections = self.record.sections
        texts = {one.revision.id: one.revision.source for one in sections}
        found = []
        for one, landmarks in zip(
            sections, placed_in(self.record.version.entries, texts), strict=True
        ):
            if is_unwritten(one.revision.source):
                continue
            for mark in landmarks:
                if mark.kind is Kind.SECTION:
                    words = f"{mark.number} {mark.words}".strip()
                    found.append(Place("section", words, one.section.id, mark.id))
        return found

    @cached_property
    def passages(self) -> list[Place]:
        """All places of the text that can be named: headings, then recommendations."""
        return [*self.headings, *map(_as_place, self.record.recommendations)]

    @cached_property
    def marks_of_text(self) -> dict[str, str]:
        """What each section and recommendation says at present, as a hash, by its id."""
        sections = {one.section.id: mark_of(one.revision.source) for one in self.record.sections}
        return sections | {one.key: one.block_sha256 for one in self.record.recommendations}

    @cached_property
    def newest_marks(self) -> dict[tuple[str, str], ChecklistMark]:
        """The newest word of a person on each item, by checklist and item."""
        rows = session.scalars(
            select(ChecklistMark)
            .where(
                ChecklistMark.document_id == self.document.id,
                ChecklistMark.version_number <= self.record.version.number,
            )
            .options(joinedload(ChecklistMark.person))
            .order_by(ChecklistMark.number)
        )
        return {(row.checklist, row.item): row for row in rows}

    @cached_property
    def choices(self) -> dict[str, ChecklistChoice]:
        """What the project chose, by checklist."""
        rows = session.scalars(
            select(ChecklistChoice).where(ChecklistChoice.document_id == self.document.id)
        )
        return {row.checklist: row for row in rows}

    def asked(self, name: str) -> Asked:
        """Return whether a checklist is asked for before publishing."""
        chosen = self.choices.get(name)
        if chosen is not None:
            return chosen.asked
        return usual(
            name,
            self.document.kind,
            voted=bool(self.record.processes),
            published=bool(self.record.editions),
        )

    def standing(self, name: str) -> Standing:
        """Return how a checklist stands; `LookupError` for a name that none has."""
        found = checklist_named(name)
        chosen = self.choices.get(name)
        return Standing(
            found,
            tuple(self._row(name, item) for item in found.items),
            self.asked(name),
            chosen is not None and chosen.printed,
        )

    def standings(self) -> list[Standing]:
        """Return how every checklist stands, in the order of the page."""
        return [self.standing(one.name) for one in all_checklists()]

    def _row(self, checklist: str, item: Item) -> Row:
        facts = tuple(fact for name in item.facts if (fact := self.fact(name)) is not None)
        passages = fitting(self.headings, item.passages)
        mark = self.newest_marks.get((checklist, item.id))
        said = self._said(mark) if mark is not None else None
        deciding = item.facts[0] if item.facts else ""
        return Row(item, state_of(said, facts, passages, deciding=deciding), facts, passages, mark)

    def _said(self, mark: ChecklistMark) -> Said:
        stale = any(
            one.get("mark") != self.marks_of_text.get(one["key"])
            for one in mark.places
            if one["kind"] in {"section", "recommendation"}
        )
        return Said(mark.verdict, mark.note, mark.basis, mark.named, stale)


def _as_place(one: Recommendation) -> Place:
    return Place("recommendation", str(one.ordinal), one.key)


def marks_of(document: Document, checklist: str, item: str) -> Sequence[ChecklistMark]:
    """Return everything that was said of an item, newest first."""
    return session.scalars(
        select(ChecklistMark)
        .where(
            ChecklistMark.document_id == document.id,
            ChecklistMark.checklist == checklist,
            ChecklistMark.item == item,
        )
        .options(joinedload(ChecklistMark.person))
        .order_by(ChecklistMark.number.desc())
    ).all()
