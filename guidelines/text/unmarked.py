"""Words of a block without the marks of emphasis and lists: what a reader of a comparison sees.

Everything else that was typed stays as it is (citations, links, formulas, code), so that a change
of it can be seen.
"""

import re

from guidelines.text.blocks import Block, Kind

_READ = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE, Kind.DEFINITION, Kind.NOTE})
_BULLET = re.compile(r"^([ ]*)[-+*](?=[ \t])")
_TYPED = re.compile(r"[`$\\]")  # code, formulas and escaped signs: a mark there may be a sign
_EMPHASIS = (
    re.compile(r"(\*\*\*|\*\*)(?=\S)(.+?)(?<=\S)\1", re.DOTALL),
    re.compile(r"(?<!\w)(___|__)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL),
    re.compile(r"(?<![*\w])(\*)(?=[^\s*])([^*]+?)(?<=\S)\1(?![*\w])"),
    re.compile(r"(?<!\w)(_)(?=[^\s_])([^_]+?)(?<=\S)\1(?!\w)"),
)


def unmarked(block: Block) -> str:
    """Return the text of a block as it is read; of a heading, table, code or frame as typed."""
    text = block.text
    if block.kind not in _READ:
        return text
    if block.kind is Kind.ITEM:
        text = _BULLET.sub(r"\1•", text)
    if _TYPED.search(text):
        return text
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\2", text)
    return text
