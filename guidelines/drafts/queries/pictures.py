"""The pictures of a document, with where its newest version uses them."""

from dataclasses import dataclass

from guidelines.drafts.models import Asset, Document
from guidelines.drafts.queries.reading import (
    SectionInVersion,
    assets_of,
    current_version,
    sections_in,
)
from guidelines.drafts.rules.pictures import uses_in


@dataclass(frozen=True, slots=True)
class Used:
    """A picture and the sections that show it; `silent` are those that do so without words."""

    asset: Asset
    sections: tuple[SectionInVersion, ...]
    silent: tuple[SectionInVersion, ...]


def pictures_used(document: Document) -> list[Used]:
    """Return the attachments of a document by name, each with the sections that use it."""
    sections = sections_in(current_version(document))
    places: dict[str, list[tuple[SectionInVersion, bool]]] = {}
    for item in sections:
        found: dict[str, bool] = {}
        for use in uses_in(item.revision.source):
            found[use.name] = found.get(use.name, False) or not use.alternative.strip()
        for name, is_silent in found.items():
            places.setdefault(name, []).append((item, is_silent))
    return [
        Used(
            asset,
            tuple(item for item, _silent in places.get(asset.name, ())),
            tuple(item for item, silent in places.get(asset.name, ()) if silent),
        )
        for asset in assets_of(document)
    ]
