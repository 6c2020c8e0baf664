"""Drawings of ratings as SVG: one source for the page, the PDF, Word and the command line.

Every shape has its own colour, dark on white, and a class: a page may dress it otherwise. What
colour says is always said a second time, by place, by a bracket with a word, or by a number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from guidelines.stats.drawings import (
    INK,
    LINE,
    MUTED,
    PAPER,
    Words,
    drawing,
    shortened,
    text,
    wrapped,
)

FILLS = {"for": "#15757c", "between": "#8b8779", "against": "#b4552f", "all": "#15757c"}
MARK = "#c98a1b"

_LEFT, _RIGHT = 12.0, 408.0
_TALLEST, _BASE = 100.0, 142.0
_WIDEST_BAR = 46.0
_MOST_TICKS = 13
_LABEL_CHARACTERS = 30
_CHARACTER = 5.6
_STRIP, _STRIP_BARS = 64.0, 34.0


@dataclass(frozen=True)
class Bars:
    """Counts for every point of a scale, with what is drawn around them.

    `agreement` and `disagreement` are bands, both ends included. `names` are words for single
    points, instead of their numbers. `own` is the reader's own rating.
    """

    counts: Mapping[int, int]
    agreement: tuple[int, int] | None = None
    disagreement: tuple[int, int] | None = None
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    own: int | None = None
    low: str = ""
    high: str = ""
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many rated."""
        return sum(self.counts.values())

    @property
    def points(self) -> Sequence[int]:
        """The points of the scale in order."""
        return sorted(self.counts)

    def band(self, point: int) -> str:
        """Return in which part of the scale a point lies; "all" where there are no bands."""
        if self.agreement is None and self.disagreement is None:
            return "all"
        for name, ends in (("for", self.agreement), ("against", self.disagreement)):
            if ends is not None and ends[0] <= point <= ends[1]:
                return name
        return "between"


def histogram(bars: Bars, words: Words, key: str = "plot") -> str:
    """Return the distribution of the ratings of one statement; `key` is unique on its page."""
    scale = _Scale(bars.points)
    most = max([*bars.counts.values(), 1])
    parts = [*_bars(bars, scale, _BASE, _TALLEST / most), _axis(_BASE)]
    parts += _ticks(bars, scale, _BASE)
    if bars.own is not None and bars.own in bars.counts:
        middle = scale.at(bars.own)
        ring = f'fill="none" stroke="{MARK}" stroke-width="3"'
        parts.append(
            f'<circle class="plot-ring" cx="{middle}" cy="{_BASE + 17.5}" r="11" {ring}/>'
        )
    if bars.quartiles is not None:
        low, high = (scale.at(one) for one in bars.quartiles)
        stroke = f'fill="none" stroke="{INK}" stroke-width="2"'
        parts.append(
            f'<path class="plot-range" d="M{low} 13v8M{low} 17H{high}M{high} 13v8" {stroke}/>'
        )
    if bars.median is not None:
        parts += _median(bars, scale, most)
    below = _below(bars, scale)
    brackets = _brackets(bars, scale, below, words)
    parts += brackets
    below += 26 if brackets else 6
    ends, height = _ends(bars, below)
    return drawing(words, key, height + 4, [*parts, *ends])


