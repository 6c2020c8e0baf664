"""What a checklist is: items in sections, in our own words, with source and licence."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from guidelines.publishing.rules.checklists.mending import MENDED


class Kind(StrEnum):
    """What a checklist is for."""

    REPORTING = "reporting"
    APPRAISAL = "appraisal"
    MILESTONES = "milestones"


@dataclass(frozen=True, slots=True)
class Scale:
    """The points on which an item is rated, with the words of its ends."""

    lowest: int
    highest: int
    low: str
    high: str

    @property
    def points(self) -> range:
        """All points from the lowest to the highest."""
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True, slots=True)
class Question:
    """An overall question that appraisers answer apart from the items."""

    id: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `facts` of the record and `passages` of the text may answer it.

    `mend` names the form in which an answer is given where none is known.
    """

    id: str
    section: str
    text: str
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    mend: str = "text"


@dataclass(frozen=True)
class Checklist:
    """A checklist with its sections in order, its items, its source and its licence."""

    name: str
    title: str
    kind: Kind
    about: str
    source: str
    link: str
    licence: str
    sections: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    paraphrase: bool = True
    scale: Scale | None = None
    dimensions: tuple[str, ...] = ()
    overall: tuple[Question, ...] = field(default=())

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """The items by their id."""
        return {item.id: item for item in self.items}

    def in_section(self, section: str) -> tuple[Item, ...]:
        """Return the items of a section in order."""
        return tuple(item for item in self.items if item.section == section)

    def beside(self, item_id: str) -> tuple[Item | None, Item | None]:
        """Return the items before and after one of this checklist."""
        place = [item.id for item in self.items].index(item_id)
        before = self.items[place - 1] if place else None
        after = self.items[place + 1] if place + 1 < len(self.items) else None
        return before, after


def checklist_from(plain: dict[str, Any]) -> Checklist:
    """Return the checklist that a data file describes.

    Raises `TypeError` for a field nobody knows, and `ValueError` for an item that is there
    twice, lies in no section, or is mended nowhere.
    """
    sections = tuple((one["id"], one["title"]) for one in plain["sections"])
    items = tuple(
        Item(**{**one, "facts": tuple(one["facts"]), "passages": tuple(one["passages"])})
        for one in plain["items"]
    )
    found = Checklist(
        **{
            **plain,
            "kind": Kind(plain["kind"]),
            "sections": sections,
            "items": items,
            "scale": Scale(**plain["scale"]) if plain.get("scale") else None,
            "dimensions": tuple(plain.get("dimensions", ())),
            "overall": tuple(
                Question(**{**one, "answers": tuple(one["answers"])})
                for one in plain.get("overall", ())
            ),
        }
    )
    if len(found.by_id) != len(items):
        raise ValueError(f"{found.name}: an item is there twice")
    known = {name for name, _title in sections}
    for item in items:
        if item.section not in known or item.mend not in MENDED:
            raise ValueError(f"{found.name}: item {item.id}")
    return found
