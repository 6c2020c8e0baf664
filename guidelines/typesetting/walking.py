"""One walk over pandoc's tree: what is kept as it is, and what is handed on as special."""

from typing import Any

from guidelines.typesetting.nodes import NO_ATTRIBUTES, Node

_WORDS = frozenset({"Str", "Space", "SoftBreak"})
_LEAF = _WORDS | {"LineBreak"}
_WRAPPERS = frozenset(
    {"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
)


class Walker:
    """Rebuilds a tree node by node; subclasses say what becomes of its special nodes.

    The first words of a line stay apart, so that a writer sees "1." or "-" and keeps it from
    becoming a list: `first_words` of them.
    """

    first_words = 2

    def special_block(self, kind: str, c: Any) -> list[Node]:
        """Return what becomes of a header, a division, a table, a figure or a quotation."""
        raise NotImplementedError

    def special_inline(self, kind: str, c: Any) -> list[Node]:
        """Return what becomes of a link, an image, a span, a formula or a note."""
        raise NotImplementedError

    def blocks(self, nodes: list[Node]) -> list[Node]:
        """Return a list of blocks, each dressed."""
        out: list[Node] = []
        for node in nodes:
            kind = node["t"]
            if kind in ("Para", "Plain"):
                if inlines := self.inlines(node["c"]):
                    out.append({"t": kind, "c": inlines})
            else:
                out.extend(self._block(kind, node.get("c")))
        return out

    def inlines(self, nodes: list[Node]) -> list[Node]:
        """Return a list of inlines, each dressed."""
        # The words of a line become one node, because a writer is faster with fewer nodes.
        out: list[Node] = []
        line: list[str] = []
        apart = self.first_words
        for node in nodes:
            kind = node["t"]
            if kind in _WORDS and not apart:
                line.append(node["c"] if kind == "Str" else " ")
                continue
            if line:
                out.append({"t": "Str", "c": "".join(line)})
                line = []
            apart = self.first_words if kind == "LineBreak" else max(0, apart - 1)
            if kind in _LEAF:
                out.append(node)
            elif kind in _WRAPPERS:
                out.append({"t": kind, "c": self.inlines(node["c"])})
            else:
                out.extend(self._inline(kind, node["c"]))
        if line:
            out.append({"t": "Str", "c": "".join(line)})
        return out

    def citation(self, c: Any) -> list[Node]:
        """Return a citation as its words; a form may make more of it."""
        return self.inlines(c[1])

    def _block(self, kind: str, c: Any) -> list[Node]:
        match kind:
            case "BulletList":
                return [{"t": kind, "c": [self.blocks(item) for item in c]}]
            case "OrderedList":
                return [{"t": kind, "c": [c[0], [self.blocks(item) for item in c[1]]]}]
            case "DefinitionList":
                terms = [
                    [self.inlines(term), [self.blocks(meaning) for meaning in meanings]]
                    for term, meanings in c
                ]
                return [{"t": kind, "c": terms}]
            case "LineBlock":
                return [{"t": kind, "c": [self.inlines(line) for line in c]}]
            case "CodeBlock":
                return [{"t": kind, "c": [NO_ATTRIBUTES, c[1]]}]
            case "RawBlock":
                return [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, c[1]]}]
            case "HorizontalRule":
                return [{"t": kind}]
        return self.special_block(kind, c)

    def _inline(self, kind: str, c: Any) -> list[Node]:
        match kind:
            case "Cite":
                return self.citation(c)
            case "Quoted":
                return [{"t": kind, "c": [c[0], self.inlines(c[1])]}]
            case "Code":
                return [{"t": kind, "c": [NO_ATTRIBUTES, c[1]]}]
            case "RawInline":
                return [{"t": "Code", "c": [NO_ATTRIBUTES, c[1]]}]
        return self.special_inline(kind, c)