def comparison(
    before: Bars, after: Bars, words: Words, names: tuple[str, str], key: str = "plot"
) -> str:
    """Return two rounds of one statement side by side, as shares of those who rated.

    The earlier round is an outline, the later one is filled; the numbers are people.
    """
    scale = _Scale(after.points)
    shares = [
        count / bars.n for bars in (before, after) if bars.n for count in bars.counts.values()
    ]
    unit = _TALLEST / max([*shares, 0.01])
    half = scale.bar / 2
    parts = []
    for bars, left, hollow in ((before, -half, True), (after, 0.0, False)):
        for point, count in sorted(bars.counts.items()):
            if not count or point not in after.counts:
                continue
            tall = round(count / bars.n * unit, 1)
            x, y = round(scale.at(point) + left, 1), round(_BASE - tall, 1)
            look = (
                f'class="bar-before" fill="{PAPER}" stroke="{MUTED}" stroke-width="1.5"'
                if hollow
                else f'class="bar-{bars.band(point)}" fill="{FILLS[bars.band(point)]}"'
            )
            parts.append(
                f'<rect {look} x="{x}" y="{y}" width="{round(half, 1)}" height="{tall}"/>'
            )
            parts.append(text(x + half / 2, y - 5, str(count), "plot-n", INK, weight=600))
    parts += [_axis(_BASE), *_ticks(after, scale, _BASE)]
    below = _below(after, scale)
    brackets = _brackets(after, scale, below, words)
    below += 26 if brackets else 6
    ends, height = _ends(after, below)
    key_box = 'width="12" height="12"'
    parts += [*brackets, *ends]
    parts += [
        f'<rect class="bar-before" x="{_LEFT}" y="4" {key_box} fill="{PAPER}" stroke="{MUTED}" '
        'stroke-width="1.5"/>',
        text(_LEFT + 18, 15, names[0], "plot-label", MUTED, "start"),
        f'<rect class="bar-for" x="{_LEFT + 200}" y="4" {key_box} fill="{FILLS["for"]}"/>',
        text(_LEFT + 218, 15, names[1], "plot-label", MUTED, "start"),
    ]
    return drawing(words, key, height + 4, parts)


def miniature(bars: Bars) -> str:
    """Return a distribution as small as a word, to stand beside its numbers in a table."""
    step, most = 96 / max(len(bars.counts), 1), max([*bars.counts.values(), 1])
    shapes = "".join(
        f'<rect class="bar-{bars.band(point)}" x="{round(place * step + step * 0.1, 1)}" '
        f'y="{round(26 - 24 * bars.counts[point] / most, 1)}" width="{round(step * 0.8, 1)}" '
        f'height="{round(24 * bars.counts[point] / most, 1)}" fill="{FILLS[bars.band(point)]}"/>'
        for place, point in enumerate(bars.points)
    )
    axis = f'<path class="plot-axis" d="M0 26.5H96" stroke="{LINE}"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="miniature" viewBox="0 0 96 28" '
        f'width="96" height="28" aria-hidden="true" focusable="false">{shapes}{axis}</svg>'
    )


@dataclass(frozen=True)
class Strip:
    """One statement of many: its label, its bars, and a line of figures beside them."""

    label: str
    bars: Bars
    figures: str = ""


def strips(rows: Sequence[Strip], words: Words, key: str = "plot") -> str:
    """Return the distributions of many statements, one below the other."""
    parts: list[str] = []
    for place, row in enumerate(rows):
        top = 8 + place * (_STRIP + 14)
        base = top + 18 + _STRIP_BARS
        scale = _Scale(row.bars.points, left=150.0)
        most = max([*row.bars.counts.values(), 1])
        for number, line in enumerate(shortened(wrapped(row.label, 24), 3)):
            parts.append(
                text(_LEFT, top + 18 + number * 14, line, "plot-label", INK, "start", weight=600)
            )
        parts.append(text(_RIGHT, top + 10, row.figures, "plot-label", MUTED, "end"))
        parts += _bars(row.bars, scale, base, (_STRIP_BARS - 12) / most)
        parts += [_axis(base, left=150.0), *_ticks(row.bars, scale, base - 4)]
    return drawing(words, key, 8 + len(rows) * (_STRIP + 14), parts)


