"""What a version changed, told from two manifests and the texts of the sections it touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.drafts.rules.manifest import Manifest
from guidelines.text.chains import heaviest
from guidelines.text.recommendations import Recommendation, parse


class Deed(StrEnum):
    """What a version did to a section or to a recommendation."""

    WRITTEN = "written"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class SectionDeed:
    """What a version did to a section; a revision is None where the section is not there."""

    section_id: str
    deed: Deed
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RecommendationDeed:
    """What a version did to a recommendation; WRITTEN is a change outside of the voted core."""

    key: str
    deed: Deed


def section_deeds(old: Manifest, new: Manifest) -> list[SectionDeed]:
    """Return what became of the sections from one manifest to the next, in the new order."""
    was = {entry.section_id: entry.revision_id for entry in old}
    now = {entry.section_id: entry.revision_id for entry in new}
    found = []
    places = {entry.section_id: n for n, entry in enumerate(new)}
    in_order = [section for section in was if section in now]
    staying = set(in_order)
    if in_order != [section for section in now if section in was]:
        links = [(n, places[section], 1.0) for n, section in enumerate(in_order)]
        staying = {in_order[n] for n, _ in heaviest(links)}
    for section, revision in now.items():
        if section not in was:
            found.append(SectionDeed(section, Deed.ADDED, None, revision))
        elif was[section] != revision:
            found.append(SectionDeed(section, Deed.WRITTEN, was[section], revision))
        elif section not in staying:
            found.append(SectionDeed(section, Deed.MOVED, revision, revision))
    found += [
        SectionDeed(section, Deed.REMOVED, revision, None)
        for section, revision in was.items()
        if section not in now
    ]
    return found


def recommendation_deeds(
    deeds: Sequence[SectionDeed], sources: Mapping[str, str]
) -> list[RecommendationDeed]:
    """Return what became of recommendations in the sections that were touched.

    `sources` are the texts of revisions that hold recommendations, by revision id.
    """
    written = [deed for deed in deeds if deed.deed is not Deed.MOVED]
    old = {one.id: one for deed in written for one in parse(sources.get(deed.before or "", ""))}
    new = {one.id: one for deed in written for one in parse(sources.get(deed.after or "", ""))}
    found = [
        RecommendationDeed(key, deed)
        for key, one in new.items()
        if (deed := _deed(old.get(key), one)) is not None
    ]
    found += [RecommendationDeed(key, Deed.REMOVED) for key in old if key not in new]
    return found


def _deed(old: Recommendation | None, new: Recommendation) -> Deed | None:
    if old is None:
        return Deed.ADDED
    if old.wording_hash != new.wording_hash:
        return Deed.WORDING
    return Deed.WRITTEN if old.block_hash != new.block_hash else None


def flips(rows: Sequence[tuple[str, int, bool]]) -> list[int]:
    """Return the numbers at which words came into a section or left it.

    `rows` are section, number and whether the words are there, by section and number.
    """
    found = []
    last: tuple[str, bool] | None = None
    for section, number, there in rows:
        before = last is not None and last == (section, True)
        if there is not before:
            found.append(number)
        last = (section, there)
    return found
