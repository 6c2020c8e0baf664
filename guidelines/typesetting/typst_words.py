"""Words of a text as typst source, written here instead of by pandoc.

Pandoc's writer copies all that it has of a text at every sign: a long paragraph takes it longer
than the whole book takes typst. What this module does not know stays a node of its tree.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from guidelines.typesetting.nodes import Node, raw

FORM = "typst"
_CALLS: Mapping[str, str] = {
    "Emph": "emph",
    "Strong": "strong",
    "Strikeout": "strike",
    "Underline": "underline",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}
_BLANK: Mapping[str, str] = {"Space": " ", "SoftBreak": " ", "LineBreak": " \\ "}
# Signs with a meaning of their own; two that make a dash, a comment or the start of an address;
# and "-?", a hyphen that is not shown.
_MARKUP = re.compile(r"""[\[\]#<>@$\\`_*~"']|(?<=-)[-?]|(?<=/)/""")
# What a call in front would take for its own: *word*(note), *word*; or *word*.name
_GOES_ON = re.compile(r"[(;]|\.(?=[^\W\d]|_)")
# What would begin a list, a heading or a term at the start of a line
_BEGINS = re.compile(r"\s*(?:(?=[-+=/])|\d+(?=\.(?:\s|$)))")

_CALLED = re.compile(r'#[a-z]+(?:\((?:label\()?"(?:[^"\\]|\\.)*"\)?\))?')


def merged(nodes: list[Node]) -> list[Node]:
    """Return inlines with everything that is known here in as few pieces of source as can be."""
    out: list[Node] = []
    pieces: list[str] = []
    for node in nodes:
        piece = _source(node, first=not (out or pieces))
        if piece is not None:
            pieces.append(piece)
            continue
        if pieces:
            out.append(raw(FORM, "".join(pieces)))
            pieces = []
        out.append(node)
    if pieces:
        out.append(raw(FORM, "".join(pieces)))
    return out


def as_one(block: Node) -> Node:
    """Return a paragraph as source where all of it is known; any other block as it is."""
    if block["t"] != "Para":
        return block
    source = _only(block["c"])
    return block if source is None else raw(FORM, f"{source}\n\n", block=True)


def letters(nodes: Any) -> int:
    """Return how many letters blocks or inlines print, about."""
    if isinstance(nodes, list):
        return sum(map(letters, nodes))
    if not isinstance(nodes, dict):
        return 0
    match nodes["t"]:
        case "Str":
            return len(nodes["c"])
        case "RawInline" | "RawBlock":
            return len(_CALLED.sub("", nodes["c"][1]))
        case "Space" | "SoftBreak" | "LineBreak":
            return 1
        case "Code" | "Math":
            return len(nodes["c"][1])
    return letters(nodes.get("c"))


def quoted(text: str) -> str:
    """Return `text` as a typst string: nothing in it can be read as code."""
    escaped = "".join(
        f"\\{c}" if c in '\\"' else c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text
    )
    return f'"{escaped}"'


def _source(node: Node, *, first: bool) -> str | None:
    kind = node["t"]
    if kind == "Str":
        return _escaped(node["c"], first=first)
    if kind in _BLANK:
        return _BLANK[kind]
    if kind == "RawInline" and node["c"][0] == FORM:
        source: str = node["c"][1]
        return source
    if kind in _CALLS:
        inner = _only(node["c"])
        return None if inner is None else f"#{_CALLS[kind]}[{inner}]"
    if kind == "Link":
        inner = _only(node["c"][1])
        return None if inner is None else f"#link({_target(node['c'][2][0])})[{inner}]"
    return None


def _only(nodes: list[Node]) -> str | None:
    """Return the source of inlines, or nothing where one is not known here."""
    found = merged(nodes)
    if not found:
        return ""
    if len(found) > 1 or found[0]["t"] != "RawInline" or found[0]["c"][0] != FORM:
        return None
    source: str = found[0]["c"][1]
    return source


def _target(address: str) -> str:
    # Pandoc makes labels of identifiers without their percent signs, so links follow.
    return f"label({quoted(unquote(address[1:]))})" if address[:1] == "#" else quoted(address)


def _escaped(text: str, *, first: bool) -> str:
    source = _MARKUP.sub(r"\\\g<0>", text)
    if _GOES_ON.match(source):
        return f"\\{source}"
    begins = _BEGINS.match(source) if first else None
    return f"{begins[0]}\\{source[begins.end() :]}" if begins else source
