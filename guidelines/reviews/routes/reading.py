"""The frozen version that a round asks about, as its readers see it: no name beside the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flask import url_for

from guidelines.drafts.models import Asset
from guidelines.drafts.queries import landmarks_in, sections_in
from guidelines.drafts.queries.reading import SectionInVersion
from guidelines.drafts.routes.shown import PREFIX, Shown, shown
from guidelines.reviews.models import ReviewRound
from guidelines.reviews.queries import blocks_of
from guidelines.text.markdown import Around
from guidelines.text.numbering import Landmark
from guidelines.text.recommendations import parse

LONGEST_OPTION = 90


@dataclass(frozen=True, slots=True)
class Read:
    """A section of the frozen version: its place in the document, and its text as safe HTML."""

    item: SectionInVersion
    shown: Shown
    keys: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the section."""
        return self.item.section.id

    @property
    def title(self) -> str:
        """Its number and title."""
        return f"{self.item.number} {self.item.title}".strip()


def sections_read(round_: ReviewRound) -> list[Read]:
    """Return the sections of the version that a round asks about."""

    def address_of(asset: Asset) -> str:
        return url_for("reviews.show_picture", review_round_id=round_.id, picture_name=asset.name)

    items = sections_in(round_.version)
    found = landmarks_in(round_.version.entries)
    return [
        Read(
            item,
            shown(
                round_.document,
                item.revision.source,
                whole=True,
                address_of=address_of,
                around=_among(found, place),
            ),
            tuple(one.id for one in parse(item.revision.source)),
        )
        for place, item in enumerate(items)
    ]


def _among(found: Sequence[Sequence[Landmark]], place: int) -> Around:
    """Return what stands around a section: all sections are on one page, and count on."""
    others = [*found[:place], *found[place + 1 :]]
    return Around(
        tuple(chain.from_iterable(found[:place])),
        tuple(chain.from_iterable(found[place + 1 :])),
        {one.id: f"#{PREFIX}{one.id}" for landmarks in others for one in landmarks if one.id},
    )


def section_read(round_: ReviewRound, section_id: str) -> SectionInVersion | None:
    """Return one section of the version that a round asks about."""
    return next((one for one in sections_in(round_.version) if one.section.id == section_id), None)


def paragraphs_of(item: SectionInVersion) -> list[tuple[str, str]]:
    """Return the paragraphs of a section to choose from: id, and how each begins."""
    found = []
    for block in blocks_of(item.revision):
        words = " ".join(block.plain.split())
        if len(words) > 2:
            cut = words[:LONGEST_OPTION].rsplit(" ", 1)[0] + " …"
            found.append((block.id, words if len(words) <= LONGEST_OPTION else cut))
    return found


def words_of_block(item: SectionInVersion, block_id: str) -> str:
    """Return what is read of a paragraph of a section; nothing for one of another."""
    for block in blocks_of(item.revision):
        if block.id == block_id:
            return block.plain
    return ""
