"""What a skeleton is made of: headings, each with a short note to its author."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a skeleton: its heading, its level, and what its author should write there.

    `title` and `guidance` are templates for translation. `numbered` is false for front matter
    and appendices. `body` is Markdown that stands there from the beginning.
    """

    title: str
    guidance: str = ""
    level: int = 1
    numbered: bool = True
    body: str = ""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A product or module: what it is called, what it is for, and the parts it begins with."""

    title: str
    purpose: str
    parts: tuple[Part, ...]


def written(parts: tuple[Part, ...], say: Say = str) -> list[str]:
    """Return the Markdown of the sections, each with its heading and its note."""
    return [_section(part, say) for part in parts]


def named(module: Skeleton, title: str, say: Say = str) -> list[str]:
    """Return the sections of a module, its first heading with another `title` where given."""
    first, *rest = module.parts
    if title:
        plain = re.sub(r"([\\`*_{}\[\]<>#|~^$@!])", r"\\\1", title)
        return [
            _section(first, lambda text: plain if text is first.title else say(text)),
            *written(tuple(rest), say),
        ]
    return written(module.parts, say)


def _section(part: Part, say: Say) -> str:
    marks = "" if part.numbered else " {.unnumbered}"
    text = f"{'#' * part.level} {say(part.title)}{marks}\n"
    if part.guidance:
        text += f"\n::: {{.guidance}}\n{say(part.guidance)}\n:::\n"
    return f"{text}\n{part.body}" if part.body else text
