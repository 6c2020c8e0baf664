"""The comment–response table as a workbook, and as the text of a Word or PDF file."""

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from guidelines.text.verbatim import verbatim

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST_CELL = 32_000
_WIDTHS = (6, 24, 18, 26, 34, 60, 22, 22, 60, 12, 22, 14)


def workbook(title: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return rows as a workbook, the first one its heading.

    Every text is a text to the spreadsheet: one that begins with an equals sign is never a
    formula, whoever wrote it.
    """
    book = Workbook()
    sheet = book.active
    if sheet is None:  # pragma: no cover - a new workbook has a sheet
        raise LookupError("a workbook without a sheet")
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip() or "Comments"
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            if isinstance(value, int):
                cell.value = value
            else:
                cell.value = _UNPRINTABLE.sub(" ", value)[:_LONGEST_CELL]
                cell.data_type = "s"
                cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_text(heading: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> str:
    """Return a table as Markdown whose words mean nothing but themselves.

    A cell is a list of texts; the first is marked: who and what was decided in bold, the passage
    in italics. The columns are as wide as their dashes.
    """
    widths = (26, 44, 44)
    ruler = "|".join(f":{'-' * width}" for width in widths)
    lines = [_row([verbatim(one) for one in heading]), f"|{ruler}|"]
    marks = ("**", "*", "**")
    lines += [
        _row([_cell(cell, mark) for cell, mark in zip(row, marks, strict=True)]) for row in rows
    ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(texts: Sequence[str], mark: str) -> str:
    first, *rest = [verbatim(_UNPRINTABLE.sub(" ", one)) for one in texts]
    marked = f"{mark}{first}{mark}" if first else ""
    return " ".join(one for one in (marked, *rest) if one)
