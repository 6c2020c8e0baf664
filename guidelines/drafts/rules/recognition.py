"""Paragraphs that read like recommendations but are not marked as such yet.

Nothing is decided here: a person confirms each, and says what it rests on.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from guidelines.drafts.rules.edits import Draft, settled
from guidelines.text.blocks import Block, Kind, split
from guidelines.text.grammar import fresh_id
from guidelines.text.recommendations import Direction, Recommendation, Strength, parse, write

WORDS_IN_A_KEY = 6
_KINDS = (Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM)
_MARKS = re.compile(r"^[\s*_>]*")
_LABEL = re.compile(
    r"(?:Key )?(?:Recommendation|Statement|Good practice (?:point|statement)|Empfehlung)"
    r"\s*(?:No\.?\s*)?[A-Z]?\d*(?:\.\d+)*\s*[.:)\u2013-]?[*_]*\s+",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:[^.]{1,200}, )?(?:we|the (?:panel|group|committee)|wir)(?: \w+ly)?"
    r" (?P<verb>recommends?|suggests?|empfehlen)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:recommends?|suggests?|recommended|suggested)\s+(?:against|not)\b|\bnot recommended\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that may be a recommendation, with what its words suggest.

    `strength` and `direction` are guesses from "we recommend", "we suggest", "against".
    """

    block_id: str
    wording: str
    strength: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person says of a candidate."""

    block_id: str
    type: str
    strength: str = ""
    direction: str = ""


def candidates(source: str, ids: Sequence[str]) -> list[Candidate]:
    """Return the paragraphs of a section that read like recommendations; `ids` are its blocks'."""
    marked = parse(source)
    found = []
    for key, block in zip(ids, split(source), strict=True):
        inside = any(one.start <= block.start < one.end for one in marked)
        if block.kind in _KINDS and not inside and _reads_like_one(block):
            words = wording_of(block)
            found.append(Candidate(key, words, _strength(words), _direction(words)))
    return found


def _reads_like_one(block: Block) -> bool:
    bare = _MARKS.sub("", _bare(block))
    return bool(_LABEL.match(bare) or _SAYS.match(bare))


def wording_of(block: Block) -> str:
    """Return the words of a paragraph without the mark of its box or list, and without a label."""
    text = _bare(block)
    lead = _MARKS.match(text)
    start = lead.end() if lead else 0
    label = _LABEL.match(text, start)
    if label is None or not text[label.end() :].strip():
        return text
    rest = text[label.end() :]
    return rest.strip()


def _bare(block: Block) -> str:
    """Return a block without what makes it a quotation or an item."""
    if block.kind is Kind.QUOTE:
        lines = (re.sub(r"^ {0,3}> ?", "", line) for line in block.text.split("\n"))
        return "\n".join(lines).strip()
    if block.kind is Kind.ITEM:
        return re.sub(r"^\s*(?:[-+*]|\d+\.)[ \t]+", "", block.text).strip()
    return block.text.strip()


def _strength(words: str) -> str:
    says = _SAYS.search(words)
    if says is None:
        return ""
    return Strength.CONDITIONAL if says["verb"].lower().startswith("suggest") else Strength.STRONG


def _direction(words: str) -> str:
    if _AGAINST.search(words):
        return Direction.AGAINST
    return Direction.FOR if _SAYS.search(words) else ""


def with_confirmed(
    source: str, ids: Sequence[str], chosen: Mapping[str, Confirmed], taken: Collection[str]
) -> str:
    """Return a section's text in which the chosen paragraphs are recommendations.

    Raises `Invalid` for one whose fields do not fit together.
    """
    out, at = [], 0
    names = set(taken)
    for key, block in zip(ids, split(source), strict=True):
        one = chosen.get(key)
        if one is None or block.kind not in _KINDS:
            continue
        short = {"type": one.type, "strength": one.strength, "direction": one.direction}
        draft = settled(Draft(wording_of(block), short))
        name = fresh_id(names, " ".join(draft.wording.split()[:WORDS_IN_A_KEY]))
        names.add(name)
        fields = tuple((field, value) for field, value in draft.short.items() if value)
        before = source[at : block.start]
        gap = "" if not before.strip() or before.endswith("\n\n") else "\n"
        out += [before, gap, write(Recommendation(name, draft.wording, fields)).rstrip(), "\n\n"]
        at = block.end
    return "".join(out) + source[at:]
