"""Write recommendations into a text and change them there, so that nobody needs the syntax."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from guidelines.errors import Conflict, Invalid, sentence
from guidelines.text.blocks import Kind, split
from guidelines.text.comments import without_comments
from guidelines.text.gradings import has, is_date, is_discordant
from guidelines.text.grammar import with_attributes
from guidelines.text.notices import BadText
from guidelines.text.recommendations import (
    CHOSEN,
    FIELDS,
    NORMATIVE,
    GoodPractice,
    Recommendation,
    Type,
    closing,
    long_part,
    parse,
    write,
)

SHORT = (
    "type", "strength", "direction", "certainty", "population", "intervention", "comparator",
    "conditions", "strong-because", "strength-reason", "certainty-reason", "meets", "off-label",
    "status", "last-search",
)  # fmt: skip
LONG = ("rationale", "evidence", "remarks", "implementation", "monitoring", "research")
LONGEST_SHORT = 500
LONGEST_PART = 20_000
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a recommendation holds: its wording, short values and long parts."""

    wording: str
    short: Mapping[str, str] = field(default_factory=dict)
    long: Mapping[str, str] = field(default_factory=dict)


def draft_of(block: Recommendation) -> Draft:
    """Return what a form shows of a recommendation."""
    return Draft(
        block.body,
        {name: block.get(name) for name in SHORT} | {"type": block.type},
        {name: block.field(name) for name in LONG},
    )


def settled(draft: Draft) -> Draft:
    """Return a form's content, trimmed and made consistent, or raise `Invalid`.

    What a type does not have is dropped: a good practice statement has no strength, and what
    rests on consensus has no graded certainty. A strong recommendation on little evidence needs
    its reason.
    """
    mistakes: dict[str, str] = {}
    wording = draft.wording.replace("\r\n", "\n").strip()
    short = {name: " ".join(draft.short.get(name, "").split()) for name in SHORT}
    long = {name: draft.long.get(name, "").replace("\r\n", "\n").strip() for name in LONG}
    if not wording:
        mistakes["wording"] = sentence("Write what is recommended.")
    for name, allowed in CHOSEN.items():
        if short[name] and short[name] not in list(allowed):
            mistakes[name] = sentence("Choose one of the list.")
    for name, value in short.items():
        if len(value) > LONGEST_SHORT:
            mistakes[name] = sentence("Say it in at most 500 characters.")
    for name, value in {"wording": wording, **long}.items():
        if len(value) > LONGEST_PART:
            mistakes[name] = sentence("Say it in at most 20,000 characters.")
    if short["last-search"] and not is_date(short["last-search"]):
        mistakes["last-search"] = sentence("Give year and month, such as 2026-03.")
    for name in ("strength", "direction", "certainty"):
        if not has(short["type"], name):
            short[name] = ""
    if not short["strength"]:
        short["strength-reason"] = ""
    if short["type"] != Type.GOOD_PRACTICE:
        short["meets"] = ""
    if not set(short["meets"].split()) <= set(GoodPractice):
        mistakes["meets"] = sentence("Choose from the list.")
    if not short["certainty"]:
        short["certainty-reason"] = ""
    if not is_discordant(short["strength"], short["certainty"]):
        short["strong-because"] = ""
    elif not short["strong-because"]:
        mistakes["strong-because"] = sentence(
            "The evidence is weak. Choose which of the five accepted reasons makes the "
            "recommendation strong all the same, or make it conditional."
        )
    if mistakes:
        raise Invalid(mistakes)
    return Draft(wording, short, long)


def core_changes(before: Recommendation, after: Recommendation) -> tuple[str, ...]:
    """Return what two texts of a recommendation differ in that people vote on, by field name.

    "wording" stands for the body; empty where what was voted on is the same.
    """
    if before.wording_hash == after.wording_hash:
        return ()
    empty = replace(before, body=after.body)
    names = [] if empty.wording_hash == before.wording_hash else ["wording"]
    for name in NORMATIVE:
        one, other = (
            found.type if name == "type" else found.get(name) for found in (before, after)
        )
        if one.split() != other.split():
            names.append(name)
    return tuple(names)


def _value(block: Recommendation, name: str) -> str:
    return block.type if name == "type" else block.get(name)


def check_certainty(draft: Draft, by_evidence: str) -> None:
    """Raise `Invalid` for a certainty that is not that of the evidence profile, without a reason.

    `by_evidence` is what follows from the critical outcomes; empty where nothing is graded yet.
    """
    stated = draft.short["certainty"]
    if by_evidence and stated and stated != by_evidence and not draft.short["certainty-reason"]:
        raise Invalid(
            {
                "certainty-reason": sentence(
                    "The evidence profile comes to another certainty. Say why yours differs, or "
                    "take that of the profile."
                )
            }
        )


