"""Our own part of a Word file: which document and version it was made from."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from guidelines.typesetting.word_model import Origin
from guidelines.typesetting.word_xml import parse, written

OURS = "urn:concord:word-file:1"
_PROPERTIES = "docProps/custom.xml"
_PROPERTY = "ConcordOrigin"


def name_origin(parts: dict[str, bytes], origin: Origin, tags: Sequence[str]) -> None:
    """Write our own part: document, version, file, and the tags of the blocks.

    The same stands in a property of the file, which more programs keep.
    """
    number = 1 + sum(name.startswith("customXml/item") for name in parts)
    blocks = "".join(f"<block tag={quoteattr(tag)}/>" for tag in tags)
    parts[f"customXml/item{number}.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<word-file xmlns={quoteattr(OURS)} document={quoteattr(origin.document)} "
        f'version="{origin.version}" export={quoteattr(origin.export)}>{blocks}</word-file>'
    ).encode()
    _add_property(parts, f"{origin.document} {origin.version} {origin.export}")
    relations = parse(parts["word/_rels/document.xml.rels"])
    space = relations.tag.removesuffix("Relationships")
    etree.SubElement(
        relations,
        f"{space}Relationship",
        Id=f"rIdConcord{number}",
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml",
        Target=f"../customXml/item{number}.xml",
    )
    parts["word/_rels/document.xml.rels"] = written(relations)


def _add_property(parts: dict[str, bytes], text: str) -> None:
    """Write a property of the file, in the part that pandoc has made for such."""
    root = parse(parts[_PROPERTIES])
    space = root.tag.removesuffix("Properties")
    taken = [int(one.get("pid") or 1) for one in root]
    one = etree.SubElement(
        root,
        f"{space}property",
        fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}",
        pid=str(max(taken, default=1) + 1),
        name=_PROPERTY,
    )
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    etree.SubElement(one, f"{{{types}}}lpwstr", nsmap={"vt": types}).text = text
    parts[_PROPERTIES] = written(root)


def origin_of(parts: Mapping[str, bytes]) -> Origin | None:
    """Return what our part in a Word file says; None where it is not there (any more)."""
    for name, part in parts.items():
        if name.startswith("customXml/") and OURS.encode() in part:
            root = parse(part)
            if root.tag == f"{{{OURS}}}word-file":
                return _origin(*(root.get(key) or "" for key in ("document", "version", "export")))
    if _PROPERTIES in parts:
        for found in parse(parts[_PROPERTIES]).iter("{*}property"):
            if found.get("name") == _PROPERTY:
                words = "".join(found.itertext()).split()
                return _origin(*words) if len(words) == 3 else None
    return None


def _origin(document: str, version: str, export: str) -> Origin | None:
    number = version if version.isdigit() and len(version) < 10 else ""
    return Origin(document, int(number), export) if number else None
