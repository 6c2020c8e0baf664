"""Cut a passage into words for a comparison; a number is never cut from its sign or unit.

Most words stand alone and are remembered, so that a long text costs one look-up a word. Only
where figures are near does the careful pattern look at several words at once: "10 mg", "≥ 18",
"p < 0.05", "10–15 mg/kg/day".
"""

import re
from functools import lru_cache

_NUMBER = r"[+\-−±]?\d+(?:[.,\u202f]\d+)*"
_UNIT = (
    r"(?:%|‰|°[CF]?|(?:[µμnkmcdMG]?(?:g|l|L|m|mol|Hz|Gy|Sv|Pa|J|eq|Eq|s)|mcg|mmHg|IU|U|kcal|bpm"
    r"|min|h|hr|hrs|hours?|days?|weeks?|months?|years?|minutes?|seconds?|times?|doses?)"
    r"(?:/(?:[µμnkmcd]?(?:g|l|L|m|mol)|kg|h|hr|min|day|d|week|dose|year|m2|m²))*)(?![^\W\d_])"
)
_SIGN = "<>≤≥=≈~"
_DASH = r"–—\-"
_ALONE = (
    r"@\w(?:[\w:.#$%&+?<>~/\-]*\w)?"  # the key of a citation
    r"|[^\W\d_]+(?:['’\-][^\W\d_]+)*|\w+|([^\w\s])\2*"
)
_NEAR_FIGURES = re.compile(
    rf"((?:(?:\b[pPnN]\s?)?[{_SIGN}]=?\s?)?{_NUMBER}"
    rf"(?:\s?[{_DASH}]\s?{_NUMBER})*(?:\s?{_UNIT})*|{_ALONE})(\s*)"
)
_CHUNK = re.compile(r"\S+\s*")
_PIECE = re.compile(rf"({_ALONE})(\s*)")
_FIGURE = re.compile(rf"[\d{_SIGN}]")
_BESIDE = re.compile(rf"(?:{_UNIT}|[{_DASH}%‰°])\W*|\W*[pPnN]")
_FIGURES = re.compile("[12]*1[12]*")
_KEPT = 50_000

Tokens = tuple[list[str], list[str]]


@lru_cache(maxsize=256)
def tokens(text: str) -> Tokens:
    """Return the words and signs of `text`, and the white space behind each of them.

    Joined in turn they are `text`; white space at the very beginning is a token of its own. The
    lists are shared: do not change them.
    """
    words: list[str] = []
    gaps: list[str] = []
    lead = text[: len(text) - len(text.lstrip())]
    if lead:
        words.append("")
        gaps.append(lead)
    chunks = _CHUNK.findall(text)
    pieces = [_pieces(chunk) for chunk in chunks]
    at = 0
    for match in _FIGURES.finditer("".join([piece[0] for piece in pieces])):
        start, end = match.span()
        _add(words, gaps, pieces[at:start])
        found = _NEAR_FIGURES.findall("".join(chunks[start:end]))
        words += [one[0] for one in found]
        gaps += [one[-1] for one in found]
        at = end
    _add(words, gaps, pieces[at:])
    return words, gaps


_Pieces = tuple[str, tuple[str, ...], tuple[str, ...]]


def _add(words: list[str], gaps: list[str], pieces: list[_Pieces]) -> None:
    """Put the words of plain chunks behind the others."""
    for _kind, some, behind in pieces:
        words += some
        gaps += behind


@lru_cache(maxsize=_KEPT)
def _pieces(chunk: str) -> _Pieces:
    """Return what a chunk is (0 plain, 1 a figure, 2 perhaps beside one), and its words."""
    bare = chunk.rstrip()
    kind = "1" if _FIGURE.search(bare) else "2" if _BESIDE.fullmatch(bare) else "0"
    found = _PIECE.findall(chunk)
    return kind, tuple(one[0] for one in found), tuple(one[-1] for one in found)
