"""Plain paragraphs as Word's own XML, written here because that is far quicker than pandoc.

The result is what pandoc writes, word for word; what this module does not know stays a node of
its tree. Pandoc gets a comment for each paragraph, which takes its place in the finished file.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from guidelines.typesetting.nodes import Node, raw

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_FORM = "openxml"
_LISTED = [["custom-style", "Bibliography"]]
_END = raw(_FORM, "")
_FIRST_BOOKMARK = 1_000_000  # far from the numbers that pandoc gives
_LONGEST_BOOKMARK = 40
_COMMENT = re.compile(r"<!--paragraph (\d+)-->")
# Marks of a run by kind, in the order in which Word wants them.
_MARKS: Mapping[str, str] = {
    "Link": '<w:rStyle w:val="Hyperlink" />',
    "Strong": "<w:b /><w:bCs />",
    "Emph": "<w:i /><w:iCs />",
    "SmallCaps": "<w:smallCaps />",
    "Strikeout": "<w:strike />",
    "Underline": '<w:u w:val="single" />',
    "Superscript": '<w:vertAlign w:val="superscript" />',
    "Subscript": '<w:vertAlign w:val="subscript" />',
}
# Other scripts, soft hyphens and signs that XML forbids are left to pandoc.
_KNOWN = re.compile(r"[ -~\xa0-\xac\xae-\u2e7f]*")
_BLANK = frozenset({"Space", "SoftBreak"})


class Runs:
    """The paragraphs of one document that are written here, and the addresses they lead to."""

    def __init__(self) -> None:
        """Begin a document."""
        self._paragraphs: list[str] = []
        self._links: dict[str, str] = {}
        self._bookmarks = 0

    def commented(self, blocks: list[Node]) -> list[Node]:
        """Return the blocks, with comments for plain paragraphs and references."""
        out: list[Node] = []
        follows = False  # the first paragraph after anything else has another style
        for block in blocks:
            plain = _is_plain(block)
            if plain and follows:
                block = self._kept(self._paragraph(block, "BodyText"))
            elif block["t"] == "Div" and block["c"][0][2] == _LISTED:
                block = self._listed(block)
            follows = plain
            out.append(block)
        return out

    def placed(self, document: str) -> str:
        """Return the text of a Word file with the paragraphs for their comments."""
        return _COMMENT.sub(lambda found: self._paragraphs[int(found[1])], document)

    def linked(self, relations: str) -> str:
        """Return the relationships of a document with the addresses outside."""
        found = "".join(
            f'<Relationship Type="{_HYPERLINK}" Id="{number}" Target={quoteattr(address)} '
            'TargetMode="External" />'
            for address, number in self._links.items()
        )
        return relations.replace("</Relationships>", f"{found}</Relationships>")

    def _paragraph(self, block: Node, style: str) -> str:
        runs = self._runs(block["c"], ())
        return f'<w:p><w:pPr><w:pStyle w:val="{style}" /></w:pPr>{runs}</w:p>'

    def _listed(self, division: Node) -> Node:
        """Return an entry of the list of references, which links lead to."""
        (anchor, _, _), blocks = division["c"]
        if len(blocks) != 1 or not _is_plain(blocks[0]):
            return division
        source = self._paragraph(blocks[0], "Bibliography")
        if anchor:
            number = _FIRST_BOOKMARK + self._bookmarks
            self._bookmarks += 1
            begin = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(bookmark(anchor))} />'
            source = f'{begin}{source}<w:bookmarkEnd w:id="{number}" />'
        return self._kept(source)

    def _kept(self, source: str) -> Node:
        self._paragraphs.append(source)
        return raw(_FORM, f"<!--paragraph {len(self._paragraphs) - 1}-->", block=True)

    def _runs(self, inlines: list[Node], marks: tuple[str, ...]) -> str:
        out: list[str] = []
        line: list[str] = []
        for node in [*inlines, _END]:
            kind: str = node["t"]
            c: Any = node.get("c")
            if kind == "Str" or kind in _BLANK:
                line.append(c if kind == "Str" else " ")
                continue
            if line:
                out.append(_run("".join(line), marks))
                line = []
            if kind == "RawInline":
                out.append(c[1])
            elif kind == "Link":
                where = self._where(c[2][0])
                runs = self._runs(c[1], (*marks, kind))
                out.append(f"<w:hyperlink {where}>{runs}</w:hyperlink>")
            else:
                out.append(self._runs(c, (*marks, kind)))
        return "".join(out)

    def _where(self, target: str) -> str:
        if target[:1] == "#":
            return f"w:anchor={quoteattr(bookmark(target[1:]))}"
        number = self._links.setdefault(target, f"link{len(self._links) + 1}")
        return f'r:id="{number}"'


def bookmark(identifier: str) -> str:
    """Return the name of the bookmark that pandoc makes of an identifier: Word has a limit."""
    if identifier[:1].isalpha() and len(identifier) <= _LONGEST_BOOKMARK:
        return identifier
    return f"X{hashlib.sha1(identifier.encode(), usedforsecurity=False).hexdigest()[1:]}"


def _is_plain(block: Node) -> bool:
    return block["t"] == "Para" and bool(block["c"]) and _is_known(block["c"])


def _is_known(inlines: list[Node], marks: tuple[str, ...] = ()) -> bool:
    """Tell whether this module can write inlines; a mark inside its like it cannot."""
    for node in inlines:
        kind: str = node["t"]
        c: Any = node.get("c")
        if kind == "Str":
            known = _KNOWN.fullmatch(c) is not None
        elif kind == "RawInline":
            known = c[0] == _FORM
        elif kind in marks or kind not in _MARKS:
            known = kind in _BLANK
        elif kind == "Link":
            known = not c[2][1] and _is_known(c[1], (*marks, kind))
        else:
            known = _is_known(c, (*marks, kind))
        if not known:
            return False
    return True


def _run(text: str, marks: tuple[str, ...]) -> str:
    properties = "".join(mark for kind, mark in _MARKS.items() if kind in marks)
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
