"""A comparison as a page shows it: passages in words, moved ones once, long equal runs folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from flask_babel import gettext as _

from guidelines.drafts.routes.wording import div_words
from guidelines.drafts.rules.comparison import SectionChange, VersionComparison
from guidelines.drafts.rules.texts import heading_of
from guidelines.text.blocks import Block, Kind
from guidelines.text.comparison import Row, RowKind
from guidelines.text.diff import Op, Span, words
from guidelines.text.tables import TableComparison, cells_of, compare_tables, is_head
from guidelines.text.unmarked import unmarked

AROUND = 1
_SHORT = 70
_NAMED = (Kind.HEADING, Kind.OPEN, Kind.ROW, Kind.RULE)
"""Shown in other words than were typed: a change of marks alone is none to a reader."""
_HIDDEN = (Kind.CLOSE, Kind.BLANK)
_GONE = (RowKind.REMOVED, RowKind.MOVED_AWAY)

Parts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """One block as it is shown: what it is, its words, and where it went or came from."""

    kind: str
    block: str
    parts: Parts
    left: Parts
    right: Parts
    level: int = 0
    other: str = ""
    anchor: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A stretch of a comparison.

    `kind` is ``context`` (unchanged, shown), ``fold`` (unchanged, hidden until asked for),
    ``change`` (with its `number` on the page), ``table`` (a change shown as a table), ``away`` or
    ``here`` (moved; `other` says where to or where from, `anchor` is the other place).
    """

    kind: str
    passages: list[Passage] = field(default_factory=list)
    number: int = 0
    table: TableComparison | None = None
    other: str = ""
    anchor: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of a comparison with its stretches; none where only its place changed."""

    change: SectionChange
    groups: list[Group]


@dataclass(slots=True)
class _Page:
    """What is numbered through a page: its changes, and the two places of what moved."""

    places: dict[int, tuple[str, str]]
    count: int = 0
    ids: dict[int, str] = field(default_factory=dict)

    def next(self) -> int:
        self.count += 1
        return self.count


def sections_shown(
    comparison: VersionComparison, only: str = ""
) -> tuple[list[ShownSection], int]:
    """Return the sections to show, and how many changes there are; `only` is one section's key."""
    places = {
        id(block): (section.key, section.part.title)
        for section in comparison.sections
        for row in section.rows
        for block in (row.before if row.kind in _GONE else row.after,)
        if block is not None
    }
    page = _Page(places)
    found = []
    for section in comparison.sections:
        if only and section.key != only:
            continue
        groups = rows_shown(_without_title(section.rows), page)
        if groups or section.moved:
            found.append(ShownSection(section, groups))
    return found, page.count


