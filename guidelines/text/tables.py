"""Two tables compared by cell: which columns and rows came or went, and what a cell says now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.text.blocks import Block, Kind
from guidelines.text.comparison import Row, RowKind
from guidelines.text.diff import Op, Span, aligned, words
from guidelines.text.pairing import paired

_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of both tables: its number in each, or None where it is not there."""

    before: int | None
    after: int | None

    @property
    def kind(self) -> RowKind:
        """Whether the column stayed, came or went."""
        if self.before is None:
            return RowKind.ADDED
        return RowKind.REMOVED if self.after is None else RowKind.SAME


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of both tables; `cells` are the words of each column."""

    kind: RowKind
    cells: tuple[tuple[Span, ...], ...]
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class TableComparison:
    """Two tables as one, column by column and row by row."""

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


def cells_of(text: str) -> list[str]:
    """Return the cells of a table row; of a head with its line of dashes, those of the head."""
    line = text.split("\n", 1)[0].strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip() for cell in _BAR.split(line)]


def is_head(block: Block) -> bool:
    """Tell whether a row begins a table: its line of dashes is part of it."""
    return block.kind is Kind.ROW and "\n" in block.text


def compare_tables(rows: Sequence[Row]) -> TableComparison:
    """Compare two tables whose rows have been aligned; the first row may be their head."""
    before = next((row.before for row in rows if row.before is not None), None)
    after = next((row.after for row in rows if row.after is not None), None)
    columns = _columns(
        cells_of(before.text) if before else [], cells_of(after.text) if after else []
    )
    return TableComparison(columns, tuple(_row(row, columns) for row in rows))


def _columns(before: list[str], after: list[str]) -> tuple[Column, ...]:
    """Match the columns of two heads: by their words, then those that are alike."""
    if not before or not after:
        count = max(len(before), len(after))
        return tuple(Column(n, n) for n in range(count))
    found: list[Column] = []
    i = j = 0
    for same, olds, news in aligned(_as_blocks(before), _as_blocks(after)):
        if same:
            found += [Column(i + n, j + n) for n in range(len(olds))]
        else:
            x = y = 0
            pairs = paired(olds, news)
            if len(olds) == len(news):
                pairs = [(n, n) for n in range(len(olds))]
            for a, b in [*pairs, (len(olds), len(news))]:
                found += [Column(i + n, None) for n in range(x, a)]
                found += [Column(None, j + n) for n in range(y, b)]
                if a < len(olds):
                    found.append(Column(i + a, j + b))
                x, y = a + 1, b + 1
        i, j = i + len(olds), j + len(news)
    return tuple(found)


def _as_blocks(cells: list[str]) -> list[Block]:
    """Return cells as blocks, to be aligned as blocks are."""
    return [Block(Kind.PARAGRAPH, cell, 0, 0, 0) for cell in cells]


def _row(row: Row, columns: tuple[Column, ...]) -> TableRow:
    """Return one row, cell by cell."""
    old = cells_of(row.before.text) if row.before else None
    new = cells_of(row.after.text) if row.after else None
    block = row.after or row.before
    cells = tuple(_cell(old, new, column) for column in columns)
    kind = row.kind
    staying = [cell for cell, one in zip(cells, columns, strict=True) if one.kind is RowKind.SAME]
    if kind is RowKind.CHANGED and all(s.op is Op.EQUAL for cell in staying for s in cell):
        kind = RowKind.SAME  # only a column came or went, or the width of a cell
    return TableRow(kind, cells, block is not None and is_head(block))


def _cell(old: list[str] | None, new: list[str] | None, column: Column) -> tuple[Span, ...]:
    """Return the words of one cell."""
    was = _at(old, column.before)
    now = _at(new, column.after)
    if was is None:
        return (Span(Op.INSERT, now),) if now else ()
    if now is None:
        return (Span(Op.DELETE, was),) if was else ()
    return words(was, now)


def _at(cells: list[str] | None, number: int | None) -> str | None:
    """Return a cell; an empty one where the row is shorter; None where there is no such row."""
    if cells is None or number is None:
        return None
    return cells[number] if number < len(cells) else ""
