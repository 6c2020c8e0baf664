"""The form for reading devices (EPUB 3): chapters that flow, in one file."""

import io
import re
import zipfile
from functools import cache

from guidelines.typesetting import pandoc
from guidelines.typesetting.around import heading, matter, opening, summary
from guidelines.typesetting.html import WebDresser
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.nodes import Node, div
from guidelines.typesetting.packing import packed
from guidelines.typesetting.pandoc import EXPORTS, Tree

_MODIFIED = re.compile(rb'(<meta property="dcterms:modified">)[^<]*')
_PACKAGE, _STYLE = "EPUB/content.opf", "EPUB/styles/stylesheet1.css"
_KIND = "mimetype"  # comes first and plain, so that a device knows the file by its first bytes


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write the dressed tree as a book; return it and the warnings."""
    dresser = WebDresser(manuscript)
    body = dresser.dress(tree["blocks"])
    blocks = [*opening(dresser), *summary(dresser), *body, *matter(dresser)]
    if dresser.references:
        listed = div("references", dresser.references, css="references")
        blocks += [heading(manuscript.labels["references"]), listed]
    book = {**tree, "meta": _meta(manuscript), "blocks": blocks}
    return _dressed(pandoc.write(book, "epub").output, manuscript), dresser.warnings


def _meta(manuscript: Manuscript) -> dict[str, Node]:
    facts = {
        "title": manuscript.title,
        "lang": manuscript.language,
        "date": manuscript.date.isoformat(),
        "publisher": manuscript.network,
        "identifier": f"urn:sha256:{manuscript.sha256}" if manuscript.sha256 else manuscript.title,
        "toc-title": manuscript.labels["contents"],
        "accessibilitySummary": manuscript.notice,
    }
    return {name: {"t": "MetaString", "c": text} for name, text in facts.items() if text}


@cache
def _style() -> bytes:
    return (EXPORTS / "epub.css").read_bytes()


def _dressed(book: bytes, manuscript: Manuscript) -> bytes:
    """Return the book with our style sheet and the date of its text: the cage knows neither."""
    moment = manuscript.moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(book)) as read:
        files = {name: read.read(name) for name in read.namelist()}
    files[_PACKAGE] = _MODIFIED.sub(rb"\g<1>" + moment, files[_PACKAGE])
    files[_STYLE] = _style()
    return packed(files, stored={_KIND})
