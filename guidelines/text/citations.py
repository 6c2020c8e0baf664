"""Citations in a text: `[@key]`, `[see @a, p. 3; @b]`, `@key`, as pandoc reads them."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

_KEY = (
    r"@(?:\{(?P<braced>[^{}\s]+)\}"
    r"|(?P<plain>[^\W_]|_|\*)(?P<rest>(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*))"
)
KEY = re.compile(_KEY)
_GROUP = re.compile(r"\[([^\[\]]*@[^\[\]]*)\](?![\[({])")
_IN_GROUP = re.compile(r"(?:^|(?<=[\s\W]))(?P<minus>-?)" + _KEY)
_AFTER_KEY = re.compile(r"[ \t]*\n?[ \t]*\[(?!\^)([^\[\]]+)\](?![\[(])")
_SPACED_GROUP = re.compile(r"([ \t]*)(\[[^\[\]]*@[^\[\]]*\])(?![\[({])")
_NO_TEXT = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:[^\n]|\n(?!\s*\n))*?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?-->|<[\w+.-]+[:@][^<>\s]*>|\]\([^()\s]*\)|(?<![\w:@])https?://[^\s<>]+",
    re.DOTALL | re.MULTILINE,
)
_CLOSE = 0.7
_MOST_PROPOSED = 5
_IN_TEXT = re.compile(r"[ \t]?(?<![\w\\@/.-])(?P<minus>-?)" + _KEY)
_CITED = re.compile(r"(?<![^\W_])(?<![_\\])" + _KEY)


class CitationStyle(StrEnum):
    """How a citation looks in the preview; editions follow their own style."""

    NUMBERED = "numbered"
    AUTHOR_YEAR = "author-year"


@dataclass(frozen=True, slots=True)
class Cited:
    """One source of a citation: the words before its key, the key, the words after it."""

    key: str
    prefix: str = ""
    suffix: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Citations:
    """The sources a text may cite, CSL-JSON items by key, and how to show them.

    `before` are the keys cited earlier in the document, in order: their numbers are taken.
    """

    items: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    style: CitationStyle = CitationStyle.NUMBERED
    before: tuple[str, ...] = ()


def meant(items: Mapping[str, Mapping[str, object]], key: str) -> str:
    """Return the key of the source that `key` means: another's where the two were merged."""
    return str(items.get(key, {}).get("same-as") or key)


def sources(
    items: Mapping[str, Mapping[str, object]], keys: Iterable[str]
) -> dict[str, Mapping[str, object]]:
    """Return the known sources that `keys` mean, each once and in order, by their own keys."""
    found: dict[str, Mapping[str, object]] = {}
    for key in keys:
        if key in items:
            found.setdefault(meant(items, key), items[key])
    return found


