"""Numbers and references in pandoc's tree: the same count that the preview has."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from guidelines.text.numbering import Kind, Landmark, placed, targets
from guidelines.typesetting.nodes import Node, plain

_UNCOUNTED = frozenset({"guidance"})
_BOXED = frozenset({"recommendation"})
Found = tuple[int, Landmark]


class Places:
    """What has a number in a tree, by the node's content, and what a reference can name."""

    def __init__(self, blocks: list[Node]) -> None:
        """Count once through the top of the tree and what is nested in it."""
        found = list(_walk(blocks, ()))
        numbered = placed(landmark for _, landmark in found)
        self._by_node = {key: one for (key, _), one in zip(found, numbered, strict=True)}
        self.targets: Mapping[str, Landmark] = targets(numbered)

    def of(self, content: Any) -> Landmark | None:
        """Return what a header, table, figure or division is counted as."""
        return self._by_node.get(id(content))


def _walk(blocks: Iterable[Node], inside: tuple[str, ...]) -> Iterable[Found]:
    """Yield what is counted, in order, with the identity of the content of its node."""
    for node in blocks:
        found = _READ.get(node["t"])
        if found is not None:
            yield from found(node["c"], inside)


def _header(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    level, (identifier, classes, _), inlines = c
    if not inside:
        numbered = "unnumbered" not in classes
        yield id(c), Landmark(Kind.SECTION, identifier, plain(inlines), level, numbered)


def _table(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    if c[1][1]:
        yield id(c), Landmark(Kind.TABLE, c[0][0], "")


def _figure(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    yield id(c), Landmark(Kind.FIGURE, c[0][0], "")


def _division(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    (identifier, classes, _), blocks = c
    if _UNCOUNTED.intersection(classes):
        return
    boxed = bool(_BOXED.intersection(classes))
    if boxed and not {"recommendation", "quotation"}.intersection(inside):
        yield id(c), Landmark(Kind.RECOMMENDATION, identifier, "")
    yield from _walk(blocks, (*inside, "recommendation" if boxed else "division"))


def _quotation(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    return _walk(c, (*inside, "quotation"))


def _items(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    for item in c:
        yield from _walk(item, (*inside, "list"))


def _numbered_items(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    return _items(c[1], inside)


def _definitions(c: Any, inside: tuple[str, ...]) -> Iterable[Found]:
    for _, meanings in c:
        yield from _items(meanings, inside)


_READ: Mapping[str, Callable[[Any, tuple[str, ...]], Iterable[Found]]] = {
    "Header": _header,
    "Table": _table,
    "Figure": _figure,
    "Div": _division,
    "BlockQuote": _quotation,
    "BulletList": _items,
    "OrderedList": _numbered_items,
    "DefinitionList": _definitions,
}
