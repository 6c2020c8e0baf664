"""The comment–response table as a workbook."""

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

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
