"""Abbreviations of a text: found where they are explained, and listed in a block of the text.

    ::: {.abbreviations}
    ICP
    :   intracranial pressure
    :::

The block is an ordinary definition list, so every form prints it; who does not like the list that
was made writes another.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guidelines.text.blocks import Kind, opening, split
from guidelines.text.boxes import GUIDANCE, without
from guidelines.text.citations import without_keys
from guidelines.text.markdown import plain_text

BLOCK = "abbreviations"
_EXPLAINED = re.compile(r"\(([^\W\d_][\w\-/]{1,9})\)")
_USED = re.compile(r"(?<![\w\-/.])([A-Z][A-Z0-9]{1,7})s?(?![\w\-/])")
_WORD = re.compile(r"[\w'’\-]+")
_ROMAN = re.compile(r"[IVXLCDM]+")
_NO_ABBREVIATIONS = frozenset({"AND", "OR", "NOT", "II", "III", "IV", "ID", "OK", "DOI", "PMID"})
_FEWEST_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for; empty where nothing in the text says so."""

    short: str
    meaning: str


def explained(plain: str) -> list[Abbreviation]:
    """Return what a plain text explains: "intracranial pressure (ICP)", in order, each once."""
    found: dict[str, Abbreviation] = {}
    for match in _EXPLAINED.finditer(plain):
        short = match[1]
        if sum(sign.isupper() for sign in short) < _FEWEST_CAPITALS:
            continue
        meaning = _long_form(short, plain[: match.start()])
        if meaning:
            found.setdefault(_singular(short), Abbreviation(_singular(short), meaning))
    return list(found.values())


def used(plain: str) -> list[str]:
    """Return what looks like an abbreviation in a plain text, in order, each once."""
    found = dict.fromkeys(match[1] for match in _USED.finditer(plain))
    return [
        short for short in found if short not in _NO_ABBREVIATIONS and not _ROMAN.fullmatch(short)
    ]


def in_text(source: str) -> str:
    """Return the words of a section in which abbreviations are looked for: not their list."""
    return plain_text(without_keys(without(source, BLOCK, GUIDANCE)))


def listed(source: str) -> list[Abbreviation]:
    """Return what the list of abbreviations of a text holds; empty where it has none."""
    found = []
    bounds = _bounds(source)
    lines = source[bounds[0] : bounds[1]].split("\n") if bounds else []
    for term, line in pairwise(lines):
        if line.startswith(":") and not line.startswith("::") and term.strip():
            found.append(Abbreviation(term.strip(), line[1:].strip()))
    return found


def with_list(source: str, abbreviations: Iterable[Abbreviation]) -> str:
    """Return a text with its list of abbreviations written anew, every other byte kept.

    A text that has none gets it at its end.
    """
    written = "\n\n".join(
        f"{' '.join(one.short.split())}\n:   {' '.join(one.meaning.split())}"
        for one in sorted(abbreviations, key=lambda one: one.short.lower())
    )
    block = f"::: {{.{BLOCK}}}\n{written}\n:::\n"
    bounds = _bounds(source)
    if bounds is None:
        return f"{source.rstrip()}\n\n{block}" if source.strip() else block
    rest = source[bounds[1] :]
    return f"{source[: bounds[0]]}{block}{rest}"


def at_odds(found: Sequence[Sequence[Abbreviation]]) -> Mapping[str, list[str]]:
    """Return the short forms that different places explain differently, with their meanings."""
    meanings: dict[str, dict[str, str]] = {}
    for place in found:
        for one in place:
            meanings.setdefault(one.short, {}).setdefault(one.meaning.lower(), one.meaning)
    return {short: list(known.values()) for short, known in meanings.items() if len(known) > 1}


def _bounds(source: str) -> tuple[int, int] | None:
    """Return where the block with the list begins and ends."""
    start, depth = -1, 0
    for block in split(source):
        div = opening(block.text) if block.kind is Kind.OPEN else None
        if start < 0 and div and div.attributes and BLOCK in div.attributes.classes:
            start, depth = block.start, block.depth
        elif start >= 0 and block.kind is Kind.CLOSE and block.depth == depth:
            return start, min(block.start + len(block.text) + 1, len(source))
    return (start, len(source)) if start >= 0 else None


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _long_form(short: str, before: str) -> str:
    """Return the words before a bracket whose letters are those of the short form, or "".

    The letters are looked for from the end; the first must begin a word.
    """
    letters = [sign for sign in _singular(short).lower() if sign.isalnum()]
    words = list(_WORD.finditer(before))[-min(len(letters) + 5, 2 * len(letters)) :]
    if not words or not letters:
        return ""
    text = before[words[0].start() :]
    if re.search(r"[.;:!?]\s", text):
        text = re.split(r"[.;:!?]\s", text)[-1]
    at = len(text) - 1
    for place in range(len(letters) - 1, -1, -1):
        letter, first = letters[place], place == 0
        while at >= 0 and not (
            text[at].lower() == letter and (not first or at == 0 or not text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    meaning = " ".join(text[at + 1 :].split()).strip(" ,")
    return meaning if len(meaning) > len(short) else ""
