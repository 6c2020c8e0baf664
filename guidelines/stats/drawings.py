"""What every drawing is made of: colours, words, lines of text, the frame; and flow charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH = 420.0
"""The width of every drawing in pixels; a phone shows it nearly as large."""

PAPER, INK, MUTED, LINE = "#ffffff", "#18222e", "#505b68", "#7c776c"
_FONT = "'Source Sans 3', 'Source Sans Pro', Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Words:
    """What a drawing says to those who do not see it, and its few visible words."""

    title: str
    description: str
    agree: str = ""
    disagree: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a flow chart: what it is called, people on the left, statements on the right."""

    title: str
    left: Sequence[str]
    right: Sequence[str] = ()


def flow(steps: Sequence[Step], words: Words, key: str = "plot") -> str:
    """Return the flow of people and statements from step to step, from the top down."""
    parts: list[str] = []
    edges: list[tuple[float, float]] = []
    top = 4.0
    for step in steps:
        columns = [
            [piece for line in lines for piece in wrapped(line, 29)]
            for lines in (step.left, step.right)
        ]
        tall = 34 + 17 * max([len(lines) for lines in columns] + [1]) + 4
        parts.append(
            f'<rect class="flow-box" x="1" y="{top}" width="{WIDTH - 2}" height="{tall}" rx="6" '
            f'fill="#ffffff" stroke="{LINE}" stroke-width="1.5"/>'
        )
        parts.append(
            text(14, top + 22, step.title, "flow-title", INK, "start", size=14, weight=600)
        )
        for x, lines in zip((14.0, 216.0), columns, strict=True):
            parts += [
                text(x, top + 43 + 17 * place, line, "flow-line", INK, "start", size=13)
                for place, line in enumerate(lines)
            ]
        edges.append((top, top + tall))
        top += tall + 26
    for (_, end), (begin, _) in pairwise(edges):
        parts.append(
            f'<path class="flow-arrow" d="M{WIDTH / 2} {end + 2}V{begin - 4}m-5 -6l5 6l5 -6" '
            f'fill="none" stroke="{MUTED}" stroke-width="1.5"/>'
        )
    return drawing(words, key, (edges[-1][1] if edges else 20) + 4, parts)


def wrapped(text: str, most: int) -> list[str]:
    """Return text as lines of at most `most` characters, cut between words where it can be."""
    lines: list[str] = []
    for word in text.split():
        while len(word) > most:
            lines.append(word[:most])
            word = word[most:]
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        elif word:
            lines.append(word)
    return lines


def shortened(lines: Sequence[str], most: int) -> list[str]:
    """Return at most so many lines; dots say that more is left out."""
    return list(lines) if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def text(
    x: float, y: float, content: str, kind: str, colour: str, anchor: str = "middle",
    *, size: int = 12, weight: int = 400,
) -> str:  # fmt: skip
    """Return one line of text."""
    place = f'x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}"'
    look = f'font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text class="{kind}" {place} {look}>{clean(content)}</text>'


def clean(text: str) -> str:
    """Return text as it may stand in XML."""
    return escape("".join(c if c.isprintable() else " " for c in text))


def drawing(words: Words, key: str, height: float, parts: Iterable[str]) -> str:
    """Return the parts in their frame, on white, with what it says to those who do not see it."""
    title, description = f"{clean(key)}-title", f"{clean(key)}-desc"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {round(height, 1):g}" '
        f'width="{WIDTH:g}" height="{round(height, 1):g}" role="img" font-family="{_FONT}" '
        f'aria-labelledby="{title} {description}">'
        f'<title id="{title}">{clean(words.title)}</title>'
        f'<desc id="{description}">{clean(words.description)}</desc>'
        f'<rect class="plot-paper" width="100%" height="100%" fill="{PAPER}"/>'
        f"{''.join(parts)}</svg>"
    )