def meant_by(keys: Iterable[str], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return each key that is not `known`, with the known ones that may have been meant.

    The first few only get such proposals: with many unknown keys a whole library is missing.
    """
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(one.casefold(), one)
    unknown: dict[str, tuple[str, ...]] = {}
    for key in keys:
        if key not in known and key not in unknown:
            few = len(unknown) < _MOST_PROPOSED
            close = get_close_matches(key.casefold(), folded, 3, _CLOSE) if few else []
            unknown[key] = tuple(folded[one] for one in close)
    return unknown


def is_retracted(item: Mapping[str, object]) -> bool:
    """Tell whether an item is a source that was retracted."""
    return item.get("status") == "retracted"


def read_group(text: str, start: int = 0) -> tuple[tuple[Cited, ...], int] | None:
    """Read the bracketed citation that begins at `start`: its sources and where it ends."""
    match = _GROUP.match(text, start)
    if match is None:
        return None
    cited = []
    for part in match[1].split(";"):
        key = _IN_GROUP.search(part)
        if key is None:
            return None
        suffix = " ".join(part[key.end() :].split())
        prefix = " ".join(part[: key.start()].split())
        cited.append(
            Cited(key_of(key), prefix, suffix.removeprefix(",").strip(), bool(key["minus"]))
        )
    return tuple(cited), match.end()


def read_key(text: str, start: int) -> tuple[tuple[Cited, ...], int] | None:
    """Read the key that begins at `start` in running text, and where it ends.

    Brackets right after it belong to it: `@key [p. 3; @other]`.
    """
    if start and (text[start - 1].isalnum() or text[start - 1] in "_\\"):
        return None
    match = KEY.match(text, start)
    if match is None:
        return None
    after = _AFTER_KEY.match(text, match.end())
    if after is None:
        return (Cited(key_of(match)),), match.end()
    suffix, _, rest = after[1].partition(";")
    if "@" in suffix:
        suffix, rest = "", after[1]
    group = read_group(f"[{rest}]") if rest else ((), 0)
    if group is None:
        return (Cited(key_of(match)),), match.end()
    first = Cited(key_of(match), suffix=" ".join(suffix.split()))
    return (first, *group[0]), after.end()


def key_of(match: re.Match[str]) -> str:
    """Return the key that a match of KEY found."""
    return match["braced"] or match["plain"] + match["rest"]


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys that a text cites, each once and in order, without reading all its markup.

    For questions over whole projects: what a parser takes seconds for takes milliseconds. Code,
    comments and addresses cite nothing.
    """
    if "@" not in text:
        return ()
    text = _NO_TEXT.sub(" ", text)
    return tuple(dict.fromkeys(key_of(match) for match in _CITED.finditer(text)))


def possible_keys(text: str) -> frozenset[str]:
    """Return all that could be a key in a text: those it cites, and some of code and addresses.

    For fetching the few sources that a text can need out of a library of thousands.
    """
    return frozenset(key_of(match) for match in KEY.finditer(text)) if "@" in text else frozenset()


def without_keys(text: str) -> str:
    """Return `text` without citation keys, with every other word of its citations.

    A citation that is nothing but keys goes with its brackets and the space before it. Words
    around a key stay: they are read by everybody, so they belong to what people agree on.
    """
    if "@" not in text:
        return text

    def spaced_group(match: re.Match[str]) -> str:
        space, bracket = match[1], match[2]
        found = read_group(bracket)
        if found is None:
            return match.group()
        words = [" ".join(filter(None, (one.prefix, one.suffix))) for one in found[0]]
        rest = "; ".join(word for word in words if word)
        return f"{space}[{rest}]" if rest else ""

    return _IN_TEXT.sub("", _SPACED_GROUP.sub(spaced_group, text))


def label(item: Mapping[str, object], key: str) -> tuple[str, str]:
    """Return the author part and the year of a source, e.g. `("Smith et al.", "2019")`."""
    return author_label(item) or key, year_of(item) or "n.d."


def author_label(item: Mapping[str, object]) -> str:
    """Return the family names that stand for the authors, or the title's first words."""
    people = item.get("author") or item.get("editor") or []
    names = [name for person in _list(people) if (name := _family(person))]
    if not names:
        return " ".join(str(item.get("title", "")).split()[:4])
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def year_of(item: Mapping[str, object]) -> str:
    """Return the year of an item's date, or an empty string."""
    issued = item.get("issued")
    if not isinstance(issued, Mapping):
        return ""
    parts = _list(issued.get("date-parts"))
    first = _list(parts[0]) if parts else []
    if first:
        return str(first[0])
    match = re.search(r"\b\d{4}\b", str(issued.get("raw") or issued.get("literal") or ""))
    return match.group() if match else ""


def _family(person: object) -> str:
    """Return the family name of a CSL name."""
    if not isinstance(person, Mapping):
        return ""
    particle = str(person.get("non-dropping-particle", ""))
    family = str(person.get("family") or person.get("literal") or person.get("given") or "")
    return f"{particle} {family}".strip()


def _list(value: object) -> list[object]:
    """Return `value` if it is a list, else an empty one: outside files hold anything."""
    return list(value) if isinstance(value, list | tuple) else []
