"""Words of a Word file written as Markdown: formats as marks, every other character safe."""

import re
from collections.abc import Sequence

from guidelines.typesetting.word_model import OBJECT, Piece

_SPECIAL = re.compile(r"[\\`*_\[\]<>~^$@#|{}!]")
_AT_START = re.compile(r"([ ]{0,3})(?:(\d{1,9})(\.)(?=\s|$)|([-+:>#|]|~{3}|:{3}))")


def markdown(pieces: Sequence[Piece]) -> str:
    """Return words with their character formats as Markdown."""
    runs: list[tuple[tuple[str, ...], str]] = []
    for piece in pieces:
        if runs and runs[-1][0] == piece.dress:
            runs[-1] = (piece.dress, runs[-1][1] + piece.text)
        else:
            runs.append((piece.dress, piece.text))
    return "".join(_dressed(worn, text.replace(OBJECT, "")) for worn, text in runs)


def _dressed(worn: tuple[str, ...], text: str) -> str:
    core = text.strip()
    if not core or not worn:
        return escaped(text)
    marks, inner = "".join(worn), escaped(core)
    if worn[-1] in "^~":
        inner = inner.replace(" ", "\\ ")
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{marks}{inner}{marks[::-1]}{tail}"


def escaped(text: str) -> str:
    """Return words so that no character of them is markup."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def safe_start(text: str) -> str:
    """Return a paragraph whose first characters make nothing else of it."""
    if found := _AT_START.match(text):
        if found[2]:
            return f"{found[1]}{found[2]}\\.{text[found.end() :]}"
        return f"{found[1]}\\{text[len(found[1]) :]}"
    return text