def with_new(source: str, key: str, draft: Draft) -> str:
    """Return a section's text with a new recommendation at its end."""
    draft = settled(draft)
    block = Recommendation(
        key,
        draft.wording,
        tuple((name, value) for name, value in draft.short.items() if value),
        tuple((name, text) for name, text in draft.long.items() if text),
    )
    after = f"{source.rstrip()}\n\n{write(block)}"
    return _checked(after, key, draft)


def with_changed(source: str, key: str, draft: Draft) -> str:
    """Return a section's text with one recommendation changed; the rest stays byte for byte.

    Attributes and long parts that the form does not know stay as well.
    """
    draft = settled(draft)
    block = _find(source, key)
    changes = {
        name: draft.short[name] or None
        for name in SHORT
        if draft.short[name] != (block.get(name) or (block.type if name == "type" else ""))
    }
    if changes:
        try:
            source = with_attributes(source, key, changes)
        except BadText:
            raise Conflict(
                sentence("This recommendation is written in an unusual way. Edit its text.")
            ) from None
        block = _find(source, key)
    long = {name: block.field(name) for name in LONG}
    if draft.wording == block.body and dict(draft.long) == long:
        return source
    written = _rewritten(block, draft)
    return _checked(source[: block.start] + written + source[block.end :], key, draft)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a block: its edges, its body (no name), or a long part with its own edges."""

    name: str
    head: str = ""
    inner: str = ""
    tail: str = ""


def _parts(source: str) -> Iterator[_Part]:
    """Cut a block into its parts; joined they are the block again."""
    blocks = split(source)
    yield _Part("edge", blocks[0].text + source[len(blocks[0].text) : blocks[0].end])
    is_closed = blocks[-1].kind is Kind.CLOSE and blocks[-1].depth == blocks[0].depth
    last = len(blocks) - is_closed
    number = 1
    while number < last:
        first = number
        name = long_part(blocks[number])
        if name:
            number = min(closing(blocks, number), last - 1)
            inner, end = blocks[first].end, blocks[number].end
            closed = blocks[number].kind is Kind.CLOSE and number > first
            tail = max(inner, blocks[number].start) if closed else end
            yield _Part(
                name, source[blocks[first].start : inner], source[inner:tail], source[tail:end]
            )
            number += 1
            continue
        while number < last and not long_part(blocks[number]):
            number += 1
        yield _Part("", inner=source[blocks[first].start : blocks[number - 1].end])
    if is_closed:
        yield _Part("edge", blocks[-1].text)


def _rewritten(block: Recommendation, draft: Draft) -> str:
    """Return a block with the wording and the long parts that differ changed; the rest stays.

    Comments in a wording that changes go behind it: a form does not show them.
    """
    edge, *inside = _parts(block.source)
    colons = edge.head.strip()
    end = colons[: len(colons) - len(colons.lstrip(":"))]
    if inside and inside[-1].name == "edge":
        end = inside.pop().head
    text = edge.head if edge.head.endswith("\n") else f"{edge.head}\n"
    if draft.wording != block.body:
        bodies = "".join(part.inner for part in inside if not part.name)
        notes = _COMMENT.findall(bodies) if without_comments(bodies)[1] else []
        text += "\n\n".join([draft.wording, *notes]) + "\n"
        inside = [part for part in inside if part.name]
    done: set[str] = set()
    for part in inside:
        if part.name not in LONG or draft.long[part.name] == block.field(part.name):
            text = _apart(text, part) + part.head + part.inner + part.tail
        elif part.name not in done and draft.long[part.name]:
            tail = part.tail or ":::\n"
            text = _apart(text, part) + f"{part.head}{draft.long[part.name]}\n{tail}"
        done.add(part.name)
    for name in FIELDS:
        if name in LONG and name not in done and draft.long[name]:
            text = f"{text.rstrip()}\n\n::: {{.{name}}}\n{draft.long[name]}\n:::\n"
    return f"{text}{end}" if text.endswith("\n") else f"{text}\n{end}"


def _apart(text: str, part: _Part) -> str:
    """Return `text` with an empty line at its end before a long part."""
    return text if not part.name or text.endswith("\n\n") else f"{text.rstrip()}\n\n"


def _find(source: str, key: str) -> Recommendation:
    for one in parse(source):
        if one.id == key:
            return one
    raise Conflict(
        sentence("This recommendation is no longer in the section. Look at the document.")
    )


def _checked(source: str, key: str, draft: Draft) -> str:
    """Return `source` if its recommendation reads back as the form had it."""
    again = draft_of(_find(source, key))
    if again.wording != draft.wording:
        raise Invalid({"wording": sentence("Leave out lines that begin with “:::”.")})
    for name in LONG:
        if again.long[name] != draft.long[name]:
            raise Invalid({name: sentence("Leave out lines that begin with “:::”.")})
    return source