class _Scale:
    """Where the points of a scale lie from left to right."""

    def __init__(self, points: Sequence[int], left: float = _LEFT) -> None:
        self.first, self.left = (points[0] if points else 0), left
        self.step = (_RIGHT - left) / max(len(points), 1)
        self.bar = min(self.step * 0.72, _WIDEST_BAR)
        self.every = -(-len(points) // _MOST_TICKS) if len(points) > _MOST_TICKS else 1

    def at(self, value: float) -> float:
        """Return the middle of a point, or of a place between two."""
        return round(self.left + self.step * (value - self.first + 0.5), 1)


def _bars(bars: Bars, scale: _Scale, base: float, unit: float) -> Iterable[str]:
    for point in bars.points:
        count = bars.counts[point]
        if not count:
            continue
        tall, band = round(count * unit, 1), bars.band(point)
        x, y = round(scale.at(point) - scale.bar / 2, 1), round(base - tall, 1)
        yield (
            f'<rect class="bar-{band}" x="{x}" y="{y}" width="{round(scale.bar, 1)}" '
            f'height="{tall}" rx="2" fill="{FILLS[band]}"/>'
        )
        if scale.step >= 14:
            yield text(scale.at(point), y - 6, str(count), "plot-n", INK, weight=600)


def _axis(base: float, left: float = _LEFT) -> str:
    at = base + 0.5
    ends = f'x1="{left}" x2="{_RIGHT}" y1="{at}" y2="{at}"'
    return f'<line class="plot-axis" {ends} stroke="{LINE}" stroke-width="1"/>'


def _ticks(bars: Bars, scale: _Scale, base: float) -> Iterable[str]:
    for place, point in enumerate(bars.points):
        if place % scale.every:
            continue
        chosen = bars.own == point
        for number, line in enumerate(_tick(bars, scale, point)):
            yield text(
                scale.at(point), base + 22 + 13 * number, line,
                "plot-tick plot-own" if chosen else "plot-tick", INK,
                size=12 if bars.names else 13, weight=600 if chosen else 400,
            )  # fmt: skip


def _tick(bars: Bars, scale: _Scale, point: int) -> list[str]:
    """Return the name of a point as lines that fit under its bar."""
    most = max(int(scale.step / _CHARACTER), 3)
    return wrapped(bars.names.get(point, str(point)), most)[:3]


def _below(bars: Bars, scale: _Scale) -> float:
    """Return where there is room under the names of the points."""
    lines = max((len(_tick(bars, scale, point)) for point in bars.points), default=1)
    return _BASE + 32 + 13 * (lines - 1)


def _median(bars: Bars, scale: _Scale, most: int) -> Iterable[str]:
    middle = float(bars.median or 0)
    at, below = scale.at(middle), bars.counts.get(int(middle), 0) if middle.is_integer() else 0
    end = round(_BASE - (below / most * _TALLEST + 20 if below else 0), 1)
    if end > 22:
        dashes = f'stroke="{INK}" stroke-width="2" stroke-dasharray="4 3"'
        yield f'<line class="plot-median" x1="{at}" x2="{at}" y1="17" y2="{end}" {dashes}/>'
    yield f'<circle class="plot-dot" cx="{at}" cy="17" r="5" fill="{INK}"/>'


def _brackets(bars: Bars, scale: _Scale, top: float, words: Words) -> list[str]:
    """Return a bracket with its word under each band: colour alone says nothing."""
    parts = []
    named = (("against", bars.disagreement, words.disagree), ("for", bars.agreement, words.agree))
    for band, ends, word in named:
        if ends is None or not word:
            continue
        low, high = (
            round(scale.at(ends[0]) - scale.bar / 2, 1),
            round(scale.at(ends[1]) + scale.bar / 2, 1),
        )
        stroke = f'fill="none" stroke="{FILLS[band]}" stroke-width="2"'
        parts.append(f'<path class="bracket-{band}" d="M{low} {top}v4H{high}v-4" {stroke}/>')
        parts.append(text((low + high) / 2, top + 18, word, "plot-label", MUTED))
    return parts


def _ends(bars: Bars, top: float) -> tuple[list[str], float]:
    """Return the words at the two ends of the scale, and where they end."""
    parts, height = [], top
    for words, x, anchor in ((bars.low, _LEFT, "start"), (bars.high, _RIGHT, "end")):
        for number, line in enumerate(wrapped(words, _LABEL_CHARACTERS)[:3]):
            y = top + 12 + 14 * number
            parts.append(text(x, y, line, "plot-label", MUTED, anchor))
            height = max(height, y)
    return parts, height
