"""Plain text as Markdown that says exactly this text and nothing else."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def verbatim(text: str) -> str:
    r"""Return one line of Markdown for plain text; nothing in it can be markup.

    >>> verbatim("*5* of [9]")
    '\\*5\\* of \\[9\\]'
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
