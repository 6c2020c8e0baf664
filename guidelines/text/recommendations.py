"""Recommendations in a text: what a block says, what is wrong with it, what people agree on.

    ::: {.recommendation #rec-airway strength=conditional direction=for certainty=very-low}
    We suggest …

    ::: {.rationale}
    Because …
    :::
    :::

Short fields are attributes, long ones nested divs. Attributes nobody knows stay as they are.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from guidelines.text.attributes import write_value
from guidelines.text.blocks import Block, Div, Kind, opening, split
from guidelines.text.citations import without_keys
from guidelines.text.comments import normalise_newlines, without_comments
from guidelines.text.vocabulary import (
    CHOSEN,
    FIELDS,
    GRADED,
    MEETS,
    NORMATIVE,
    STRONG_BECAUSE,
    Certainty,
    Direction,
    Discordance,
    GoodPractice,
    OffLabel,
    Status,
    Strength,
    Type,
)

__all__ = [
    "CHOSEN",
    "FIELDS",
    "GRADED",
    "MEETS",
    "NORMATIVE",
    "STRONG_BECAUSE",
    "Certainty",
    "Direction",
    "Discordance",
    "GoodPractice",
    "OffLabel",
    "Recommendation",
    "Status",
    "Strength",
    "Type",
    "closing",
    "criteria_met",
    "even",
    "is_recommendation",
    "long_part",
    "parse",
    "write",
]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation block.

    `attributes` are all `key=value` in order, as written; `body` is the recommendation itself,
    without the long `fields` (name and text, in order). `source` is the whole block, byte for
    byte; `line` its 1-based first line; `start` and `end` its code points in the text.
    """

    id: str
    body: str
    attributes: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ("recommendation",)
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def get(self, name: str) -> str:
        """Return an attribute, or an empty string; of a repeated one the first counts."""
        return next((value.strip() for key, value in self.attributes if key == name), "")

    def field(self, name: str) -> str:
        """Return a long field, or an empty string; of a repeated one all parts."""
        return "\n\n".join(text for key, text in self.fields if key == name)

    @property
    def criteria(self) -> frozenset[str]:
        """The criteria of good practice that are said to be met; a rationale meets its own."""
        return criteria_met(self.get(MEETS), self.field("rationale"))

    @property
    def type(self) -> str:
        """The type as written; evidence-based where none is."""
        return self.get("type") or Type.EVIDENCE_BASED

    @property
    def strength(self) -> str:
        """The strength as written, or an empty string."""
        return self.get("strength")

    @property
    def direction(self) -> str:
        """The direction as written, or an empty string."""
        return self.get("direction")

    @property
    def certainty(self) -> str:
        """The certainty as written, or an empty string."""
        return self.get("certainty")

    @property
    def population(self) -> str:
        """Whom it is about, or an empty string."""
        return self.get("population")

    @property
    def intervention(self) -> str:
        """What is to be done, or an empty string."""
        return self.get("intervention")

    @property
    def comparator(self) -> str:
        """Instead of what, or an empty string."""
        return self.get("comparator")

    @property
    def conditions(self) -> str:
        """Under which conditions, or an empty string."""
        return self.get("conditions")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is kept in the text only to say that it no longer holds."""
        return self.get("status") == Status.WITHDRAWN

    @property
    def canonical_text(self) -> str:
        """What people agree on, version 1: JSON of the body without keys, and its fields.

        `{"body", "fields": {normative attribute: value}, "v": 1}` with sorted keys, no spaces,
        no escapes beyond JSON's own. Text is trimmed, NFC and has line feeds only; white space
        is that of `even`. A type that is not written counts as evidence-based, other absent
        fields are absent.
        """
        values = {name: " ".join(_settled(self.get(name)).split()) for name in NORMATIVE}
        values["type"] = _settled(self.type)
        canonical = {
            "body": _settled(even(without_keys(normalise_newlines(self.body)))),
            "fields": {name: value for name, value in values.items() if value},
            "v": 1,
        }
        return json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def wording_hash(self) -> str:
        """SHA-256 of the canonical text: what votes are bound to."""
        return _sha256(self.canonical_text)

    @property
    def block_hash(self) -> str:
        """SHA-256 of the whole block, trimmed, NFC and with line feeds only."""
        return _sha256(_settled(normalise_newlines(self.source or write(self))))


@lru_cache(maxsize=64)
def parse(source: str) -> tuple[Recommendation, ...]:
    """Return the recommendations of a text in order, whatever is wrong with them.

    A recommendation inside another one belongs to that one's body.
    """
    blocks = split(source)
    found = []
    number = 0
    while number < len(blocks):
        div = opening(blocks[number].text) if blocks[number].kind is Kind.OPEN else None
        if div is None or not is_recommendation(div):
            number += 1
            continue
        last = closing(blocks, number)
        found.append(_read(source, blocks[number : last + 1], div))
        number = last + 1
    return tuple(found)


def criteria_met(ticked: str, rationale: str) -> frozenset[str]:
    """Return which criteria of good practice hold: those ticked, and a rationale if there is one.

    `ticked` is the attribute `meets`: criteria with spaces between.
    """
    met = {word for word in ticked.split() if word in list(GoodPractice)}
    return frozenset(met | ({GoodPractice.RATIONALE} if rationale.strip() else set()))


def is_recommendation(div: Div) -> bool:
    """Say whether a fenced div is a recommendation."""
    classes = div.attributes.classes if div.attributes else (div.word,)
    return "recommendation" in classes


def write(recommendation: Recommendation) -> str:
    """Return a new block for a recommendation, ready to be put between empty lines."""
    names = " ".join(f".{name}" for name in recommendation.classes)
    values = "".join(f" {key}={write_value(value)}" for key, value in recommendation.attributes)
    parts = [f"::: {{{names} #{recommendation.id}{values}}}\n{recommendation.body.strip()}\n"]
    parts += [
        f"\n::: {{.{name}}}\n{text.strip()}\n:::\n"
        for name, text in recommendation.fields
        if text.strip()
    ]
    return "".join([*parts, ":::\n"])


def closing(blocks: tuple[Block, ...], number: int) -> int:
    """Return the number of the block that closes the div opened at `number`, or the last."""
    depth = blocks[number].depth
    for place in range(number + 1, len(blocks)):
        if blocks[place].kind is Kind.CLOSE and blocks[place].depth == depth:
            return place
    return len(blocks) - 1


def _read(source: str, blocks: tuple[Block, ...], div: Div) -> Recommendation:
    """Read one block from its opening to its closing line."""
    is_closed = blocks[-1].kind is Kind.CLOSE and blocks[-1].depth == blocks[0].depth
    inner = blocks[1:-1] if is_closed else blocks[1:]
    body: list[str] = []
    fields: list[tuple[str, str]] = []
    number = 0
    while number < len(inner):
        name = long_part(inner[number])
        if not name:
            body.append(source[inner[number].start : inner[number].end])
            number += 1
            continue
        last = closing(inner, number)
        end = inner[last].start if inner[last].kind is Kind.CLOSE else inner[last].end
        fields.append((name, source[inner[number].end : max(end, inner[number].end)].strip()))
        number = last + 1
    start, end = blocks[0].start, blocks[-1].start + len(blocks[-1].text)
    attributes = div.attributes
    return Recommendation(
        attributes.identifier if attributes else "",
        without_comments("".join(body))[0].strip(),
        attributes.pairs if attributes else (),
        tuple(fields),
        attributes.classes if attributes else (div.word,),
        source[start:end],
        blocks[0].line + 1,
        start,
        end,
    )


def long_part(block: Block) -> str:
    """Return the name of the long field that a block opens, or an empty string."""
    div = opening(block.text) if block.kind is Kind.OPEN else None
    if div is None:
        return ""
    classes = div.attributes.classes if div.attributes else (div.word,)
    return next((name for name in classes if name in FIELDS), "")


def even(text: str) -> str:
    """Return `text` with the white space that a reader cannot see made even.

    A paragraph becomes one line; list items and table rows follow each other without an empty
    line, all else with exactly one. Where white space is meaning (code, how deep an item is
    nested) it stays.
    """
    parts: list[str] = []
    before = Kind.BLANK
    for block in split(text):
        if block.kind is Kind.BLANK:
            continue
        if parts:
            parts.append("\n" if _follows(before, block.kind) else "\n\n")
        parts.append(block.text if block.kind is Kind.CODE else _even_lines(block))
        before = block.kind
    return "".join(parts)


_BY_LINE = frozenset({Kind.ROW, Kind.HEADING, Kind.QUOTE})


def _follows(before: Kind, kind: Kind) -> bool:
    """Say whether a block stands right below the one before it, without an empty line."""
    together = before is kind and kind in (Kind.ITEM, Kind.ROW)
    return together or before is Kind.OPEN or kind in (Kind.CLOSE, Kind.DEFINITION)


def _even_lines(block: Block) -> str:
    if block.kind in _BY_LINE:
        return "\n".join(" ".join(line.split()) for line in block.text.split("\n"))
    words = " ".join(block.text.split())
    if block.kind is not Kind.ITEM:
        return words
    return block.text[: len(block.text) - len(block.text.lstrip())] + words


def _settled(text: str) -> str:
    """Return `text` trimmed, NFC, with line feeds only."""
    return unicodedata.normalize("NFC", normalise_newlines(text)).strip()


def _sha256(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
