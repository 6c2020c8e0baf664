"""The plot of numeric estimates: where the best ones lie, and from where to where people thought.

Everything is drawn from numbers that are published beside it; no single answer is a mark of its
own.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

from guidelines.stats.drawings import INK, LINE, MUTED, PAPER, WIDTH, Words, drawing, text
from guidelines.stats.plots import FILLS, MARK

_LEFT, _RIGHT = 14.0, WIDTH - 14.0
_MIDDLE = 46.0
_BASE = 78.0


@dataclass(frozen=True)
class Span:
    """What a panel estimated: `q1`, `median` and `q3` of the best estimates.

    `usual` are the medians of the lowest and of the highest numbers, `whole` the very lowest and
    the very highest; `own` are the reader's own lowest, best and highest number.
    """

    median: float
    q1: float
    q3: float
    usual: tuple[float, float]
    whole: tuple[float, float]
    own: tuple[float, float, float] | None = None


def span(one: Span, words: Words, key: str = "plot") -> str:
    """Return the estimates as a box on a line of numbers; `key` is unique on its page."""
    numbers = (*one.whole, *(one.own or ()))
    ticks = _ticks(min(numbers), max(numbers))
    first, room = ticks[0], ticks[-1] - ticks[0]

    def at(value: float) -> float:
        return round(_LEFT + (value - first) / room * (_RIGHT - _LEFT), 1)

    low, high = map(at, one.whole)
    left, right = map(at, one.usual)
    q1, middle, q3 = at(one.q1), at(one.median), at(one.q3)
    parts = [
        f'<path class="span-whole" d="M{low} {_MIDDLE - 5}v10M{low} {_MIDDLE}H{high}'
        f'M{high} {_MIDDLE - 5}v10" fill="none" stroke="{MUTED}" stroke-width="1.5"/>',
        f'<line class="span-usual" x1="{left}" x2="{right}" y1="{_MIDDLE}" y2="{_MIDDLE}" '
        f'stroke="{MUTED}" stroke-width="6"/>',
        f'<rect class="bar-all" x="{q1}" y="{_MIDDLE - 13}" width="{max(q3 - q1, 2):g}" '
        f'height="26" rx="3" fill="{FILLS["all"]}"/>',
        f'<line class="span-median" x1="{middle}" x2="{middle}" y1="{_MIDDLE - 17}" '
        f'y2="{_MIDDLE + 17}" stroke="{INK}" stroke-width="3"/>',
        text(middle, _MIDDLE - 24, f"{one.median:g}", "plot-n", INK, weight=600),
        f'<line class="plot-axis" x1="{_LEFT}" x2="{_RIGHT}" y1="{_BASE}" y2="{_BASE}" '
        f'stroke="{LINE}"/>',
    ]
    for tick in ticks:
        parts.append(
            f'<line class="plot-axis" x1="{at(tick)}" x2="{at(tick)}" y1="{_BASE}" '
            f'y2="{_BASE + 5}" stroke="{LINE}"/>'
        )
        parts.append(text(at(tick), _BASE + 20, f"{tick:g}", "plot-tick", INK, size=13))
    if one.own is not None:
        lowest, best, highest = map(at, one.own)
        parts += [
            f'<line class="span-own" x1="{lowest}" x2="{highest}" y1="{_BASE - 7}" '
            f'y2="{_BASE - 7}" stroke="{MARK}" stroke-width="2"/>',
            f'<circle class="plot-ring" cx="{best}" cy="{_BASE - 7}" r="5" fill="{PAPER}" '
            f'stroke="{MARK}" stroke-width="3"/>',
        ]
    return drawing(words, key, _BASE + 30, parts)


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers around a range, about five of them."""
    room = (high - low) or abs(high) or 1.0
    rough = room / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough)
    first, last = floor(low / step), ceil(high / step)
    last = max(last, first + 1)
    return [round(number * step, 10) for number in range(first, last + 1)]
