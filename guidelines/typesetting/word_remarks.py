"""The comments of a Word file, with what replies to what."""

from collections.abc import Callable, Mapping

from guidelines.typesetting.word_model import Remark, Stretch
from guidelines.typesetting.word_xml import W14, W15, Element, W, moment, parse, value


def remarks_of(
    parts: Mapping[str, bytes], stretches: Callable[[str], tuple[Stretch, ...]]
) -> tuple[Remark, ...]:
    """Return the comments in the order of the file; `stretches` says where one stands."""
    if "word/comments.xml" not in parts:
        return ()
    root = parse(parts["word/comments.xml"])
    found = list(root.iter(f"{W}comment"))
    by_paragraph = {
        value(paragraph, f"{W14}paraId"): value(comment, f"{W}id")
        for comment in found
        for paragraph in comment.iter(f"{W}p")
    }
    parents: dict[str, str] = {}
    done: set[str] = set()
    if "word/commentsExtended.xml" in parts:
        for more in parse(parts["word/commentsExtended.xml"]).iter(f"{W15}commentEx"):
            key = by_paragraph.get(value(more, f"{W15}paraId"), "")
            parent = by_paragraph.get(value(more, f"{W15}paraIdParent"), "")
            if key and parent and parent != key:
                parents[key] = parent
            if key and value(more, f"{W15}done") in ("1", "true"):
                done.add(key)
    return tuple(
        Remark(
            id=(key := value(comment, f"{W}id")),
            author=value(comment, f"{W}author").strip(),
            at=moment(value(comment, f"{W}date")),
            text=_words(comment),
            parent=_first(key, parents),
            done=key in done,
            stretches=stretches(key),
        )
        for comment in found
    )


def _first(key: str, parents: Mapping[str, str]) -> str:
    """Return the comment at the top of a thread, empty for one that is it."""
    seen = {key}
    top = parents.get(key, "")
    while top in parents and parents[top] not in seen:
        seen.add(top)
        top = parents[top]
    return top


def _words(comment: Element) -> str:
    paragraphs = []
    for paragraph in comment.iter(f"{W}p"):
        words = [
            " " if element.tag in (f"{W}tab", f"{W}br", f"{W}cr") else element.text or ""
            for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr")
        ]
        paragraphs.append("".join(words).strip())
    return "\n\n".join(text for text in paragraphs if text)
