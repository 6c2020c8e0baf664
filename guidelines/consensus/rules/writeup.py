"""A report in parts, the one source of its page and of its printed forms. Plain words only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidelines.text.diff import Op, Span
from guidelines.text.verbatim import verbatim

_NARROWEST, _WIDEST, _UNBROKEN = 5, 48, 20
"""Of a column, in characters: what is longer is broken into lines, what is short never is."""


@dataclass(frozen=True)
class Text:
    """A paragraph; a `quiet` one says where something comes from, or that it is missing."""

    words: str
    quiet: bool = False


@dataclass(frozen=True)
class Listing:
    """Some lines, one below the other."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Changed:
    """A wording with what was taken out of it and put in."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Grid:
    """A table; the first cell of a row names it. `numbers` are the columns set to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, under a name that is unique in the report, with its title."""

    name: str
    svg: str
    title: str


Block = Text | Listing | Changed | Grid | Picture


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Part", ...] = ()


def as_markdown(parts: Sequence[Part]) -> tuple[str, dict[str, bytes]]:
    """Return the report as Markdown, with its drawings by the names it uses."""
    pictures: dict[str, bytes] = {}
    lines: list[str] = []
    for part in parts:
        _write(part, 1, lines, pictures)
    return "\n\n".join(lines) + "\n", pictures


def _write(part: Part, level: int, lines: list[str], pictures: dict[str, bytes]) -> None:
    lines.append(f"{'#' * level} {verbatim(part.title)}")
    for block in part.blocks:
        match block:
            case Text(words, quiet):
                lines.append(f"*{verbatim(words)}*" if quiet else verbatim(words))
            case Listing(found):
                lines.append("\n".join(f"- {verbatim(line)}" for line in found))
            case Changed(spans):
                lines.append("".join(_span(span) for span in spans).strip())
            case Grid():
                lines.append(_table(block))
            case Picture(name, svg, title):
                pictures[f"{name}.svg"] = svg.encode()
                lines.append(f"![{verbatim(title)}]({name}.svg)")
    for inner in part.parts:
        _write(inner, level + 1, lines, pictures)


def _span(span: Span) -> str:
    """Return one run of words, struck out or bold, its outer spaces outside of the marks."""
    mark = {Op.DELETE: "~~", Op.INSERT: "**"}.get(span.op, "")
    core = verbatim(span.text)
    before = " " if span.text[:1].isspace() else ""
    after = " " if span.text[-1:].isspace() and core else ""
    return f"{before}{mark}{core}{mark}{after}" if core else before


def _table(grid: Grid) -> str:
    """Return a pipe table whose columns are as wide, relative to each other, as they need."""
    rows = [[verbatim(cell) for cell in row] for row in (grid.columns, *grid.rows)]
    ruler = []
    for place, column in enumerate(zip(*rows, strict=True)):
        word = max((len(word) for cell in column for word in cell.split()), default=0)
        longest = max(map(len, column))
        wanted = longest + 3 if longest <= _UNBROKEN else min(_WIDEST, longest)
        dashes = "-" * max(_NARROWEST, word + 3, wanted)
        ruler.append(f"{dashes}:" if place in grid.numbers else f":{dashes}")
    lines = [_row(rows[0]), _row(ruler), *(_row(row) for row in rows[1:])]
    return "\n".join([*lines, "", f"Table: {verbatim(grid.caption)}"])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
