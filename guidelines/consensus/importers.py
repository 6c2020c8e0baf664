"""Ratings from a CSV file: strict, and every mistake says where it is."""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from io import StringIO

from guidelines.consensus.rules.answers import Answer, OptOut
from guidelines.consensus.rules.definition import Scale
from guidelines.consensus.rules.scales import Quantity, read_exact
from guidelines.errors import Invalid, Sentence, sentence

REQUIRED = ("statement", "panelist", "rating")
OPTIONAL = ("round", "group")
MOST_MISTAKES = 50
LONGEST_SHOWN = 40

_WHOLE = re.compile(r"([+-]?\d{1,6})(?:[.,]0*)?", re.ASCII)
_WORDS = {"yes": 1, "no": 0}
_MAGIC = {
    b"PK\x03\x04": sentence(
        "This is an Excel workbook or a ZIP file. Save the table as CSV UTF-8 first."
    ),
    b"\xd0\xcf\x11\xe0": sentence(
        "This is an old Excel workbook. Save the table as CSV UTF-8 first."
    ),
    b"%PDF": sentence("This is a PDF. The ratings are needed as a CSV file."),
}


def read_ratings(
    content: bytes,
    scale: Scale | Quantity,
    columns: Mapping[str, str] | None = None,
    opt_outs: Mapping[str, OptOut] | None = None,
) -> list[Answer]:
    """Read answers from a CSV file with one row for each person and statement.

    `columns` maps our names (statement, panelist, rating, round, group) to those of the
    file, `opt_outs` the file's own codes to ours. An empty rating is "not answered". On a
    quantity a rating is a number, or lowest|best|highest.
    Raises Invalid with all mistakes, keyed by "row 5, rating"; row 1 is the header.
    """
    rows = _rows(content)
    header_row, header = next(rows, (1, []))
    places = _places(header_row, header, columns or {})
    codes = {str(code): code for code in OptOut} | _codes(opt_outs or {}, scale)
    answers: list[Answer] = []
    seen: dict[tuple[str, str, int], int] = {}
    mistakes: dict[str, str] = {}
    for row, cells in rows:
        if len(mistakes) >= MOST_MISTAKES:
            break
        if len(cells) != len(header):
            mistakes[f"row {row}"] = sentence(
                "Row %(row)s has %(found)s cells where the header in row %(header)s has "
                "%(expected)s.",
                row=row,
                found=len(cells),
                header=header_row,
                expected=len(header),
            )
            continue
        named = {name: cells[place] for name, place in places.items()}
        answer = _answer(row, named, scale, codes, mistakes)
        if answer is None:
            continue
        key = answer.statement, answer.panelist, answer.round
        if key in seen:
            mistakes[f"row {row}"] = sentence(
                "Row %(row)s answers statement “%(statement)s” for panelist “%(panelist)s” in "
                "round %(round)s again: row %(first)s already does. One row for each is "
                "expected.",
                row=row,
                statement=_shown(answer.statement),
                panelist=_shown(answer.panelist),
                round=answer.round,
                first=seen[key],
            )
            continue
        seen[key] = row
        answers.append(answer)
    if mistakes:
        raise Invalid(mistakes)
    if not answers:
        raise Invalid({"file": sentence("The file has a header but no ratings.")})
    return answers


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row that is not empty."""
    text = _text(content)
    if text[:5].strip('"').casefold().startswith("sep="):  # Excel's hint, which is no row to it
        text = text.partition("\n")[2]
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(
        StringIO(text), delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t"
    )
    row = 0
    while True:
        row += 1
        try:
            cells = [_cell(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise Invalid(
                {
                    f"row {row}": sentence(
                        "Row %(row)s is not CSV: a quotation mark or a cell is not closed "
                        "properly.",
                        row=row,
                    )
                }
            ) from error
        if any(cells):
            yield row, cells


def _cell(text: str) -> str:
    """Return the content of a cell; some programs write ="7" to keep Excel from guessing."""
    text = text.strip()
    return text[2:-1].strip() if len(text) > 2 and text[:2] == '="' and text[-1] == '"' else text


def _text(content: bytes) -> str:
    for magic, problem in _MAGIC.items():
        if content.startswith(magic):
            raise Invalid({"file": problem})
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Invalid(
            {
                "file": sentence(
                    "Line %(line)s is not UTF-8 text. In Excel choose “CSV UTF-8” when saving.",
                    line=line,
                )
            }
        ) from error
    if "\x00" in text:
        raise Invalid({"file": sentence("This is not a text file. A CSV file is expected.")})
    if not text.strip():
        raise Invalid({"file": sentence("The file is empty.")})
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _codes(opt_outs: Mapping[str, OptOut], scale: Scale | Quantity) -> dict[str, OptOut]:
    """Return the file's own codes; one that is a rating too would turn ratings into opt-outs."""
    for spelling in opt_outs:
        with suppress(ValueError):
            if isinstance(scale, Quantity):
                _estimate(spelling, scale)
            else:
                _rating(spelling, scale, {})
            raise Invalid(
                {
                    "opt-out": sentence(
                        "“%(code)s” is a rating on this scale and cannot be an opt-out code too. "
                        "Check --opt-out and --scale.",
                        code=spelling,
                    )
                }
            )
    return {spelling.casefold(): code for spelling, code in opt_outs.items()}


