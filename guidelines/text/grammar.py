"""The grammar of recommendations in a text: what is wrong, and edits of single blocks."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from guidelines.text.attributes import Attributes, write_value
from guidelines.text.blocks import Block, Kind, divs, opening, split
from guidelines.text.comments import without_comments
from guidelines.text.gradings import faults
from guidelines.text.notices import BadText, Notice, notice
from guidelines.text.recommendations import Recommendation, is_recommendation, parse

_LONGEST_ID = 48
_KNOWN_ID = re.compile(r"[A-Za-z][\w:.\-]*")


def problems(source: str) -> tuple[Notice, ...]:
    """Return what is wrong with the recommendations of a text, in order."""
    found: list[Notice] = []
    seen: set[str] = set()
    for one in parse(source):
        found.extend(_problems_of(one))
        if one.id and one.id in seen:
            found.append(
                notice(
                    "duplicate-id",
                    "The id “%(id)s” is given to two recommendations. Give this one another id.",
                    one.line,
                    id=one.id,
                )
            )
        seen.add(one.id)
    found.extend(_loose_ends(source))
    return tuple(sorted(found, key=lambda one: one.line))


def with_attributes(source: str, identifier: str, changes: Mapping[str, str | None]) -> str:
    """Return `source` with attributes of one recommendation changed, every other byte kept.

    A value of None takes the attribute away; a new attribute goes behind the last one.
    Raises BadText where no recommendation has that id.
    """
    one = _find(source, identifier)
    line_end = source.find("\n", one.start)
    line = source[one.start : line_end if line_end >= 0 else len(source)].rstrip("\r")
    div = opening(line)
    if div is None or div.attributes is None:
        raise BadText(f"The recommendation “{identifier}” has no attributes in braces.")
    edited = _edited(line, div.attributes, changes)
    return source[: one.start] + edited + source[one.start + len(line) :]


def with_id(source: str, recommendation: Recommendation, identifier: str) -> str:
    """Return `source` with another id for one of its recommendations, every other byte kept."""
    start = recommendation.start
    line_end = source.find("\n", start)
    line = source[start : line_end if line_end >= 0 else len(source)].rstrip("\r")
    div = opening(line)
    if div is None or div.attributes is None:
        word = line.find("recommendation")
        braces = f"{{.recommendation #{identifier}}}"
        edited = line[:word] + braces + line[word + len("recommendation") :]
    elif old := next((item for item in div.attributes.items if item.kind == "id"), None):
        edited = f"{line[: old.start]}#{identifier}{line[old.end :]}"
    else:
        first = div.attributes.items[0]
        edited = f"{line[: first.end]} #{identifier}{line[first.end :]}"
    return source[:start] + edited + source[start + len(line) :]


def fresh_id(taken: Collection[str], seed_text: str) -> str:
    """Return an id like `rec-airway-before-surgery` that is not taken."""
    plain = unicodedata.normalize("NFKD", seed_text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    if words[:1] == ["rec"]:
        words = words[1:]
    name = "rec"
    for word in words:
        if len(name) + len(word) + 1 > _LONGEST_ID:
            break
        name = f"{name}-{word}"
    if name == "rec":
        name = "rec-1"
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}" if name != "rec-1" else f"rec-{number}"
    return candidate


def renumber_copies(source: str, known_ids: Iterable[str]) -> tuple[str, tuple[Notice, ...]]:
    """Give each pasted copy of a recommendation, and each without an id, an id of its own.

    `known_ids` are the ids that this text may not use: those of other sections, and those that
    were used once. The first block with an id keeps it.
    """
    taken = set(known_ids)
    own = {one.id for one in parse(source)}
    seen: set[str] = set()
    notices: list[Notice] = []
    found = parse(source)
    for number in range(len(found)):
        one = found[number]
        if one.id and one.id not in taken and one.id not in seen:
            seen.add(one.id)
            continue
        new = fresh_id(taken | own | seen, one.id or " ".join(one.body.split()[:6]))
        source = with_id(source, one, new)
        found = parse(source)
        seen.add(new)
        if one.id:
            template = "The copy of recommendation “%(old)s” got the new id “%(new)s”."
        else:
            template = "A recommendation without an id got the id “%(new)s”."
        notices.append(notice("new-id", template, one.line, old=one.id, new=new))
    return source, tuple(notices)


def _find(source: str, identifier: str) -> Recommendation:
    """Return the first recommendation with an id."""
    for one in parse(source):
        if one.id == identifier:
            return one
    raise BadText(f"There is no recommendation with the id “{identifier}” in this text.")


def _edited(line: str, attributes: Attributes, changes: Mapping[str, str | None]) -> str:
    """Return an opening line with some of its attributes changed."""
    left = dict(changes)
    pieces: list[str] = []
    at = 0
    for item in attributes.items:
        if item.kind != "pair" or item.key not in changes:
            continue
        value = changes[item.key]
        if value is None or item.key not in left:
            kept = line[at : item.start].rstrip(" \t")
        else:
            kept = f"{line[at : item.start]}{item.key}={write_value(value)}"
        left.pop(item.key, None)
        pieces.append(kept)
        at = item.end
    new = "".join(f" {k}={write_value(v)}" for k, v in left.items() if v is not None)
    brace = attributes.end - 1
    tail = line[at:brace]
    trimmed = tail.rstrip(" \t")
    return "".join([*pieces, trimmed, new, tail[len(trimmed) :], line[brace:]])


def _problems_of(one: Recommendation) -> Iterable[Notice]:
    """Return what is wrong with one recommendation by itself."""
    at = one.line
    if not one.id:
        yield notice("missing-id", "This recommendation has no id. Write one: #rec-….", at)
    elif not _KNOWN_ID.fullmatch(one.id):
        yield notice(
            "bad-id",
            "The id “%(id)s” must begin with a letter and have letters, digits, - . : only.",
            at,
            id=one.id,
        )
    if not one.body:
        yield notice("empty", "The recommendation “%(id)s” says nothing yet.", at, id=one.id)
    keys = [key for key, _ in one.attributes]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield notice("repeated", "“%(key)s” is given twice; the first counts.", at, key=key)
    yield from faults(one)


def _loose_ends(source: str) -> Iterable[Notice]:
    """Return what is wrong with the edges of blocks: unclosed, nested, braces not understood."""
    for div in divs(source).values():
        if is_recommendation(div) and not div.closed:
            yield notice(
                "unclosed",
                "This recommendation is not closed. Write “:::” on a line of its own below it.",
                div.line + 1,
            )
    shown = [one.id for one in parse(without_comments(source)[0])]
    if shown != [one.id for one in parse(source)]:
        yield notice(
            "in-comment",
            "A comment (<!-- … -->) holds part of a recommendation. Delete the comment.",
        )
    depth = 0
    for block in split(source):
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM) and ":::" in block.text:
            yield from _colons(block)
        div_here = opening(block.text) if block.kind is Kind.OPEN else None
        if div_here and is_recommendation(div_here):
            if depth and block.depth >= depth:
                yield notice(
                    "nested",
                    "A recommendation stands inside another one. Close the first with “:::”.",
                    block.line + 1,
                )
            depth = block.depth + 1
        elif depth and block.depth < depth and block.kind is not Kind.CLOSE:
            depth = 0


def _colons(block: Block) -> Iterable[Notice]:
    """Return the first line of a block that looks like the edge of a div and is none."""
    for offset, line in enumerate(block.text.split("\n")):
        if line.lstrip().startswith(":::"):
            yield notice(
                "bad-braces",
                "The line with “:::” is not understood. Check its braces and quotation marks, "
                "and leave an empty line before it.",
                block.line + offset + 1,
            )
            return
