"""Cut a document into sections at its headings, and tidy a text that comes from outside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guidelines.text.blocks import Block, Kind, split
from guidelines.text.comments import normalise_newlines, without_comments
from guidelines.text.links import is_remote
from guidelines.text.markdown import LARGEST_SOURCE, plain_text
from guidelines.text.notices import Notice, TextTooLarge, notice
from guidelines.text.numbering import Sections

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTINGS = re.compile(
    r"(?:#.*\n)*[\w\-]+[ \t]*:(?:[ \t].*)?\n"
    r"(?:(?:[\w\-]+[ \t]*:(?:[ \t].*)?|[ \t#\-\]}].*)?\n)*"
)
_RAW_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*\{=[\w\-]+\}")
_IMAGE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\([ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\)(?:\{[^{}]*\})?"
)
_MARKS = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|$)")
_TYPED_NUMBER = re.compile(
    r"(?P<marks>#{1,6})[ \t]+(?P<number>\d{1,2}(?:\.\d{1,2})*)\\?[.)]?[ \t]+(?=\S)"
)
_FEWEST_TYPED = 3
_UNDERLINED = re.compile(r"\n {0,3}(=+|-+)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a document from one heading to the next.

    `source` has the heading in it; `level` is the heading's, 0 for what stands before the first
    one; `title` its words; `line` its 1-based first line. The sources joined are the document.
    """

    level: int
    title: str
    source: str
    line: int


def split_sections(source: str, deepest: int = 2) -> tuple[Section, ...]:
    """Cut a document at its headings of level 1 to `deepest`; headings in divs do not count."""
    cuts = [block for block in split(source) if _is_cut(block, deepest)]
    if not source:
        return ()
    found = []
    if not cuts or cuts[0].start > 0:
        end = cuts[0].start if cuts else len(source)
        found.append(Section(0, "", source[:end], 1))
    for block, following in zip(cuts, [*cuts[1:], None], strict=False):
        end = following.start if following else len(source)
        piece = source[block.start : end]
        found.append(Section(block.level, title_of(block), piece, block.line + 1))
    return tuple(found)


def title_of(heading: Block) -> str:
    """Return the words of a heading block."""
    return plain_text(heading.text)


def tidy_import(source: str) -> tuple[str, tuple[Notice, ...]]:
    """Make a text from outside one of ours, and say what was changed or left out.

    Line ends become line feeds; front matter, comments, raw blocks and remote images go;
    headings are shifted so that the first is of level 1. Raises TextTooLarge.
    """
    if len(source) > LARGEST_SOURCE:
        raise TextTooLarge(
            f"The text is larger than {LARGEST_SOURCE // 1_000_000} MB. "
            "Cut it into several documents."
        )
    notices: list[Notice] = []
    text = normalise_newlines(source.removeprefix("\ufeff")).replace("\x00", "\ufffd")
    text = _without_front_matter(text, notices)
    text, dropped = without_comments(text)
    if dropped:
        notices.append(
            notice("comments-dropped", "%(count)s comments were left out.", count=dropped)
        )
    text = "".join(_tidied_blocks(text, notices))
    return _without_typed_numbers(_shifted(text, notices), notices), tuple(notices)


def _is_cut(block: Block, deepest: int) -> bool:
    """Say whether a section begins at a block."""
    return block.kind is Kind.HEADING and block.depth == 0 and 0 < block.level <= deepest


def _without_front_matter(text: str, notices: list[Notice]) -> str:
    """Drop a YAML block at the very beginning: author text carries no metadata."""
    match = _FRONT_MATTER.match(text)
    if match is None or not _SETTINGS.fullmatch(match[1] or ""):  # else a rule, and prose
        return text
    notices.append(
        notice(
            "front-matter-dropped",
            "The settings at the top of the text (front matter) were left out. Give title, "
            "authors and bibliography on their own pages.",
            1,
        )
    )
    return text[match.end() :].lstrip("\n")


def _tidied_blocks(text: str, notices: list[Notice]) -> Iterator[str]:
    """Yield the text block by block, without raw blocks and remote images."""
    for block in split(text):
        piece = text[block.start : block.end]
        if block.kind is Kind.CODE:
            if _RAW_FENCE.match(block.text.lstrip()):
                notices.append(
                    notice(
                        "raw-dropped",
                        "A block for one output format in line %(at)s was left out.",
                        block.line + 1,
                        at=block.line + 1,
                    )
                )
                continue
        elif "![" in piece:
            piece = _without_remote_images(piece, block.line + 1, notices)
        yield piece


def _without_remote_images(piece: str, line: int, notices: list[Notice]) -> str:
    """Put the words of each remote image in its place."""

    def words(match: re.Match[str]) -> str:
        target = match["angled"] if match["angled"] is not None else match["target"]
        if not is_remote(target):
            return match.group()
        notices.append(
            notice(
                "image-remote",
                "The image “%(source)s” lies outside and was left out. Add it as an attachment.",
                line,
                source=target[:80],
            )
        )
        return str(match["alt"])

    return _IMAGE.sub(words, piece)


def _shifted(text: str, notices: list[Notice]) -> str:
    """Shift all headings so that the first is of level 1; none goes below 1 or above 6."""
    blocks = split(text)
    first = next((block.level for block in blocks if block.kind is Kind.HEADING), 1)
    if first <= 1:
        return text
    notices.append(
        notice(
            "headings-shifted",
            "The first heading was of level %(level)s; all headings were shifted so that it is "
            "of level 1.",
            level=first,
        )
    )
    parts = []
    for block in blocks:
        piece = text[block.start : block.end]
        if block.kind is Kind.HEADING:
            level = min(max(block.level - first + 1, 1), 6)
            piece = _with_level(block.text, level) + piece[len(block.text) :]
        parts.append(piece)
    return "".join(parts)


def _without_typed_numbers(text: str, notices: list[Notice]) -> str:
    """Take away numbers that were typed before headings, where counting gives the same ones.

    Headings without a number among them stay without one. Where a single number differs from
    what is counted, all stay: then they mean something else.
    """
    blocks = split(text)
    counted, typed = Sections(), 0
    found: dict[int, re.Match[str] | None] = {}
    for place, block in enumerate(blocks):
        if block.kind is not Kind.HEADING or block.depth:
            continue
        match = _TYPED_NUMBER.match(block.text)
        number, _ = counted.next(block.level, match is not None)
        if not _MARKS.match(block.text) or (match and match["number"] != number):
            return text
        typed += match is not None
        found[place] = match
    if typed < _FEWEST_TYPED or 2 * typed < len(found):
        return text
    notices.append(
        notice(
            "numbers-dropped",
            "%(count)s headings had typed numbers; sections are numbered by themselves now.",
            count=typed,
        )
    )
    parts = [text[block.start : block.end] for block in blocks]
    for place, match in found.items():
        heading = blocks[place].text
        if match is not None:
            changed = f"{match['marks']} {heading[match.end() :]}"
        elif heading.rstrip().endswith("}"):
            continue
        else:
            changed = f"{heading.rstrip().rstrip('#').rstrip()} {{.unnumbered}}"
        parts[place] = changed + parts[place][len(heading) :]
    return "".join(parts)


def _with_level(heading: str, level: int) -> str:
    """Return a heading's source with another level."""
    if _MARKS.match(heading):
        return _MARKS.sub(lambda match: match[1] + "#" * level, heading, count=1)
    return f"{'#' * level} {_UNDERLINED.sub('', heading).strip()}"
