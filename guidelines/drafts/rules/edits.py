"""Write recommendations into a text and change them there, so that nobody needs the syntax."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guidelines.errors import Conflict, Invalid, sentence
from guidelines.text.grammar import with_attributes
from guidelines.text.notices import BadText
from guidelines.text.recommendations import (
    FIELDS,
    GRADED,
    Recommendation,
    Type,
    parse,
    write,
)

SHORT = (
    "type", "strength", "direction", "certainty", "population", "intervention", "comparator",
    "conditions",
)  # fmt: skip
LONG = ("rationale", "evidence", "remarks", "implementation", "monitoring", "research")
LONGEST_SHORT = 500
LONGEST_PART = 20_000
UNGRADED = frozenset({Type.CONSENSUS_BASED, Type.GOOD_PRACTICE, Type.RESEARCH_ONLY})


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

    A good practice statement has no strength, and what rests on consensus has no graded
    certainty: such leftovers of a form are dropped.
    """
    mistakes: dict[str, str] = {}
    wording = draft.wording.replace("\r\n", "\n").strip()
    short = {name: " ".join(draft.short.get(name, "").split()) for name in SHORT}
    long = {name: draft.long.get(name, "").replace("\r\n", "\n").strip() for name in LONG}
    if not wording:
        mistakes["wording"] = sentence("Write what is recommended.")
    for name, allowed in GRADED.items():
        if short[name] and short[name] not in list(allowed):
            mistakes[name] = sentence("Choose one of the list.")
    for name, value in short.items():
        if len(value) > LONGEST_SHORT:
            mistakes[name] = sentence("Say it in at most 500 characters.")
    for name, value in {"wording": wording, **long}.items():
        if len(value) > LONGEST_PART:
            mistakes[name] = sentence("Say it in at most 20,000 characters.")
    if mistakes:
        raise Invalid(mistakes)
    if short["type"] in UNGRADED:
        short["certainty"] = ""
    if short["type"] == Type.GOOD_PRACTICE:
        short["strength"] = short["direction"] = ""
    return Draft(wording, short, long)


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
    fields = _merged_fields(block, draft.long)
    opening = block.source.split("\n", 1)[0].rstrip()
    parts = [f"{opening}\n{draft.wording}\n"]
    parts += [f"\n::: {{.{name}}}\n{text}\n:::\n" for name, text in fields]
    colons = opening.strip()
    written = "".join([*parts, colons[: len(colons) - len(colons.lstrip(":"))]])
    return _checked(source[: block.start] + written + source[block.end :], key, draft)


def _merged_fields(block: Recommendation, long: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the long parts in their old order, with the form's texts, new ones last."""
    fields: list[tuple[str, str]] = []
    done: set[str] = set()
    for name, text in block.fields:
        if name not in LONG:
            fields.append((name, text))
        elif name not in done:
            done.add(name)
            fields.append((name, long[name]))
    fields += [(name, long[name]) for name in FIELDS if name in LONG and name not in done]
    return [(name, text) for name, text in fields if text]


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
