"""Which text brought which words: a passage followed through everything it has been."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from guidelines.text.diff import Op, words


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words and the number of the text that brought it."""

    text: str
    number: int


def traced(before: Sequence[Run], after: str, number: int) -> tuple[Run, ...]:
    """Return who brought the words of `after`, which text `number` made of an attributed text.

    The runs joined are `after`. Words that both have keep their number; new ones get `number`.
    """
    was = "".join(run.text for run in before)
    pieces: list[Run] = []
    at = 0
    for span in words(was, after):
        if span.op is Op.INSERT:
            pieces.append(Run(span.text, number))
            continue
        if span.op is Op.EQUAL:
            pieces.extend(_cut(before, at, at + len(span.text)))
        at += len(span.text)
    return tuple(
        Run("".join(run.text for run in same), found)
        for found, same in groupby(_spaced(pieces), key=lambda run: run.number)
    )


def _spaced(pieces: Sequence[Run]) -> Iterator[Run]:
    """Give white space to whoever wrote the words before it."""
    number = next((run.number for run in pieces if run.text.strip()), None)
    for run in pieces:
        if run.text.strip() or number is None:
            number = run.number
        yield Run(run.text, number)


def _cut(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """Yield the runs between two places."""
    at = 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            yield Run(run.text[first:last], run.number)
        at += len(run.text)
        if at >= end:
            return
