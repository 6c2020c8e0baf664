"""Fenced divs of one class: the text without them."""

from guidelines.text.blocks import Kind, opening, split

GUIDANCE = "guidance"


def without(source: str, *names: str) -> str:
    """Return `source` without the fenced divs that have one of the classes `names`.

    Every other byte stays.
    """
    if not any(name in source for name in names):
        return source
    kept: list[str] = []
    inside = 0
    for block in split(source):
        div = opening(block.text) if block.kind is Kind.OPEN else None
        classes = div.attributes.classes if div and div.attributes else (div.word,) if div else ()
        if inside:
            inside += (block.kind is Kind.OPEN) - (block.kind is Kind.CLOSE)
        elif set(names).intersection(classes):
            inside = 1
        else:
            kept.append(source[block.start : block.end])
    return "".join(kept)
