"""Tables from outside, CSV or XLSX, as rows of texts; and rows of texts as such files.

A workbook is a ZIP archive: it is unpacked once under limits, and its parts are read by openpyxl
over defusedxml, which refuses document types.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

import defusedxml
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from guidelines.archives import ArchiveTooLarge, BrokenArchive, Limits, unpacked
from guidelines.errors import Invalid, Sentence, TooLarge, sentence
from guidelines.evidence.rules.findings import number_in

MOST_BYTES = 5 * 1024 * 1024
_LIMITS = Limits(entries=500, unpacked=60 * 1024 * 1024, ratio=200)
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file or of the first sheet of a workbook, as texts.

    Raises `Invalid` on `file` for what is neither, `TooLarge` for what is too large.
    """
    if not content.strip():
        raise _refused(sentence("Choose a file."))
    if len(content) > MOST_BYTES:
        raise TooLarge(sentence("The file has more than %(most)s MB.", most=MOST_BYTES // 1024**2))
    rows = _sheet(content) if content.startswith(b"PK\x03\x04") else _lines(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if not any(any(row) for row in rows):
        raise _refused(sentence("The table is empty."))
    return rows


def _lines(content: bytes) -> list[list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _no_table()
    if "\x00" in text:
        raise _no_table()
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=False))
    except csv.Error:
        raise _no_table() from None
    return _checked([_text(cell) for cell in row] for row in found)


def _sheet(content: bytes) -> list[list[str]]:
    try:
        unpacked(content, _LIMITS)
    except BrokenArchive:
        raise _no_table() from None
    except ArchiveTooLarge:
        raise TooLarge(sentence("The workbook becomes too large when it is opened.")) from None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheets = book.worksheets
            if not sheets:
                raise _no_table()
            return _checked(
                [_text(cell) for cell in row]
                for row in sheets[0].iter_rows(
                    max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS + 1, values_only=True
                )
            )
        finally:
            book.close()
    except (
        InvalidFileException, KeyError, ValueError, TypeError, IndexError,
        ParseError, AttributeError, defusedxml.DefusedXmlException, EOFError,
    ):  # fmt: skip
        raise _no_table() from None


def _checked(rows: Iterable[list[str]]) -> list[list[str]]:
    found = []
    for row in rows:
        while row and not row[-1]:
            row.pop()
        found.append(row)
    if len(found) > _MOST_ROWS or any(len(row) > _MOST_COLUMNS for row in found):
        raise TooLarge(
            sentence(
                "The table has more than %(rows)s rows or %(columns)s columns.",
                rows=_MOST_ROWS, columns=_MOST_COLUMNS,
            )
        )  # fmt: skip
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    text = str(value).replace("\x00", "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV file that spreadsheets open without running anything in it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def workbook_of(
    rows: Sequence[Sequence[str]], *, title: str, notes: Sequence[Sequence[str]] = ()
) -> bytes:
    """Return rows as a workbook with a heading row; `notes` become a second sheet."""
    book = Workbook()
    sheet = book.active
    if sheet is None:  # pragma: no cover - a new workbook has a sheet
        raise LookupError("a workbook without a sheet")
    for target, name, lines in ((sheet, title, rows), (None, "How to fill in", notes)):
        if not lines:
            continue
        page = target or book.create_sheet()
        page.title = name[:31]
        for line in lines:
            page.append([_cell(cell) for cell in line])
        for place, cells in enumerate(page.iter_cols(max_row=1), 1):
            cells[0].font = Font(bold=True)
            cells[0].alignment = Alignment(wrap_text=True, vertical="top")
            page.column_dimensions[get_column_letter(place)].width = 18
        page.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(text: str) -> str | float | int:
    value = number_in(text) if text.isascii() and len(text) < 15 else None
    if value is None:
        return _safe(text)
    return int(value) if value.is_integer() and "." not in text else value


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and number_in(text) is None else text


def _refused(message: Sentence) -> Invalid:
    return Invalid({"file": message})


def _no_table() -> Invalid:
    return _refused(
        sentence(
            "This is no table that can be read. Save it as CSV (UTF-8) or as an Excel workbook "
            "(.xlsx) and try again."
        )
    )
