"""Nodes of pandoc's tree: how they are made, read and found.

A node is pandoc's JSON: ``{"t": type, "c": content}``.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

Node = dict[str, Any]

NO_ATTRIBUTES: list[Any] = ["", [], []]
SPACE: Node = {"t": "Space"}
_LENGTH = re.compile(r"\d{1,4}(?:\.\d{1,3})?(?:%|px|cm|mm|in|pt)")


def div(anchor: str, blocks: list[Node], style: str = "", css: str = "") -> Node:
    """Return a division, with a Word style or a class where given."""
    pairs = [["custom-style", style]] if style else []
    return {"t": "Div", "c": [[anchor, [css] if css else [], pairs], blocks]}


def span(inlines: list[Node], style: str = "", css: str = "") -> Node:
    """Return a span, with a Word style or a class where given."""
    pairs = [["custom-style", style]] if style else []
    return {"t": "Span", "c": [["", [css] if css else [], pairs], inlines]}


def para(inlines: list[Node]) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines}


def words(text: str) -> list[Node]:
    """Return plain words as inlines."""
    out: list[Node] = []
    for word in text.split():
        out += [{"t": "Str", "c": word}, {"t": "Space"}]
    return out[:-1]


def emphasis(inlines: list[Node]) -> Node:
    """Return emphasised inlines."""
    return {"t": "Emph", "c": inlines}


def link(inlines: list[Node], target: str) -> Node:
    """Return a link."""
    return {"t": "Link", "c": [NO_ATTRIBUTES, inlines, [target, ""]]}


def raw(form: str, source: str, *, block: bool = False) -> Node:
    """Return source of our own for one form; never an author's."""
    return {"t": "RawBlock" if block else "RawInline", "c": [form, source]}


def plain(nodes: Iterable[Node]) -> str:
    """Return the words of inlines without their dress."""
    parts: list[str] = []

    def visit(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                visit(item)
        elif isinstance(value, dict):
            match value["t"]:
                case "Str":
                    parts.append(value["c"])
                case "Space" | "SoftBreak" | "LineBreak":
                    parts.append(" ")
                case "Code" | "Math":
                    parts.append(value["c"][1])
                case "Note" | "RawInline":
                    pass
                case "Link" | "Image" | "Quoted" | "Span" | "Cite":
                    visit(value["c"][1])
                case _:
                    visit(value.get("c"))

    visit(list(nodes))
    return "".join(parts).strip()


def every(value: Any, kind: str) -> Iterable[Node]:
    """Yield the nodes of one type that hold other nodes, in order."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get("t") == kind:
                yield item
            stack.append(item["c"])
        else:
            stack.extend(reversed(_branches(item)))


def anchors(value: Any) -> Iterable[str]:
    """Yield the identifiers that a link can lead to."""
    where: dict[str, Callable[[Any], Any]] = {
        "Header": lambda c: c[1][0],
        "Div": lambda c: c[0][0],
        "Span": lambda c: c[0][0],
        "Figure": lambda c: c[0][0],
    }
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if (kind := item.get("t")) in where and (anchor := where[str(kind)](item["c"])):
                yield anchor
            stack.append(item["c"])
        else:
            stack.extend(_branches(item))


def _branches(items: list[Any]) -> list[Any]:
    """Return what holds more; most of a text are words, which are left out at once."""
    return [
        one
        for one in items
        if type(one) is list or (type(one) is dict and type(one.get("c")) is list)
    ]


def uncited(value: Any) -> Any:
    """Return a copy without citations and notes, for the table of recommendations."""
    if isinstance(value, list):
        out: list[Any] = []
        for item in value:
            if isinstance(item, dict) and item.get("t") in ("Cite", "Note"):
                while out and out[-1] in ({"t": "Space"}, {"t": "SoftBreak"}):
                    out.pop()
            else:
                out.append(uncited(item))
        return out
    if isinstance(value, dict) and "c" in value:
        return {"t": value["t"], "c": uncited(value["c"])}
    return value


def joined(*parts: str) -> str:
    """Return the parts that are there, with a dot between them."""
    return " · ".join(part for part in parts if part)


def flat(blocks: list[Node]) -> list[Node]:
    """Return blocks whose lists are paragraphs that begin with their mark.

    Word gives an item of a list its own indent, which would tear a box apart.
    """
    out: list[Node] = []
    for node in blocks:
        if node["t"] in ("BulletList", "OrderedList"):
            ordered = node["t"] == "OrderedList"
            items = node["c"][1] if ordered else node["c"]
            first = node["c"][0][0] if ordered else 0
            for place, item in enumerate(items, first):
                mark = words(f"{place}." if ordered else "•")
                for position, block in enumerate(flat(item)):
                    if block["t"] in ("Plain", "Para") and position == 0:
                        block = para([*mark, {"t": "Str", "c": "\u00a0"}, *block["c"]])
                    out.append(block)
        elif node["t"] == "Plain":
            out.append(para(node["c"]))
        else:
            out.append(node)
    return out


def strong(inlines: list[Node]) -> Node:
    """Return strong inlines."""
    return {"t": "Strong", "c": inlines}


def sizes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the width and height among the attributes of a picture, where they are lengths."""
    return {
        key: number
        for key, number in pairs
        if key in ("width", "height") and _LENGTH.fullmatch(number)
    }
