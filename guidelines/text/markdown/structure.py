"""Give parsed tokens the structure that pandoc gives them: ids, captions, figures, tasks."""

import re
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from guidelines.text.attributes import parse_attributes
from guidelines.text.numbering import Kind, Landmark

_BRACES = re.compile(r"[ \t]*(\{[^{}]*\})[ \t]*$")
_CAPTION = re.compile(r"(?:Table|table)?:[ \t]+")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_NOT_IN_ID = re.compile(r"[^\w\s.\-]")
_SHOWN = {"text", "text_special", "code_inline", "math_inline"}


def settle_blocks(state: StateCore) -> None:
    """Before inlines are read: attributes of headings, captions of tables, boxes of tasks."""
    tokens = state.tokens
    captioned = False
    for index, token in enumerate(tokens):
        if token.type == "inline":
            before = tokens[index - 1]
            if before.type == "heading_open":
                _heading_attributes(before, token)
            elif before.type == "paragraph_open":
                captioned |= _is_caption(tokens, index)
                if index > 1 and tokens[index - 2].type == "list_item_open":
                    _task(token)
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            align = str(token.attrs.pop("style")).removeprefix("text-align:")
            token.attrSet("class", f"align-{align}")
    if captioned:
        state.tokens = _with_captions(tokens)


def settle_inlines(state: StateCore) -> None:
    """After inlines are read: an id for each heading, a figure for an image on its own."""
    taken: dict[str, int] = {}
    ids: set[str] = set()
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "inline" or token.children is None:
            continue
        before = tokens[index - 1]
        if before.type == "heading_open":
            text = shown_text(token.children)
            before.meta["text"] = text
            if "id" not in before.attrs:
                name = _identifier(text)
                before.meta["automatic"] = name
                before.attrSet("id", _fresh(name, taken, ids))
            ids.add(str(before.attrs["id"]))
        elif len(token.children) == 1 and before.type == "paragraph_open" and not before.hidden:
            image = token.children[0]
            if image.type == "image" and image.content:
                before.tag = tokens[index + 1].tag = "figure"
                image.meta["figure"] = True


def landmarks(tokens: Sequence[Token]) -> tuple[Landmark, ...]:
    """Return what in a text can have a number; each token notes its place among them.

    A heading inside a box, a list or a quotation is no section; what stands in a footnote or in
    a note to the author, and a recommendation that is quoted, is not counted.
    """
    found: list[Landmark] = []
    inside: list[str] = []
    for index, token in enumerate(tokens):
        name = _container(token)
        if name and token.nesting < 0:
            inside.pop()
        one = None if _UNCOUNTED.intersection(inside) else _landmark(tokens, index)
        if one is not None and (one.kind is not Kind.RECOMMENDATION or not _BOXED & set(inside)):
            token.meta["landmark"] = len(found)
            found.append(one)
        if name and token.nesting > 0:
            inside.append(name)
    return tuple(found)


_UNCOUNTED = frozenset({"footnote_block", "guidance"})
_BOXED = frozenset({"blockquote", "recommendation"})


def classes_of(token: Token) -> tuple[str, ...]:
    """Return the classes of a fenced div."""
    div = token.meta["div"]
    return tuple(div.attributes.classes) if div.attributes else (div.word,)


def _container(token: Token) -> str:
    """Name what a token opens or closes, where that matters for what is inside."""
    if token.type in ("div_open", "div_close"):
        known = _UNCOUNTED | _BOXED
        return next((name for name in classes_of(token) if name in known), "div")
    kind = token.type.removesuffix("_open").removesuffix("_close")
    return kind if kind in ("footnote_block", "blockquote") else ""


