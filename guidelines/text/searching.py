"""What somebody typed into a search, as words and phrases; and where a text has them.

Pure: databases look things up by `Asked`, pages show `passages` with what was found in them.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from guidelines.text.folding import MARKS, folded, words_of
from guidelines.text.spellings import EMPTY, beginning_of, other_forms

MOST_TYPED = 300
MOST_PARTS = 12
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_BEFORE, _AFTER = 90, 210
_LOOKED_AT = 40  # places of a text among which the best passage is chosen


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or several in this order; of one that is a `beginning` the rest may follow.

    Any of the `forms` may stand instead of the word. A part `is_loose` outside of quotes.
    """

    words: tuple[str, ...]
    beginning: bool = False
    forms: tuple[str, ...] = ()
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for: each of its parts has to occur."""

    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage; `found` where it is what was searched for."""

    words: str
    found: bool = False


def asked_of(typed: str) -> Asked:
    """Read what somebody typed: words, phrases in quotes; the last word may be a beginning.

    A word is found in its other forms as well, but within quotes only as it was typed; words that
    say nothing by themselves are left out beside others. Every other sign separates words, so
    nothing that is typed can be a command to a database.
    """
    typed = typed[:MOST_TYPED]
    parts: list[Part] = []
    rest = 0
    for match in _QUOTED.finditer(typed):
        parts += _loose(typed[rest : match.start()])
        parts += _phrase(match[1])
        rest = match.end()
    last = _loose(typed[rest:])
    if last:
        last[-1] = replace(last[-1], beginning=True)
    parts = list(dict.fromkeys([*parts, *last]))
    telling = [part for part in parts if not (part.is_loose and part.words[0] in EMPTY)]
    return Asked(tuple(telling or parts)[:MOST_PARTS])


def _loose(typed: str) -> list[Part]:
    """Return a part for each word; one with signs in it, as “Q35.9” or “x-ray”, stays together."""
    parts = [part for chunk in typed.split() for part in _phrase(chunk)]
    return [_inflected(part) if len(part.words) == 1 else part for part in parts]


def _inflected(part: Part) -> Part:
    """Return a word as it is looked up outside of quotes."""
    word = part.words[0]
    beginning = beginning_of(word)
    if beginning:
        return Part((beginning,), beginning=True, is_loose=True)
    return Part(part.words, forms=other_forms(word), is_loose=True)


def _phrase(typed: str) -> list[Part]:
    words = tuple(words_of(typed))
    return [Part(words)] if words else []


@lru_cache(maxsize=512)
def _pattern(part: Part) -> re.Pattern[str]:
    """Return what finds a part in a text as it is written, with its capitals and accents."""
    if part.forms:
        return _any_of(part)
    spelled = r"[\W_]+".join(_spelled(word) for word in part.words)
    return re.compile(_begun([spelled]) + (r"\w*" if part.beginning else r"(?!\w)"), re.DOTALL)


def _begun(spelled: Sequence[str]) -> str:
    """Return a pattern for any of some words; one that begins with a letter is much faster."""
    letter, closed, _rest = spelled[0].partition("]")
    if spelled[0][0] == "[" and all(one.startswith(letter + closed) for one in spelled):
        rests = "|".join(one.removeprefix(letter + closed) for one in spelled)
        return rf"{letter}](?<!\w.)(?:{rests})"
    return rf"(?<!\w)(?:{'|'.join(spelled)})"


def _any_of(part: Part) -> re.Pattern[str]:
    """Return what finds any form of a word, the longest first; those of one letter together."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for form in sorted((*part.words, *part.forms), key=len, reverse=True):
        open_ended = part.beginning and form == part.words[0]
        by_letter[form[0]].append(_spelled(form) + (r"\w*" if open_ended else r"(?!\w)"))
    return re.compile("|".join(_begun(forms) for forms in by_letter.values()), re.DOTALL)


def _places(text: str, asked: Asked, most: int) -> list[tuple[int, int, Part]]:
    """Return where a text has the parts, in its order: at most `most` places of each."""
    found = [
        (match.start(), match.end(), part)
        for part in asked.parts
        for match in islice(_pattern(part).finditer(text), most)
    ]
    return sorted(found, key=lambda place: (place[0], -place[1]))


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Return how each folded letter, and each folded pair of letters, may be written."""
    single: dict[str, str] = defaultdict(str)
    double: dict[str, str] = defaultdict(str)
    for first, last in ((0x41, 0x530), (0x1E00, 0x2000), (0xFB00, 0xFB07)):
        for code in range(first, last):
            plain = folded(chr(code))
            if chr(code).isalnum() and len(plain) in {1, 2}:
                (single if len(plain) == 1 else double)[plain] += chr(code)
    return single, double


def _spelled(word: str) -> str:
    single, double = _spellings()
    found = []
    at = 0
    while at < len(word):
        letter, pair = word[at], word[at : at + 2]
        one = f"[{single.get(letter, letter)}][{MARKS}]*"
        if pair in double and len(pair) == 2:
            second = f"[{single.get(pair[1], pair[1])}][{MARKS}]*"
            found.append(f"(?:{one}{second}|[{double[pair]}][{MARKS}]*)")
            at += 2
        else:
            found.append(one)
            at += 1
    return "".join(found)


def whole(text: str, asked: Asked) -> list[Piece]:
    """Return a short text in pieces, those that were searched for marked."""
    pieces: list[Piece] = []
    at = 0
    for start, end, _part in _places(text, asked, len(text)):
        if start >= at:
            pieces += [Piece(text[at:start]), Piece(text[start:end], found=True)]
            at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.words]


def passage(text: str, asked: Asked) -> list[Piece]:
    """Return the passage of a long text that has most of what was searched for; else nothing."""
    places = _places(text, asked, _LOOKED_AT)
    if not places:
        return []
    start = _richest(places)
    left, right = max(0, start - _BEFORE), min(len(text), start + _AFTER)
    if left:
        left = text.find(" ", left, start) + 1 or start
    if right < len(text):
        right = text.rfind(" ", start, right) if " " in text[start + 1 : right] else right
    cut = " ".join(text[left:right].split())
    return whole(f"{'… ' if left else ''}{cut}{' …' if right < len(text) else ''}", asked)


def _richest(places: Sequence[tuple[int, int, Part]]) -> int:
    def different(start: int) -> int:
        return len({part for at, _end, part in places if start <= at < start + _AFTER - 30})

    return max(places, key=lambda place: (different(place[0]), -place[0]))[0]
