"""Where the boxes and arrows of a flow of records stand in a drawing."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

LINE = 18.0  # height of a line of text, in units of the drawing
_PAD = 11.0
_LETTER = 6.7  # mean width of a letter of the labels
_GAP = 26.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the flow: a box on the way, one beside it, and one of other sources.

    Each is a list of lines; an empty one is no box.
    """

    main: Sequence[str]
    side: Sequence[str] = ()
    other: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A box with the lines of its text; places are its top left corner."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    side: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of `width` by `height` units; arrows are lists of points."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[tuple[float, float], ...], ...]


def drawn(steps: Sequence[Step], *, wide: bool) -> Drawing:
    """Return the drawing of a flow: side by side, or for a narrow screen one below the other."""
    return _wide(steps) if wide else _narrow(steps)


def _wide(steps: Sequence[Step]) -> Drawing:
    has_other = any(step.other for step in steps)
    width = 252.0 if has_other else 330.0
    columns = [1.0 + (width + 46) * number for number in range(3 if has_other else 2)]
    boxes: list[Box] = []
    arrows: list[tuple[tuple[float, float], ...]] = []
    top = 1.0
    above: list[Box | None] = [None, None]
    for step in steps:
        texts = (step.main, step.side, step.other)
        placed = [
            _box(columns[n], top, width, text, side=n == 1) if text else None
            for n, text in enumerate(texts)
        ]
        main, side, other = placed
        if main is not None and side is not None:
            middle = top + min(main.height, side.height) / 2
            arrows.append(((main.x + width, middle), (side.x, middle)))
        for number, box in ((0, main), (1, other)):
            before = above[number]
            if box is not None and before is not None:
                arrows.append(_down(before, box))
            if box is not None:
                above[number] = box
        boxes += [box for box in placed if box is not None]
        top += max(box.height for box in placed if box is not None) + _GAP
    last, beside = above
    if last is not None and beside is not None:
        end = (last.x + width, last.y + last.height / 2)
        corner = (beside.x + width / 2, end[1])
        arrows.append(((corner[0], beside.y + beside.height), corner, end))
    return Drawing(columns[-1] + width + 1, top - _GAP + 1, tuple(boxes), tuple(arrows))


def _narrow(steps: Sequence[Step]) -> Drawing:
    width, indent = 318.0, 40.0
    boxes: list[Box] = []
    arrows: list[tuple[tuple[float, float], ...]] = []
    top = 1.0
    before: Box | None = None
    others = [step.other for step in steps if step.other]
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        for lines in others if last else ():
            box = _box(1.0 + indent, top, width - indent, lines)
            boxes.append(box)
            top += box.height + _GAP
        main = _box(1.0, top, width, step.main)
        if before is not None:
            # Boxes beside the way are indented, so the arrow runs down left of them.
            x = 1.0 + indent / 2
            arrows.append(((x, before.y + before.height), (x, main.y)))
        boxes.append(main)
        top += main.height + _GAP
        before = main
        if step.side:
            side = _box(1.0 + indent, top - _GAP + 12, width - indent, step.side, side=True)
            boxes.append(side)
            top = side.y + side.height + _GAP
    return Drawing(width + 2, top - _GAP + 1, tuple(boxes), tuple(arrows))


def _box(x: float, y: float, width: float, lines: Sequence[str], *, side: bool = False) -> Box:
    letters = int((width - 2 * _PAD) / _LETTER)
    wrapped = [part for line in lines for part in textwrap.wrap(line, letters) or [""]]
    return Box(x, y, width, len(wrapped) * LINE + 2 * _PAD - 4, tuple(wrapped), side)


def _down(above: Box, below: Box) -> tuple[tuple[float, float], ...]:
    x = above.x + above.width / 2
    return (x, above.y + above.height), (x, below.y)
