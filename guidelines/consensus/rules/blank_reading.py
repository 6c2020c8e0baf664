"""Reading the texts that stand in blanks; what cannot be read is told by the name of its blank."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from guidelines.consensus.rules.clauses import read_limit
from guidelines.consensus.rules.scales import read_exact
from guidelines.errors import sentence

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


class Blanks:
    """The texts of the blanks, read one by one; what cannot be read is collected."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.wrong: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def read(self, name: str, read: Callable[[str], _T], spare: _T, wanted: str) -> _T:
        """Return what `read` makes of a blank; `spare` where it raises ValueError."""
        try:
            return read(self[name])
        except ValueError:
            self.wrong[name] = sentence(
                "“%(text)s” is not %(wanted)s.", text=self[name][:40], wanted=wanted
            )
            return spare

    def percent(self, name: str) -> Fraction:
        """Return a share: 75, 75 %, 66.7 or 2/3."""
        wanted = sentence("a percentage such as 75, or a part such as 2/3")
        return self.read(name, _percent, Fraction(1, 2), wanted)

    def whole(self, name: str) -> int:
        """Return a whole number."""
        return self.read(name, int, 2, sentence("a whole number"))

    def number(self, name: str) -> Fraction:
        """Return an exact number."""
        return self.read(name, read_exact, Fraction(1), sentence("a number such as 7 or 6.5"))

    def choice(self, name: str, choices: type[_E]) -> _E:
        """Return one of the choices."""
        return self.read(name, choices, next(iter(choices)), sentence("one of the choices"))


def _percent(text: str) -> Fraction:
    plain = text.replace("%", "").replace(",", ".").strip()
    return read_limit(plain if "/" in plain else f"{plain} %")
