"""The text of a published version as the public page shows it: safe HTML, cut at its boxes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from html import escape
from types import MappingProxyType
from typing import Any

from guidelines.evidence.rules.items import in_words
from guidelines.text.citations import Citations, sources
from guidelines.text.links import is_allowed_link
from guidelines.text.markdown import WHOLE, lowered, render

_TAG = re.compile(r'</?[a-zA-Z][^<>"]*(?:"[^"]*"[^<>"]*)*>')
_DIV = re.compile(r"</?div\b")
_BOX = re.compile(r'<div class="recommendation" id="([^"]+)"[^>]*>')
_LABEL = re.compile(r'<p class="field-label">([^<]*)</p>')
_FIELD = re.compile(r'<div class="[^"]*\bfield\b[^"]*"')


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page: plain text, or what stands inside the box of a recommendation.

    `key` is the recommendation's id, empty for plain text. `html` is the text, or the wording;
    `more` are the long parts of the recommendation.
    """

    html: str
    key: str = ""
    more: str = ""

    @property
    def details(self) -> "Part":
        """The long parts as a piece of their own."""
        return Part(self.more, self.key)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the contents."""

    id: str
    words: str
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """A whole text for reading; `references`, in order of citation, have the key of a source."""

    parts: tuple[Part, ...]
    contents: tuple[Place, ...]
    references: tuple[Part, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the page as plain values, as it is stored."""
        return asdict(self)


def from_json(stored: Mapping[str, Any]) -> Page:
    """Read a stored page."""
    return Page(
        tuple(Part(**part) for part in stored["parts"]),
        tuple(Place(**place) for place in stored["contents"]),
        tuple(Part(**part) for part in stored["references"]),
    )


def page_of(
    body: str,
    *,
    references: Iterable[Mapping[str, Any]],
    images: Callable[[str], str | None],
    printed: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """Render `body` once; sanitised by the one door to Markdown, only cut here.

    `printed` are references by key as the chosen style has them; others stand as usual.
    """
    items = {str(item["id"]): item for item in references}
    read = render(body, citations=Citations(items), images=images, around=WHOLE)
    cited = sources(items, read.citation_keys)
    highest = min((heading.level for heading in read.headings), default=1)
    contents = tuple(
        Place(heading.id, f"{heading.number} {heading.text}".strip(), heading.level - highest + 1)
        for heading in read.headings
        if heading.level <= highest + 1
    )
    html = _LABEL.sub(r'<p class="field-label"><strong>\1</strong></p>', read.html)
    # the title of the page is its only heading of level 1
    html = lowered(html, 2 - highest)
    parts = tuple(_cut(html, frozenset(read.recommendations)))
    listed = tuple(
        Part(reference_html(one, printed.get(key, "")), key) for key, one in cited.items()
    )
    return Page(parts, contents, listed)


def _cut(html: str, known: frozenset[str]) -> Iterable[Part]:
    """Cut safe HTML at the boxes of recommendations; the pieces joined nest as before."""
    at = 0
    while (box := _BOX.search(html, at)) is not None:
        if box[1] not in known:
            yield Part(html[at : box.end()])
            at = box.end()
            continue
        end = _closing(html, box.end())
        if before := html[at : box.start()]:
            yield Part(before)
        inner = html[box.end() : end]
        first = _FIELD.search(inner)
        split = first.start() if first else len(inner)
        yield Part(inner[:split].strip(), box[1], inner[split:].strip())
        at = end + len("</div>")
    if html[at:].strip():
        yield Part(html[at:])


def _closing(html: str, start: int) -> int:
    """Return where the div that was opened before `start` is closed."""
    depth = 1
    for tag in _TAG.finditer(html, start):
        if _DIV.match(tag[0]):
            depth += -1 if tag[0].startswith("</") else 1
            if depth == 0:
                return tag.start()
    return len(html)


def reference_html(item: Mapping[str, Any], printed: str = "") -> str:
    """Return one source as people cite it, with a link where it has a DOI or an address.

    `printed` is how a citation style has it.
    """
    doi, url = str(item.get("DOI") or ""), str(item.get("URL") or "")
    target = f"https://doi.org/{doi}" if doi else url
    words = escape(printed or citation_words(item))
    if not target.startswith("http") or not is_allowed_link(target):
        return words
    shown = f"doi:{doi}" if doi else url
    there = next((one for one in (target, shown) if printed and escape(one) in words), "")
    link = f'<a href="{escape(target)}">{escape(there or shown)}</a>'
    return words.replace(escape(there), link, 1) if there else f"{words} {link}"


def citation_words(item: Mapping[str, Any]) -> str:
    """Return one source as plain words, without a link."""
    words = in_words(item)
    title = words["title"]
    ended = title if title[-1:] in ".?!" else f"{title}."
    where = ", ".join(part for part in (words["where"], words["year"]) if part)
    people = f"{words['people'].rstrip('.')}." if words["people"] else ""
    return " ".join(part for part in (people, ended, f"{where}." if where else "") if part)