def _without_title(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out an unchanged first heading: the page shows it above the section."""
    first = rows[0] if rows else None
    is_title = first is not None and first.kind is RowKind.SAME
    if is_title and first and first.after and first.after.kind is Kind.HEADING:
        return rows[1:]
    return rows


def rows_shown(rows: Sequence[Row], page: _Page | None = None) -> list[Group]:
    """Return the stretches of some rows in order."""
    page = page or _Page({})
    groups: list[Group] = []
    for table, run in groupby(_tables(rows), key=lambda one: one[0]):
        found = [row for _number, row in run]
        if table:
            groups += _table(found, page)
        else:
            groups += _plain(found, page)
    return list(_folded(_together(groups)))


def _together(groups: Sequence[Group]) -> list[Group]:
    """Join neighbours that are unchanged, be they text or tables."""
    found: list[Group] = []
    for group in groups:
        if group.kind == "context" and found and found[-1].kind == "context":
            found[-1] = Group("context", [*found[-1].passages, *group.passages])
        else:
            found.append(group)
    return found


def _tables(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the rows, each with the number of its table; 0 for what is in none."""
    number = 0
    inside = False
    for row in rows:
        block = row.after or row.before
        is_row = block is not None and block.kind is Kind.ROW
        if is_row and (not inside or any(b and is_head(b) for b in (row.before, row.after))):
            number += 1
        inside = is_row
        yield (number if is_row else 0), row


def _table(rows: list[Row], page: _Page) -> Iterator[Group]:
    """Yield one table: as a whole where a cell changed, else as unchanged rows."""
    table = compare_tables(rows)
    changed = any(row.kind is not RowKind.SAME for row in table.rows)
    if not changed and all(column.kind is RowKind.SAME for column in table.columns):
        yield Group("context", [one for row in rows for one in _passages(row)])
        return
    number = page.next()
    yield Group("table", number=number, table=table, id=f"change-{number}")


def _plain(rows: list[Row], page: _Page) -> Iterator[Group]:
    """Yield stretches of one sort each."""
    for sort, run in groupby(rows, key=_sort):
        some = list(run)
        passages = [one for row in some for one in _passages(row)]
        if not passages:
            continue
        if sort in ("away", "here"):
            yield from _moved(sort, some, passages, page)
        elif sort == "same":
            yield Group("context", passages)
        else:
            number = page.next()
            yield Group("change", passages, number=number, id=f"change-{number}")


def _sort(row: Row) -> str:
    if row.kind is RowKind.MOVED_AWAY:
        return "away"
    if row.kind is RowKind.MOVED_HERE:
        return "here"
    return "same" if row.kind is RowKind.SAME else "change"


def _moved(sort: str, rows: list[Row], passages: list[Passage], page: _Page) -> Iterator[Group]:
    """Yield what moved, with the name of the other place."""
    first = rows[0]
    pair = id(first.after)
    mine, yours = ("from", "to") if sort == "away" else ("to", "from")
    name = page.ids.setdefault(pair, f"{len(page.ids) + 1}")
    here, other = first.before, first.after
    if sort == "here":
        here, other = other, here
    section, title = page.places.get(id(other), ("", ""))
    if section == page.places.get(id(here), ("", ""))[0]:
        title = ""  # within one section its name says nothing
    yield Group(
        sort,
        passages,
        number=page.next() if sort == "here" else 0,
        other=title,
        anchor=f"moved-{yours}-{name}",
        id=f"moved-{mine}-{name}",
    )


def _folded(groups: list[Group]) -> Iterator[Group]:
    """Fold long unchanged runs but for the passages beside a change."""
    for at, group in enumerate(groups):
        if group.kind != "context":
            yield group
            continue
        head = AROUND if at > 0 else 0
        tail = AROUND if at + 1 < len(groups) else 0
        inner = group.passages[head : len(group.passages) - tail]
        if len(groups) == 1 or len(inner) < 2:
            yield group if len(groups) > 1 else Group("fold", group.passages)
            continue
        if head:
            yield Group("context", group.passages[:head])
        yield Group("fold", inner)
        if tail:
            yield Group("context", group.passages[-tail:])


def _passages(row: Row) -> Iterator[Passage]:
    """Yield a block as it is shown; what only closes another is not."""
    block = row.after or row.before
    if block is None or block.kind in _HIDDEN:
        return
    spans = _spans(row)
    if row.kind is RowKind.CHANGED and all(span.op is Op.EQUAL for span in spans):
        yield Passage("same", block.kind.value, *_sides(spans), level=block.level)
        return
    changed = any(span.op is not Op.EQUAL for span in spans)
    if row.kind is RowKind.MOVED_AWAY:
        text = _display(row.before)
        spans = (Span(Op.EQUAL, text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …"),)
    yield Passage(
        row.kind.value, block.kind.value, *_sides(spans), level=block.level, changed=changed
    )


def _spans(row: Row) -> tuple[Span, ...]:
    """Return the words of a row as they are shown, with what happened to them."""
    if row.kind in (RowKind.SAME, RowKind.ADDED, RowKind.REMOVED):
        op = {RowKind.ADDED: Op.INSERT, RowKind.REMOVED: Op.DELETE}.get(row.kind, Op.EQUAL)
        return (Span(op, _display(row.after or row.before)),)
    was, now = _display(row.before), _display(row.after)
    if row.spans and row.before is not None:
        only_marks = was == now and row.before.kind not in _NAMED
        if only_marks or was == row.before.text:
            return row.spans
    return words(was, now)


def _display(block: Block | None) -> str:
    """Return the words of a block: a heading without its marks, a frame by its name."""
    if block is None:
        return ""
    if block.kind is Kind.HEADING:
        return heading_of((block,))[0] or block.text
    if block.kind is Kind.OPEN:
        return div_words(block.text)
    if block.kind is Kind.ROW:
        return " | ".join(cells_of(block.text))
    if block.kind is Kind.RULE:
        return str(_("(a line)"))
    return unmarked(block)


def _sides(spans: Sequence[Span]) -> tuple[Parts, Parts, Parts]:
    """Return the words in one, those of the older text, and those of the newer."""
    every = [(span.op.value, span.text) for span in spans]
    return (
        every,
        [part for part in every if part[0] != Op.INSERT],
        [part for part in every if part[0] != Op.DELETE],
    )
