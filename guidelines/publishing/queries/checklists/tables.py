"""A checklist of a document as a table of plain values: to be kept, printed and taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.consensus.rules.writeup import Grid, Part, Text
from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import KeptChecklist
from guidelines.publishing.queries.appraisals import Results, appraisals_of, results_of
from guidelines.publishing.queries.checklists.catalogue import all_checklists
from guidelines.publishing.queries.checklists.known import Knowledge, Row, Standing
from guidelines.publishing.rules.checklists.catalogue import Kind
from guidelines.publishing.rules.checklists.standing import STATE_WORDS, State

SCHEMA = "checklist/1"
COLUMNS = ("Item", "Section", "What is asked", "State", "Where", "What is known", "Note")


def table_of(standing: Standing, *, named: bool = True) -> dict[str, Any]:
    """Return a checklist as plain values; with `named`, who confirmed each item is in it."""
    found = standing.checklist
    sections = dict(found.sections)
    return {
        "schema": SCHEMA,
        "name": found.name,
        "title": found.title,
        "source": found.source,
        "link": found.link,
        "licence": found.licence,
        "answered": standing.answered,
        "rows": [_row(row, sections[row.item.section], named=named) for row in standing.rows],
    }


def _row(row: Row, section: str, *, named: bool) -> dict[str, Any]:
    mark = row.mark
    return {
        "id": row.item.id,
        "section": section,
        "text": row.item.text,
        "state": row.state.value,
        "where": [str(place.said) for place in row.places],
        "known": [str(fact.words) for fact in row.facts],
        "note": mark.note if mark else "",
        "by": mark.person.name if mark and named else "",
        "on": mark.at.date().isoformat() if mark else "",
    }


def printed_tables(document: Document) -> list[dict[str, Any]]:
    """Return the checklists that stand in a published version, without names of people."""
    known = Knowledge(document)
    return [
        table_of(known.standing(one.name), named=False)
        for one in all_checklists()
        if one.kind is not Kind.APPRAISAL and _is_printed(known, one.name)
    ]


def printed_appraisals(document: Document) -> list[dict[str, Any]]:
    """Return the newest closed appraisal by each instrument that is printed; nobody is named."""
    known = Knowledge(document)
    found: dict[str, dict[str, Any]] = {}
    for appraisal in appraisals_of(document):
        name = appraisal.instrument
        results = results_of(appraisal)
        if results is not None and name not in found and _is_printed(known, name):
            found[name] = _scores(results, appraisal.version_number)
    return list(found.values())


def _is_printed(known: Knowledge, name: str) -> bool:
    return name in known.choices and known.choices[name].printed


def _scores(results: Results, version: int) -> dict[str, Any]:
    about = results.instrument
    return {
        "name": about.name,
        "title": about.title,
        "source": about.source,
        "link": about.link,
        "licence": about.licence,
        "version": version,
        "appraisers": len(results.numbers),
        "domains": [
            {
                "dimension": outcome.dimension,
                "section": one.section,
                "title": one.title,
                "percent": one.score.percent,
                "obtained": one.score.obtained,
                "least": one.score.least,
                "most": one.score.most,
            }
            for outcome in results.outcomes
            for one in outcome.domains
        ],
        "overall": [
            {"question": one.question.text, "answers": dict(one.counts)} for one in results.overall
        ],
    }


def lines_of(table: Mapping[str, Any]) -> list[list[str]]:
    """Return a table as lines for a spreadsheet: the columns, the items, where it comes from."""
    rows = [_line(row) for row in table["rows"]]
    about = [[table["title"]], [table["source"]], [table["licence"]], [table["link"]]]
    return [list(COLUMNS), *rows, [], *about]


def _line(row: Mapping[str, Any]) -> list[str]:
    said = " · ".join(part for part in (row["by"], row["on"]) if part)
    note = " ".join(part for part in (row["note"], f"({said})" if said else "") if part)
    return [
        row["id"],
        row["section"],
        row["text"],
        str(STATE_WORDS[State(row["state"])]),
        "; ".join(row["where"]),
        " ".join(row["known"]),
        note,
    ]


def parts_of(table: Mapping[str, Any]) -> list[Part]:
    """Return a table as a report in parts, one grid for each section."""
    sections = dict.fromkeys(row["section"] for row in table["rows"])
    parts = [Part(name, (Grid(name, _HEAD, _cells(table["rows"], name)),)) for name in sections]
    about = (Text(table["source"]), Text(table["link"]), Text(table["licence"], quiet=True))
    return [*parts, Part("About this checklist", about)]


_HEAD = ("Item", "What is asked", "State", "Where, and what is known")


def _cells(rows: Sequence[Mapping[str, Any]], section: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (row["id"], row["text"], str(STATE_WORDS[State(row["state"])]), _answer(row))
        for row in rows
        if row["section"] == section
    )


def _answer(row: Mapping[str, Any]) -> str:
    parts = [*(f"{place}." for place in row["where"]), *row["known"], row["note"]]
    return " ".join(part for part in parts if part) or "–"


def kept_of(document: Document) -> Sequence[KeptChecklist]:
    """Return the tables kept with versions of a document, newest first."""
    return session.scalars(
        select(KeptChecklist)
        .where(KeptChecklist.document_id == document.id)
        .options(joinedload(KeptChecklist.person))
        .order_by(KeptChecklist.at.desc(), KeptChecklist.id)
    ).all()
