"""The page that says who wrote which words, when, and why."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from guidelines.drafts import queries
from guidelines.drafts.models import Document, Section, Version
from guidelines.drafts.queries.blame import (
    Blamed,
    BlamedSection,
    blame_of,
    versions_numbered,
)
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.comparison import number_given
from guidelines.drafts.routes.wording import div_words
from guidelines.errors import Missing
from guidelines.permissions import Action
from guidelines.text.blocks import Kind
from guidelines.web.guard import asks, fetch
from guidelines.web.navigation import fillings

TINTS = 6


@bp.get("/sections/<section_id>/blame")
@asks(Action.DOCUMENT_READ)
def blame_section(section_id: str) -> ResponseReturnValue:
    """Show who wrote which words of a section."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    version = _wanted(section.document)
    found = blame_of(version, [section.id])
    if not found:
        raise Missing
    return _page(section.document, version, found)


@bp.get("/documents/<document_id>/blame")
@asks(Action.DOCUMENT_READ)
def blame_document(document_id: str) -> ResponseReturnValue:
    """Show who wrote which words of the whole text."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    version = _wanted(document)
    return _page(document, version, blame_of(version))


def _wanted(document: Document) -> Version:
    """Return the version that the address names, or the newest."""
    number = number_given("version")
    version = (
        queries.version_numbered(document, number) if number else queries.current_version(document)
    )
    if version is None:
        raise Missing
    return version


def _page(
    document: Document, version: Version, found: Sequence[BlamedSection]
) -> ResponseReturnValue:
    numbers = {
        number
        for section in found
        for block in section.blocks
        for number in (block.since, *(run.number for run in block.runs))
    }
    versions = versions_numbered(document, numbers)
    return render_template(
        "drafts/blame.html",
        document=document,
        version=version,
        versions=versions,
        why=why(document, versions.values()),
        sections=[_section(document, one) for one in found],
        is_whole=len(found) != 1,
    )


def why(document: Document, versions: Any) -> Mapping[str, list[dict[str, str]]]:
    """Return what versions answered, by version id, as other features know it."""
    found: dict[str, list[dict[str, str]]] = {}
    ids = [version.id for version in versions]
    for one in fillings("version.why", document=document, versions=ids):
        for version_id, reasons in one.items():
            found.setdefault(version_id, []).extend(reasons)
    return found


def _section(document: Document, blamed: BlamedSection) -> dict[str, Any]:
    item = blamed.item
    blocks = [row for one in blamed.blocks if (row := _block(one)) is not None]
    if blocks and blocks[0]["kind"] == Kind.HEADING and len(blocks[0]["writers"]) == 1:
        blocks = blocks[1:]  # the page shows it above the section
    return {
        "id": item.section.id,
        "number": item.number,
        "title": item.title,
        "rows": [list(some) for _same, some in groupby(blocks, key=_writers(blocks))],
        "url": url_for("drafts.blame_section", section_id=item.section.id),
    }


def _writers(blocks: Sequence[dict[str, Any]]) -> Callable[[dict[str, Any]], object]:
    """Return what neighbours must have in common to stand together: one and the same writer."""
    places = {id(block): number for number, block in enumerate(blocks)}

    def writer(block: dict[str, Any]) -> object:
        alone = len(block["writers"]) == 1
        return ("all", block["writers"][0][0]) if alone else ("own", places[id(block)])

    return writer


def _block(one: Blamed) -> dict[str, Any] | None:
    """Return a block as the page shows it: its words in runs, and who wrote them."""
    block = one.block
    if block.kind is Kind.OPEN:
        runs = [(div_words(block.text), one.since)]
    else:
        runs = [(run.text, run.number) for run in one.runs]
    if not runs:
        return None
    writers: dict[int, int] = {}
    for text, number in runs:
        writers[number] = writers.get(number, 0) + len(text.split())
    tints = {number: n % TINTS for n, number in enumerate(sorted(writers))}
    return {
        "kind": block.kind.value,
        "level": block.level,
        "runs": [(text, number, tints[number]) for text, number in runs],
        "writers": [(number, writers[number], tints[number]) for number in sorted(writers)],
    }
