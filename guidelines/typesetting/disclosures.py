"""A disclosure of interests as a Word file: one person, one table, one line for each topic."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

_WIDTHS = (Cm(1.3), Cm(5.0), Cm(10.3))
_QUIET = RGBColor(0x55, 0x5F, 0x66)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What is printed, in words for people.

    `facts` are pairs of a label and a value; `rows` are a number, a topic and what was declared on
    it, one line each; `columns` head them. `statement` is what the person confirmed, `notes` the
    small print, `notice` the mark of a demonstration.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    columns: tuple[str, str, str]
    rows: Sequence[tuple[str, str, Sequence[str]]]
    statement: str
    notes: Sequence[str]
    moment: dt.datetime
    language: str = "en"
    notice: str = ""


def write_disclosure(one: Disclosure) -> bytes:
    """Return the Word file; equal words give equal bytes."""
    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.0)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    if one.notice:
        document.add_paragraph().add_run(one.notice).bold = True
    document.add_heading(one.title, level=1)
    for label, value in one.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    _table(document, one)
    document.add_paragraph()
    document.add_paragraph(one.statement)
    for note in one.notes:
        run = document.add_paragraph().add_run(note)
        run.font.size, run.font.color.rgb = Pt(8.5), _QUIET
    properties = document.core_properties
    properties.title, properties.author, properties.language = one.title, "", one.language
    properties.comments = one.notice
    properties.created = properties.modified = one.moment.replace(tzinfo=None)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue(), one.moment)


def _table(document, one: Disclosure) -> None:  # type: ignore[no-untyped-def]
    table = document.add_table(rows=1, cols=3)
    table.style, table.autofit = "Table Grid", False
    for cell, text in zip(table.rows[0].cells, one.columns, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    head = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head.append(repeated)
    for number, topic, lines in one.rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = number, topic
        cells[2].text = lines[0]
        for line in lines[1:]:
            cells[2].add_paragraph(line)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _dated(content: bytes, moment: dt.datetime) -> bytes:
    """Give every part of the file the same date, so that nothing tells when it was made."""
    stamp = (moment.year, moment.month, moment.day, 0, 0, 0)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
