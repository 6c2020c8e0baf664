"""Fields of reference managers (Zotero, Mendeley, EndNote) become sources and citations, and back.

Pandoc reads the fields; here their sources get keys a person can type.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from guidelines.typesetting import pandoc
from guidelines.typesetting.nodes import Node, plain, raw

_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
_LOCATOR = re.compile(r"^[,\s]*(?:pp?\.|pages?)\s*([\w\u2013-]+)$")


def references_of(
    tree: Mapping[str, Any],
) -> tuple[tuple[Mapping[str, Any], ...], dict[str, str]]:
    """Return the sources of a tree as CSL-JSON items, and their keys by the ids in its citations.

    Two fields of one source may have two ids: they get one key.
    """
    if not tree["meta"].get("references"):
        return (), {}
    lean = {**tree, "blocks": []}
    written = pandoc.run(["--from=json", "--to=csljson"], json.dumps(lean).encode())
    items: dict[str, Mapping[str, Any]] = {}
    keys: dict[str, str] = {}
    same: dict[str, str] = {}
    for item in json.loads(written.output):
        bare = {name: value for name, value in item.items() if name != "id"}
        mark = json.dumps(bare, sort_keys=True)
        key = same.get(mark) or _key(bare, items)
        same[mark] = keys[str(item["id"])] = key
        items[key] = {**bare, "id": key}
    return tuple(items.values()), keys


def _key(item: Mapping[str, Any], taken: Mapping[str, object]) -> str:
    """Return a key of name and year, with a letter where it is taken."""
    people = item.get("author") or item.get("editor") or [{}]
    name = str(
        people[0].get("family") or people[0].get("literal") or item.get("title") or "source"
    )
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "".join(re.findall(r"[a-z0-9]+", bare))[:40] or "source"
    year = ((item.get("issued") or {}).get("date-parts") or [[""]])[0][:1]
    key = stem = f"{stem}{year[0] if year else ''}"
    number = 0
    while key in taken:
        key = f"{stem}{chr(ord('a') + number)}" if number < 26 else f"{stem}-{number}"
        number += 1
    return key


def cited(
    c: Any, keys: Mapping[str, str], inlines: Callable[[list[Node]], list[Node]]
) -> list[Node]:
    """Return a citation under the keys of its sources; one without a source stays as its words."""
    citations, words = c
    if not citations or any(one["citationId"] not in keys for one in citations):
        return inlines(words)
    named = [
        {
            **one,
            "citationId": keys[one["citationId"]],
            "citationPrefix": _trimmed(inlines(one["citationPrefix"])),
            "citationSuffix": _trimmed(inlines(one["citationSuffix"])),
        }
        for one in citations
    ]
    return [{"t": "Cite", "c": [named, inlines(words)]}]


def _trimmed(inlines: list[Node]) -> list[Node]:
    while inlines and inlines[-1]["t"] in ("Space", "SoftBreak"):
        inlines = inlines[:-1]
    return inlines


def live_field(
    c: Any, words: list[Node], items: Mapping[str, Mapping[str, Any]], number: int
) -> list[Node]:
    """Return a citation as a field that Zotero's plugin for Word knows, around its words.

    One with a source that is not in the library stays as its words.
    """
    citations = c[0]
    if not citations or any(one["citationId"] not in items for one in citations):
        return words
    shown = plain(words)
    field = {
        "citationID": f"concord{number:05d}",
        "properties": {"formattedCitation": shown, "plainCitation": shown, "noteIndex": 0},
        "citationItems": [_item(one, items) for one in citations],
        "schema": _SCHEMA,
    }
    order = f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(field)} "
    return [*field_around(order, words)]


def _item(one: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one source of a citation with what stands before and after it."""
    key = one["citationId"]
    item: dict[str, Any] = {
        "id": key,
        "uris": [f"urn:concord:reference:{key}"],
        "itemData": {**items[key], "id": key},
    }
    if before := plain(one["citationPrefix"]):
        item["prefix"] = f"{before} "
    after = plain(one["citationSuffix"])
    if page := _LOCATOR.match(after):
        item["locator"], item["label"] = page[1], "page"
    elif after:
        item["suffix"] = after
    if one["citationMode"]["t"] == "SuppressAuthor":
        item["suppress-author"] = True
    return item


def field_around(order: str, words: list[Node]) -> list[Node]:
    """Return words as the result of a Word field with this order."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(order)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return [raw("openxml", begin), *words, raw("openxml", end)]
