"""Remarks on all recommendations of a text, with their places in it."""

from dataclasses import dataclass

from guidelines.text.recommendations import Recommendation, parse
from guidelines.text.wording.lint import Remark, remarks_on

FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A remark in a text: about which recommendation, from which code point to which."""

    remark: Remark
    key: str
    start: int
    end: int


def remarks_in(source: str, *, language: str) -> tuple[Placed, ...]:
    """Return the remarks on the recommendations of a text, in its order.

    A remark about a whole wording stands at its first words.
    """
    return tuple(
        Placed(remark, one.id, *_place(source, one, remark))
        for one in parse(source)
        for remark in remarks_on(one.body, dict(reversed(one.attributes)), language=language)
    )


def _place(source: str, one: Recommendation, remark: Remark) -> tuple[int, int]:
    """Return where in `source` a remark stands; the body may be in pieces there."""
    start, end = remark.start, remark.end
    if start == end:
        words = one.body.split()[:FEW_WORDS]
        start, end = 0, one.body.find(words[-1]) + len(words[-1]) if words else 0
    whole = source.find(one.body, one.start, one.end) if one.body else -1
    if whole >= 0:
        return whole + start, whole + end
    said, at = one.body[start:end], one.start
    for _earlier in range(one.body.count(said, 0, end) if said else 0):
        at = source.find(said, at + 1, one.end)
    return (at, at + len(said)) if at > one.start else (one.start, one.start)