def _landmark(tokens: Sequence[Token], index: int) -> Landmark | None:
    """Read one token as the beginning of a landmark; None where it is none."""
    token = tokens[index]
    line = token.map[0] + 1 if token.map else 0
    if token.type == "heading_open" and token.level == 0:
        name, meta = str(token.meta.get("automatic") or token.attrs["id"]), token.meta
        return Landmark(
            Kind.SECTION,
            name,
            meta.get("text", ""),
            int(token.tag[1]),
            meta.get("numbered", True),
            "automatic" in meta,
            line,
        )
    if token.type == "caption_open":
        words = shown_text(tokens[index + 1].children or [])
        return Landmark(Kind.TABLE, str(token.attrs.get("id", "")), words, line=line)
    if token.type == "paragraph_open" and token.tag == "figure":
        image = (tokens[index + 1].children or [])[0]
        return Landmark(Kind.FIGURE, str(image.attrs.get("id", "")), image.content, line=line)
    if token.type == "div_open" and "recommendation" in classes_of(token):
        attributes = token.meta["div"].attributes
        name = attributes.identifier if attributes else ""
        return Landmark(Kind.RECOMMENDATION, name, "", line=line)
    return None


def shown_text(children: list[Token]) -> str:
    """Return the words of inline tokens, without citations and notes, spaces made single."""
    parts = []
    for child in children:
        if child.type in _SHOWN:
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _identifier(text: str) -> str:
    """Return pandoc's automatic id of a heading: lower case, no punctuation, hyphens."""
    words = "-".join(_NOT_IN_ID.sub("", text).lower().split())
    start = next((place for place, sign in enumerate(words) if sign.isalpha()), len(words))
    return words[start:] or "section"


def _fresh(name: str, taken: dict[str, int], ids: set[str]) -> str:
    """Return `name`, or `name-1`, `name-2`… where it is taken."""
    candidate = name
    while candidate in ids:
        taken[name] = taken.get(name, 0) + 1
        candidate = f"{name}-{taken[name]}"
    return candidate


def _heading_attributes(heading: Token, inline: Token) -> None:
    """Move `{#id .class}` from the end of a heading's text to the heading."""
    match = _BRACES.search(inline.content) if inline.content.rstrip().endswith("}") else None
    attributes = parse_attributes(match[1]) if match else None
    if match is None or attributes is None:
        return
    inline.content = inline.content[: match.start()]
    if attributes.identifier:
        heading.attrSet("id", attributes.identifier)
    heading.meta["numbered"] = "unnumbered" not in attributes.classes


def _task(inline: Token) -> None:
    """Show `[ ]` and `[x]` at the start of a list item as boxes."""
    match = _TASK.match(inline.content)
    if match is not None:
        box = "☐" if match[1] == " " else "☒"
        inline.content = f"{box} {inline.content[match.end() :]}"


def _is_caption(tokens: list[Token], index: int) -> bool:
    """Say whether the paragraph around `tokens[index]` is the caption of the table beside it."""
    if _CAPTION.match(tokens[index].content) is None:
        return False
    after = tokens[index - 2].type == "table_close" if index > 1 else False
    ahead = index + 2 < len(tokens) and tokens[index + 2].type == "table_open"
    return after or ahead


def _with_captions(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each caption as the first thing inside its table."""
    settled: list[Token] = []
    table = -1
    waiting: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        is_caption = (
            token.type == "paragraph_open"
            and tokens[index + 1].type == "inline"
            and _is_caption(tokens, index + 1)
        )
        if is_caption:
            caption = _caption(tokens[index + 1])
            if table >= 0 and settled and settled[-1].type == "table_close":
                settled[table + 1 : table + 1] = caption
                table = -1
            else:
                waiting = caption
            index += 3
            continue
        settled.append(token)
        if token.type == "table_open":
            table = len(settled) - 1
            settled.extend(waiting)
            waiting = []
        index += 1
    return settled


def _caption(inline: Token) -> list[Token]:
    """Make the caption's tokens from the inline token of its paragraph."""
    begin, end = Token("caption_open", "caption", 1), Token("caption_close", "caption", -1)
    begin.block = end.block = True
    match = _CAPTION.match(inline.content)
    text = inline.content[match.end() if match else 0 :]
    braces = _BRACES.search(text)
    attributes = parse_attributes(braces[1]) if braces else None
    if braces is not None and attributes is not None:
        text = text[: braces.start()]
        if attributes.identifier:
            begin.attrSet("id", attributes.identifier)
    inline.content = text.rstrip()
    return [begin, inline, end]
