"""From Markdown to safe HTML, to plain words, and to the outline that pandoc must agree with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote

from markdown_it.token import Token

from guidelines.text.blocks import divs
from guidelines.text.citations import Citations
from guidelines.text.comments import normalise_newlines, without_comments
from guidelines.text.markdown.parser import MAX_NESTING, parser
from guidelines.text.markdown.safety import clean
from guidelines.text.markdown.structure import classes_of, landmarks, shown_text
from guidelines.text.markdown.words import Words, Writing
from guidelines.text.markdown.writing import Writer
from guidelines.text.notices import Notice, TextTooLarge
from guidelines.text.numbering import Landmark, placed, targets

LARGEST_SOURCE = 5_000_000
_MARKUP = frozenset("\\`*_{}[]<>|~^$@&\0")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: level (1–6), words, id, 1-based line, number where it has one."""

    level: int
    text: str
    id: str
    line: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """The rest of the document that a text is a part of: what numbers and references need.

    `before` and `after` are what can be referred to there, in order, and `addresses` the page of
    each id that is not in the text itself. Nothing around means that the text is the whole.
    """

    before: tuple[Landmark, ...] = ()
    after: tuple[Landmark, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)


WHOLE = Around()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as safe HTML and what was found in it.

    `recommendations` are the ids of recommendation blocks in order, `citation_keys` the keys in
    order of first citation (unknown ones too), `images` the sources of all images as written.
    """

    html: str
    headings: tuple[Heading, ...]
    warnings: tuple[Notice, ...]
    recommendations: tuple[str, ...]
    citation_keys: tuple[str, ...]
    images: tuple[str, ...]


def _no_image(source: str) -> str | None:
    """Know no attachment."""
    return None


def render(
    source: str,
    *,
    citations: Citations | None = None,
    images: Callable[[str], str | None] = _no_image,
    words: Words | None = None,
    id_prefix: str = "",
    with_lines: bool = False,
    around: Around | None = None,
    guidance: bool = False,
) -> Rendered:
    """Return `source` as HTML that is safe to put on a page.

    With `around` sections, tables and figures have numbers, and `[](#id)` becomes "Table 2".
    With `guidance` the notes to the author are shown.
    Without `citations` the keys are shown as typed and none is unknown. `images` turns the
    source of an image of this text into its address, or None. `id_prefix` goes before every id
    and every internal link; `with_lines` adds `data-line` (0-based) to blocks.

    Raises TextTooLarge for more than LARGEST_SOURCE bytes.
    """
    text, dropped = _prepared(source)
    writing = Writing(citations, images, words or Words(), id_prefix)
    if dropped:
        writing.warn(
            "comments-dropped",
            "Comments (<!-- … -->) are not part of the text; %(count)s were left out.",
            count=dropped,
        )
    env: dict[str, object] = {"writing": writing, "divs": divs(text), "id_prefix": id_prefix}
    if id_prefix:
        env["docId"] = id_prefix
    md = parser(Writer)
    tokens = md.parse(text, env)
    if around is not None:
        _number(tokens, around, writing)
    headings = _finished(tokens, writing, with_lines)
    if not guidance:
        tokens = _without_guidance(tokens)
    html = clean(md.renderer.render(tokens, md.options, env))
    return Rendered(
        html,
        headings,
        tuple(writing.warnings),
        tuple(writing.recommendations),
        tuple(writing.keys),
        tuple(writing.seen_images),
    )


def plain_text(source: str) -> str:
    """Return the words of `source` as a reader sees them, spaces made single.

    Marks, citations and notes are left out; formulas stay as they were typed.
    """
    text, _ = _prepared(source)
    if _is_plain(text):
        return " ".join(text.split())
    tokens = parser(Writer).parse(text, {"divs": divs(text)})
    parts = [shown_text(t.children) for t in tokens if t.type == "inline" and t.children]
    parts += [t.content for t in tokens if t.type in ("fence", "code_block")]
    return " ".join(" ".join(parts).split())


def landmarks_of(source: str) -> tuple[Landmark, ...]:
    """Return what in a text can have a number and be referred to, in order."""
    return landmarks(outline(source))


def _is_plain(text: str) -> bool:
    """Tell whether a text is words alone: no mark in it, and no line that begins like one."""
    return not _MARKUP.intersection(text) and all(
        line[:1].isalpha() for line in text.strip("\n").split("\n")
    )


def outline(source: str) -> list[Token]:
    """Return the parsed tokens of `source`: what the preview understood."""
    text, _ = _prepared(source)
    return parser(Writer).parse(text, {"divs": divs(text)})


def _prepared(source: str) -> tuple[str, int]:
    """Return the text both parsers read, and how many comments were dropped."""
    if len(source) > LARGEST_SOURCE or len(source.encode("utf-8", "replace")) > LARGEST_SOURCE:
        raise TextTooLarge(
            f"The text is larger than {LARGEST_SOURCE // 1_000_000} MB. "
            "Cut it into several documents."
        )
    return without_comments(normalise_newlines(source))


def _number(tokens: list[Token], around: Around, writing: Writing) -> None:
    """Number what is counted, and say what each reference without words of its own is to."""
    own = landmarks(tokens)
    all_placed = placed([*around.before, *own, *around.after])
    known = targets(all_placed)
    here = all_placed[len(around.before) : len(around.before) + len(own)]
    inside = {one.id for one in here}
    for index, token in enumerate(tokens):
        if "landmark" in token.meta:
            bearer = token
            if token.tag == "figure":
                bearer = (tokens[index + 1].children or [token])[0]
            bearer.meta["number"] = here[token.meta["landmark"]].number
        if token.type != "inline" or "](#" not in token.content:
            continue
        line = token.map[0] + 1 if token.map else 0
        for link, following in pairwise(token.children or []):
            target = str(link.attrs.get("href", "")) if link.type == "link_open" else ""
            if target.startswith("#") and following.type == "link_close":
                name = unquote(target[1:])
                link.meta["reference"] = known.get(name)
                if name not in inside and name in around.addresses:
                    link.meta["address"] = around.addresses[name]
                if name not in known:
                    writing.warn(
                        "reference-dead",
                        "The reference to “%(target)s” in line %(at)s leads nowhere: no section, "
                        "table, figure or recommendation of this document has that name.",
                        line,
                        target=name[:80],
                        at=line,
                    )


def _without_guidance(tokens: list[Token]) -> list[Token]:
    """Leave out the notes to the author."""
    kept = []
    depth = 0
    for token in tokens:
        if token.type == "div_open" and (depth or "guidance" in classes_of(token)):
            depth += 1
        if not depth:
            kept.append(token)
        if token.type == "div_close" and depth:
            depth -= 1
    return kept


def _finished(tokens: list[Token], writing: Writing, with_lines: bool) -> tuple[Heading, ...]:
    """Prefix ids, number lines, and collect the headings."""
    found = []
    deep = False
    for token in tokens:
        if token.type == "heading_open":
            name = str(token.attrs["id"])
            line = token.map[0] + 1 if token.map else 0
            number = str(token.meta.get("number", ""))
            found.append(
                Heading(int(token.tag[1]), token.meta.get("text", ""), name, line, number)
            )
        if token.nesting == 1 and "id" in token.attrs:
            token.attrSet("id", f"{writing.id_prefix}{token.attrs['id']}")
        if token.type == "inline" and token.content.find(":::") >= 0:
            _check_colons(token, writing)
        if with_lines and token.map and token.nesting == 1 and token.level < 4:
            token.attrSet("data-line", str(token.map[0]))
        deep = deep or token.level >= MAX_NESTING - 1
    if deep:
        writing.warn(
            "nested-too-deeply",
            "Something is nested more than %(limit)s levels deep; the rest of it is not shown.",
            limit=MAX_NESTING,
        )
    return tuple(found)


def _check_colons(token: Token, writing: Writing) -> None:
    """Warn of a line of colons that stands in the middle of words."""
    for offset, text in enumerate(token.content.split("\n")):
        if text.lstrip().startswith(":::"):
            line = (token.map[0] if token.map else 0) + offset + 1
            writing.warn(
                "colons-in-text",
                "“:::” in line %(at)s is read as text. Leave an empty line before it, or check "
                "the words in its braces.",
                line,
                at=line,
            )
