"""Citations in a Word file made ready for pandoc, which knows fields with a name for each source.

Mendeley Cite keeps each citation in a content control whose tag is a prefix and JSON in Base64:
it becomes a field. In fields, Mendeley's older plug-in calls the first source of every citation
"ITEM-1", and Zotero counts the sources of each library anew: each source is named by what it is.
What cannot be read stays as its words.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from guidelines.errors import sentence
from guidelines.typesetting.word_xml import Element, W, main_part, parse, value, written

_CITATION = "MENDELEY_CITATION_v3_"
_LIST = "MENDELEY_BIBLIOGRAPHY"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_MOST_CHARACTERS = 2_000_000  # of a tag; the longest seen, of 30 sources, has 60,000
_MOST_SOURCES = 200
_PEOPLE = frozenset(
    {
        "author", "chair", "collection-editor", "compiler", "composer", "container-author",
        "contributor", "curator", "director", "editor", "editorial-director", "editor-translator",
        "illustrator", "interviewer", "original-author", "organizer", "recipient",
        "reviewed-author", "series-creator", "translator",
    }
)  # fmt: skip
_DATES = frozenset(
    {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
)
_FIELD = re.compile(r"\s*(ADDIN (?:ZOTERO_ITEM )?CSL_CITATION )\s*(\{.*)", re.DOTALL)
_XML_CANNOT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def with_fields(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Return the parts of a Word file with such fields, and what to say of it.

    The list of sources goes away, because the text makes its own; it stays as words where a
    citation could not be read.
    """
    found = dict(parts)
    roots = {
        name: parse(part)
        for name in (main_part(parts), *_NOTES)
        if b"MENDELEY_" in (part := parts.get(name, b"")) or b"CSL_CITATION" in part
    }
    for root in roots.values():
        _name_sources(root)
    broken = sum(
        not _cited(control, tag[len(_CITATION) :])
        for root in roots.values()
        for control, tag in _controls(root, _CITATION)
    )
    for root in roots.values():
        if not broken:
            for control, _tag in _controls(root, _LIST):
                control.getparent().remove(control)
    found |= {name: written(root) for name, root in roots.items()}
    if not broken:
        return found, []
    said = sentence(
        "%(count)s citations of Mendeley could not be read: they stand in the text as plain "
        "words, and the list of sources stays. Search for them and cite from the library.",
        count=broken,
    )
    return found, [said]


def _name_sources(root: Element) -> None:
    """Name the sources in the fields of a part by what they are."""
    open_fields: list[list[Element]] = []
    for one in root.iter(f"{W}fldChar", f"{W}instrText"):
        if one.tag == f"{W}instrText":
            if open_fields:
                open_fields[-1].append(one)
        elif (kind := value(one, f"{W}fldCharType")) == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            _rename(open_fields.pop())


def _rename(pieces: list[Element]) -> None:
    """Name the sources in the order of one field, which may stand in several pieces."""
    found = _FIELD.match("".join(piece.text or "" for piece in pieces))
    if found is None:
        return
    try:
        told, _end = json.JSONDecoder().raw_decode(found[2])
        items = [item for item in told["citationItems"] if isinstance(item["itemData"], dict)]
    except (KeyError, RecursionError, TypeError, ValueError):
        return
    for item in items:
        item["itemData"].pop("id", None)
        item["id"] = item["itemData"]["id"] = _named(item["itemData"])
    pieces[0].text = f" {found[1]}{_safe(told)} "
    for piece in pieces[1:]:
        piece.text = ""


def _named(csl: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(csl, sort_keys=True).encode()).hexdigest()[:32]


def _safe(told: Any) -> str:
    """Return JSON without what XML cannot hold."""
    return _XML_CANNOT.sub("", json.dumps(told, ensure_ascii=False))


def _controls(root: Element, begin: str) -> Iterator[tuple[Element, str]]:
    for control in list(root.iter(f"{W}sdt")):
        tag = value(control.find(f"{W}sdtPr/{W}tag"))
        if tag.startswith(begin):
            yield control, tag


def _cited(control: Element, encoded: str) -> bool:
    """Put the field of a citation into its control; tell whether its tag could be read."""
    content = control.find(f"{W}sdtContent")
    order = _order(encoded)
    paragraphs = list(content.iter(f"{W}p")) if content is not None else []
    if content is None or not order or len(paragraphs) > 1:
        return False
    around = paragraphs[0] if paragraphs else content
    first = 1 if len(around) and around[0].tag == f"{W}pPr" else 0
    instruction = etree.Element(f"{W}instrText")
    instruction.text = order
    for place, child in enumerate((_mark("begin"), instruction, _mark("separate")), first):
        around.insert(place, _run(child))
    around.append(_run(_mark("end")))
    return True


def _run(child: Element) -> Element:
    run = etree.Element(f"{W}r")
    run.append(child)
    return run


def _mark(kind: str) -> Element:
    mark = etree.Element(f"{W}fldChar")
    mark.set(f"{W}fldCharType", kind)
    return mark


def _order(encoded: str) -> str:
    """Return the order of a field for a tag, empty where the tag is not sound."""
    if len(encoded) > _MOST_CHARACTERS:
        return ""
    plain = encoded.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        read = json.loads(base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return ""
    items = read.get("citationItems") if isinstance(read, dict) else None
    if not isinstance(items, list) or not 0 < len(items) <= _MOST_SOURCES:
        return ""
    sources = [source for item in items if (source := _source(item))]
    if len(sources) < len(items):
        return ""
    field = {"citationItems": sources, "properties": {"noteIndex": 0}}
    return f" ADDIN CSL_CITATION {_safe(field)} "


def _source(item: Any) -> dict[str, Any]:
    """Return one source of a citation; empty where it has neither title nor people."""
    told = item.get("itemData") if isinstance(item, dict) else None
    if not isinstance(told, dict):
        return {}
    csl = {name: kept for name, one in told.items() if name != "id" and (kept := _kept(name, one))}
    if not (csl.get("title") or csl.get("author") or csl.get("editor")):
        return {}
    key = _named(csl)
    found: dict[str, Any] = {"id": key, "itemData": {"type": "document", **csl, "id": key}}
    for name in ("locator", "label", "prefix", "suffix"):
        if word := _word(item.get(name)):
            found[name] = word
    if item.get("suppress-author") is True or item.get("displayAs") == "suppress-author":
        found["suppress-author"] = True
    return found


def _kept(name: str, told: Any) -> Any:
    """Return a field of a source as CSL knows it; nothing for one of another shape."""
    if name in _PEOPLE:
        names = [_name(one) for one in _listed(told) if isinstance(one, dict)]
        return [one for one in names if one]
    if name in _DATES:
        dates = _listed(told.get("date-parts")) if isinstance(told, dict) else []
        parts = [[n for n in map(_number, _listed(one)[:3]) if n is not None] for one in dates[:2]]
        return {"date-parts": [one for one in parts if one]} if any(parts) else None
    return _word(told)


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


def _name(told: Mapping[str, Any]) -> dict[str, str]:
    parts = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
    return {name: word for name in parts if (word := _word(told.get(name)))}


def _number(told: Any) -> int | None:
    text = _word(told)
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _word(told: Any) -> str:
    if isinstance(told, bool) or not isinstance(told, str | int):
        return ""
    return _XML_CANNOT.sub("", str(told)[:20_000]).strip()
