"""Attributes in braces, as pandoc writes them: `{#id .class key=value key="two words"}`."""

import re
from dataclasses import dataclass

_ITEM = re.compile(
    r"""[ \t]*(?:
        \#(?P<id>[\w:.\-]+)
      | \.(?P<class>[\w:\-][\w:.\-]*)
      | (?P<key>[^\W\d][\w:.\-]*)=(?:
            "(?P<double>(?:\\.|[^"\\])*)"
          | '(?P<single>(?:\\.|[^'\\])*)'
          | (?P<bare>(?:\\[^\w\s]|[^\s}"'\\])*)
        )
      | (?P<unnumbered>-)
    )(?=[ \t}])""",
    re.VERBOSE,
)
_CLOSE = re.compile(r"[ \t]*\}")
_ESCAPE = re.compile(r"\\([^\w\s])")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing between the braces: its kind, key and value, and where it stands."""

    kind: str
    key: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between the braces, in the order in which it was written.

    `start` and `end` are the positions of the opening brace and after the closing one.
    """

    items: tuple[Item, ...]
    start: int
    end: int

    @property
    def identifier(self) -> str:
        """The id, or an empty string; of several the first counts."""
        return next((item.value for item in self.items if item.kind == "id"), "")

    @property
    def classes(self) -> tuple[str, ...]:
        """All classes in order."""
        return tuple(item.value for item in self.items if item.kind == "class")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All `key=value` attributes in order, with repeated keys."""
        return tuple((item.key, item.value) for item in self.items if item.kind == "pair")


def parse_attributes(text: str, start: int = 0) -> Attributes | None:
    """Read the braces that begin at `start`; None where they are not well formed."""
    if not text.startswith("{", start):
        return None
    items: list[Item] = []
    position = start + 1
    while not (close := _CLOSE.match(text, position)):
        match = _ITEM.match(text, position)
        if match is None:
            return None
        begin = match.end() - len(match.group().lstrip(" \t"))
        items.append(_item(match, begin))
        position = match.end()
    return Attributes(tuple(items), start, close.end())


def write_value(value: str) -> str:
    """Return `value` as it is written after the equals sign: bare where that is safe."""
    if re.fullmatch(r"[\w:.\-]+", value):
        return value
    flat = " ".join(value.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _item(match: re.Match[str], begin: int) -> Item:
    """Turn one match into an Item."""
    if match["id"] is not None:
        return Item("id", "", match["id"], begin, match.end())
    if match["class"] is not None:
        return Item("class", "", match["class"], begin, match.end())
    if match["key"] is None:
        return Item("class", "", "unnumbered", begin, match.end())
    raw = next(match[g] for g in ("double", "single", "bare") if match[g] is not None)
    return Item("pair", match["key"], _ESCAPE.sub(r"\1", raw), begin, match.end())