def _places(row: int, header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each of our columns in the file."""
    found = [name.casefold() for name in header]
    places: dict[str, int] = {}
    for name in (*REQUIRED, *OPTIONAL):
        wanted = columns.get(name, name).strip()
        times = found.count(wanted.casefold())
        if times > 1:
            raise Invalid(
                {name: sentence("The column “%(name)s” occurs more than once.", name=wanted)}
            )
        if times == 1:
            places[name] = found.index(wanted.casefold())
        elif name in REQUIRED or name in columns:
            raise Invalid(
                {
                    name: sentence(
                        "There is no column “%(name)s” in row %(row)s; the columns are: "
                        "%(found)s. Expected are statement, panelist, rating and optional round, "
                        "group.",
                        name=wanted,
                        row=row,
                        found=_shown(", ".join(header), 200),
                    )
                }
            )
    return places


def _answer(
    row: int,
    cells: Mapping[str, str],
    scale: Scale | Quantity,
    codes: Mapping[str, OptOut],
    mistakes: dict[str, str],
) -> Answer | None:
    """Read one row; its mistakes are added and make it None."""
    before = len(mistakes)
    for name in ("statement", "panelist"):
        if not cells[name]:
            mistakes[f"row {row}, {name}"] = sentence(
                "Row %(row)s, column %(column)s is empty; a name or number is expected.",
                row=row,
                column=name,
            )
    rating = estimate = None
    try:
        if isinstance(scale, Quantity) and cells["rating"].casefold() not in {"", *codes}:
            estimate = _estimate(cells["rating"], scale)
        else:
            rating = _rating(cells["rating"], scale, codes)
    except ValueError:
        mistakes[f"row {row}, rating"] = _rating_problem(row, cells["rating"], scale)
    number = cells.get("round", "1") or "1"
    whole = _WHOLE.fullmatch(number)
    if not whole or int(whole[1]) < 0:
        mistakes[f"row {row}, round"] = sentence(
            "Row %(row)s, column round: “%(found)s” is not a whole number such as 1 or 2.",
            row=row,
            found=_shown(number),
        )
    if len(mistakes) > before or not whole:
        return None
    return Answer(
        cells["statement"],
        cells["panelist"],
        rating,
        int(whole[1]),
        cells.get("group", ""),
        estimate,
    )


def _estimate(cell: str, quantity: Quantity) -> tuple[Fraction, Fraction, Fraction]:
    numbers = [read_exact(part.strip().replace(",", ".")) for part in cell.split("|")]
    if len(numbers) == 1:
        numbers *= 3
    lowest, best, highest = numbers
    if not quantity.lowest <= lowest <= best <= highest <= quantity.highest:
        raise ValueError(cell)
    return lowest, best, highest


def _rating(
    cell: str, scale: Scale | Quantity, codes: Mapping[str, OptOut]
) -> int | OptOut | None:
    if not cell:
        return None
    word = cell.casefold()
    if word in codes:
        vote = isinstance(scale, Scale) and scale.is_vote
        if codes[word] is OptOut.ABSTAIN and not vote:
            raise ValueError(cell)
        return codes[word]
    if isinstance(scale, Quantity):
        raise ValueError(cell)
    if scale.is_vote and word in _WORDS:
        return _WORDS[word]
    whole = _WHOLE.fullmatch(cell)
    if not whole or int(whole[1]) not in scale.points:
        raise ValueError(cell)
    return int(whole[1])


def _rating_problem(row: int, cell: str, scale: Scale | Quantity) -> Sentence:
    if isinstance(scale, Quantity):
        return sentence(
            "Row %(row)s, column rating: “%(found)s” is not a number from %(lowest)s to "
            "%(highest)s, or lowest|best|highest such as 10|20|40, an opt-out code or empty.",
            row=row,
            found=_shown(cell),
            lowest=float(scale.lowest),
            highest=float(scale.highest),
        )
    if scale.is_vote:
        return sentence(
            "Row %(row)s, column rating: “%(found)s” is not 1 (yes), 0 (no), an opt-out code "
            "such as abstain, or empty.",
            row=row,
            found=_shown(cell),
        )
    return sentence(
        "Row %(row)s, column rating: “%(found)s” is not a whole number from %(lowest)s to "
        "%(highest)s, an opt-out code (%(codes)s) or empty.",
        row=row,
        found=_shown(cell),
        lowest=scale.lowest,
        highest=scale.highest,
        codes=", ".join(code for code in OptOut if code is not OptOut.ABSTAIN),
    )


def _shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Return a cell as it can stand in one line of a message."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
