"""Proposed replacements: where they stand in a later text, and what a text is with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.text.blocks import split
from guidelines.text.diff import Op, words

CONTEXT = 32
LONGEST_REPLACEMENT = 20_000
BESIDE = 12
"""So many unchanged characters on each side make a place sure; fewer where a paragraph ends."""


class SuggestionState(StrEnum):
    """Where a proposed replacement stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Span:
    """A replacement in the source of a section: `source[start:stop]` becomes `text`.

    `order` decides between two at one place; `key` is whatever names it.
    """

    key: str
    start: int
    stop: int
    exact: str
    text: str
    order: int = 0


def carried(spans: Sequence[Span], old: str, new: str) -> dict[str, tuple[int, int] | None]:
    """Return where spans of an old source stand in a new one; None where they no longer fit.

    A span fits where the comparison of both texts maps it to the very same words, and some words
    on each side of it within its paragraph are unchanged too: “10 mg” alone may be the dose of
    others.
    """
    if old == new:
        return {one.key: (one.start, one.stop) for one in spans}
    runs: list[tuple[int, int, int]] = []  # start, stop in the old text, start in the new one
    i = j = 0
    for run in words(old, new):
        length = len(run.text)
        if run.op is Op.EQUAL:
            runs.append((i, i + length, j))
        i += length * (run.op is not Op.INSERT)
        j += length * (run.op is not Op.DELETE)
    return {one.key: _place(one, runs, old, new) for one in spans}


def _place(
    span: Span, runs: Iterable[tuple[int, int, int]], old: str, new: str
) -> tuple[int, int] | None:
    blocks = split(old)
    first, last = (
        blocks[block_at(old, at)] for at in (span.start, max(span.start, span.stop - 1))
    )
    begins = max(min(first.start, span.start), span.start - BESIDE)
    ends = min(max(last.start + len(last.text.rstrip()), span.stop), span.stop + BESIDE)
    for start, stop, there in runs:
        if start <= begins and ends <= stop:
            a = there + span.start - start
            b = a + span.stop - span.start
            return (a, b) if new[a:b] == span.exact else None
    return None


def applied(source: str, spans: Iterable[Span]) -> tuple[str, list[Span], list[Span]]:
    """Return a source with replacements, those that took part, and those that overlap others.

    The taken ones are returned as they stood in `source`, in its order.
    """
    out: list[str] = []
    taken: list[Span] = []
    left: list[Span] = []
    at = 0
    for one in sorted(spans, key=lambda s: (s.start, s.order, s.stop)):
        if one.start < at or source[one.start : one.stop] != one.exact:
            left.append(one)
            continue
        out += [source[at : one.start], one.text]
        at = one.stop
        taken.append(one)
    return "".join(out) + source[at:], taken, left


def shifted(place: tuple[int, int], taken: Sequence[Span]) -> tuple[int, int] | None:
    """Return where a place stands after others were replaced; None where they touch its words."""
    start, stop = place
    by = 0
    for one in taken:
        if one.stop <= start and (one.start < start or one.stop < stop or one.start == one.stop):
            by += len(one.text) - (one.stop - one.start)
        elif one.start >= stop:
            break
        else:
            return None
    return start + by, stop + by


def replacement_in(old: str, new: str) -> tuple[int, int, str]:
    """Return the smallest replacement that makes `new` of `old`, at the edges of words.

    Raises `Invalid` if nothing differs.
    """
    if old.strip() == new.strip():
        raise Invalid({"text": sentence("Change something in the paragraph first.")})
    if len(new) > LONGEST_REPLACEMENT:
        raise Invalid(
            {"text": sentence("Keep this to %(most)s characters.", most=LONGEST_REPLACEMENT)}
        )
    runs = words(old, new)
    first = len(runs[0].text) if runs[0].op is Op.EQUAL else 0
    last = len(runs[-1].text) if runs[-1].op is Op.EQUAL and len(runs) > 1 else 0
    return first, len(old) - last, new[first : len(new) - last]


def check_reason(reason: str) -> str:
    """Return the reason for rejecting, trimmed, or raise `Invalid`."""
    if not reason.strip():
        raise Invalid(
            {"reason": sentence("Say in a few words why, so that the proposer understands.")}
        )
    return reason.strip()[:2000]


def check_own(author_id: str, signed: str, person_id: str | None) -> None:
    """Raise `NotAllowed` unless the suggestion is this person's own, made here by themselves.

    What a Word file brought belongs to whom the file names, not to who handed it in.
    """
    if signed or author_id != person_id:
        raise NotAllowed


def check_still_undecided(state: SuggestionState) -> None:
    """Raise `Conflict` for a suggestion that somebody has decided already."""
    if state is not SuggestionState.OPEN:
        raise Conflict(sentence("This suggestion is decided already. Load the page again."))


def block_at(source: str, at: int) -> int:
    """Return the number of the block in which a place of a source stands."""
    blocks = split(source)
    for number, block in enumerate(blocks):
        if at < block.end:
            return number
    return len(blocks) - 1
