"""The form of a section: whether anything is written yet, and whether its blocks are closed."""

import re

from guidelines.errors import Invalid, sentence
from guidelines.text.blocks import Block, Kind, divs, open_fence, split
from guidelines.text.boxes import GUIDANCE, without
from guidelines.text.notices import Notice, notice

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_EMPTY = frozenset({Kind.BLANK, Kind.HEADING, Kind.RULE})


def is_unwritten(source: str) -> bool:
    """Tell whether a section holds nothing but its headings and the note to its author.

    A heading without a note says nothing about what is missing, so it is not counted.
    """
    rest = without(source, GUIDANCE)
    if rest == source:
        return False
    rows: list[Block] = []
    for block in split(rest):
        if block.kind is Kind.ROW:
            rows.append(block)
        elif block.kind not in _EMPTY:
            return False
    return not any(_has_words(row) for row in rows[1:])


def headings_of(source: str) -> list[str]:
    """Return the words of all headings of a section, with their marks; quick, for whole texts."""
    return _HEADING.findall(source)


def _has_words(row: Block) -> bool:
    return any(sign.isalnum() for sign in row.text)


def check_closed(source: str) -> None:
    """Raise `Invalid` where code or a block with “:::” runs past the end of a section.

    It would swallow the sections behind it: nobody would see their headings any more.
    """
    fence = open_fence(source)
    if fence is not None:
        raise Invalid(
            {
                "source": sentence(
                    "The code that begins in line %(line)s with “%(mark)s” is not closed. Write "
                    "“%(mark)s” on a line of its own below it.",
                    line=fence[0] + 1,
                    mark=fence[1],
                )
            }
        )
    for div in divs(source).values():
        if not div.closed:
            raise Invalid(
                {
                    "source": sentence(
                        "The block that begins in line %(line)s with “:::” is not closed. Write "
                        "“:::” on a line of its own below it.",
                        line=div.line + 1,
                    )
                }
            )


def with_ends(source: str) -> tuple[str, tuple[Notice, ...]]:
    """Return a text from outside with its last blocks closed, and what was added."""
    notices = []
    fence = open_fence(source)
    if fence is not None:
        source = f"{source.rstrip()}\n{fence[1]}\n"
        notices.append(
            notice(
                "code-closed",
                "The code that begins in line %(at)s was not closed; it ends with the text now.",
                fence[0] + 1,
                at=fence[0] + 1,
            )
        )
    for div in reversed([one for one in divs(source).values() if not one.closed]):
        source = f"{source.rstrip()}\n\n:::\n"
        notices.append(
            notice(
                "div-closed",
                "The block that begins in line %(at)s with “:::” was not closed; it ends with the "
                "text now.",
                div.line + 1,
                at=div.line + 1,
            )
        )
    return source, tuple(notices)
