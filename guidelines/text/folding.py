"""Words as they are compared in a search: without capitals, accents and marks, in any script."""

import re
import unicodedata

# Letters that Unicode does not take apart, though people search for them without their mark.
_ALIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
# What stands on, in or between letters without being one: accents, points, soft hyphens.
MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe20-\ufe2f\ufeff"
)
_MARK = re.compile(f"[{MARKS}]+")
_WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 80


def folded(text: str) -> str:
    """Return text without capitals, accents and marks; twice is the same as once."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _MARK.sub("", apart).translate(_ALIKE)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in their order, each cut after `LONGEST_WORD` letters."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]
