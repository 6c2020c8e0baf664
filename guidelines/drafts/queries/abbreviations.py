"""The abbreviations of a document: explained, listed, or only used, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.drafts.queries.reading import SectionInVersion
from guidelines.text.abbreviations import Abbreviation, at_odds, explained, in_text, listed, used

MOST_UNEXPLAINED = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One abbreviation: its meaning, the section that explains it first, and how it stands.

    `meanings` are several where sections explain it differently.
    """

    short: str
    meaning: str
    where: SectionInVersion | None
    is_listed: bool
    is_used: bool
    meanings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The lines of a list, what is used without being explained, and the section of the list."""

    lines: tuple[Line, ...]
    unexplained: tuple[str, ...]
    section: SectionInVersion | None


def abbreviations_in(sections: Sequence[SectionInVersion]) -> Abbreviations:
    """Return the abbreviations of a document, sorted by their short form."""
    plain = [in_text(item.revision.source) for item in sections]
    found = [explained(text) for text in plain]
    holder = next((item for item in sections if listed(item.revision.source)), None)
    known = {one.short: one for one in listed(holder.revision.source)} if holder else {}
    first: dict[str, tuple[Abbreviation, SectionInVersion]] = {}
    for item, ones in zip(sections, found, strict=True):
        for one in ones:
            first.setdefault(one.short, (one, item))
    everywhere = dict.fromkeys(short for text in plain for short in used(text))
    odd = at_odds(found)
    lines = []
    for short in sorted({*known, *first}, key=str.lower):
        told = known.get(short) or first[short][0]
        lines.append(
            Line(
                short,
                told.meaning,
                first[short][1] if short in first else None,
                short in known,
                short in first or short in everywhere,
                odd.get(short, ()),
            )
        )
    missing = [short for short in everywhere if short not in known and short not in first]
    return Abbreviations(tuple(lines), tuple(sorted(missing)[:MOST_UNEXPLAINED]), holder)
