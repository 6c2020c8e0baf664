"""Numbers of sections, tables, figures and recommendations: counted once, for every form.

A section is numbered as deeply as its headings are nested (2.1.3); a level that is skipped counts
as one step. `{.unnumbered}` takes a heading and all below it out of the count. Tables and figures
that have a caption are counted through the whole document, and so are recommendations.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Kind(StrEnum):
    """What in a text has a number and can be referred to."""

    SECTION = "section"
    TABLE = "table"
    FIGURE = "figure"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A heading, a table or figure with its caption, or a recommendation, in a text.

    `id` is what a reference names; an `automatic` one was made from the words of a heading.
    `level` is that of a heading, else 0. `line` is 1-based, 0 where it is not known. `number` is
    empty until the landmark is `placed`, and stays so where it is not numbered; `depth` is how
    deeply a section is nested, from 1.
    """

    kind: Kind
    id: str
    words: str
    level: int = 0
    numbered: bool = True
    automatic: bool = False
    line: int = 0
    number: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Step:
    """A level of headings that is open: the last count in it, and whether it is numbered."""

    level: int
    count: int
    numbered: bool


@dataclass(slots=True)
class Sections:
    """Counts the sections of a document, heading by heading."""

    _open: list[_Step] = field(default_factory=list)

    def next(self, level: int, numbered: bool = True) -> tuple[str, int]:
        """Return the number of the next heading and how deeply it is nested, from 1."""
        while self._open and self._open[-1].level > level:
            last = self._open.pop()
            if not self._open or self._open[-1].level < level:
                self._open.append(replace(last, level=level))
        if not self._open or self._open[-1].level < level:
            self._open.append(_Step(level, 0, numbered))
        here = self._open[-1]
        here.count, here.numbered = here.count + numbered, numbered
        if not all(step.numbered for step in self._open):
            return "", len(self._open)
        return ".".join(str(step.count) for step in self._open), len(self._open)


def placed(landmarks: Iterable[Landmark]) -> tuple[Landmark, ...]:
    """Return the landmarks of a whole document, in order, with their numbers.

    Of headings that have the same automatic id the later ones get `-1`, `-2`…, as in every form.
    """
    sections, counts = Sections(), dict.fromkeys(Kind, 0)
    ids: set[str] = set()
    repeated: dict[str, int] = {}
    found = []
    for one in landmarks:
        name, number, depth = one.id, "", 0
        while one.automatic and name in ids:
            repeated[one.id] = repeated.get(one.id, 0) + 1
            name = f"{one.id}-{repeated[one.id]}"
        ids.add(name)
        if one.kind is Kind.SECTION:
            number, depth = sections.next(one.level, one.numbered)
        elif one.numbered:
            counts[one.kind] += 1
            number = str(counts[one.kind])
        found.append(replace(one, id=name, number=number, depth=depth))
    return tuple(found)


def targets(landmarks: Iterable[Landmark]) -> dict[str, Landmark]:
    """Return what references can name; of two with the same id the first counts."""
    found: dict[str, Landmark] = {}
    for one in landmarks:
        if one.id:
            found.setdefault(one.id, one)
    return found
