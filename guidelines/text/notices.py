"""What pure text functions have to tell a person: one sentence, translatable, with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about a text.

    `code` is a stable name for tests and filters, `template` the English sentence in percent
    style, `values` what fills it, `line` the 1-based line it is about (0: the whole text).
    The caller translates `template`; `str()` gives English.
    """

    code: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int = 0

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


def notice(code: str, template: str, line: int = 0, **values: object) -> Notice:
    """Make a Notice; a function of its own so that translations can be collected by its name."""
    return Notice(code, template, values, line)


class TextTooLarge(ValueError):
    """The text is larger than what is worked on at once; the message says the limit."""


class BadText(ValueError):
    """A text cannot be used as asked; the message is one clear sentence."""
