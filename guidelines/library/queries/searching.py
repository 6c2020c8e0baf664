"""A search in the library: versions and recommendations, narrowed by facets, with their counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from guidelines.db import session
from guidelines.library.models import Volume, VolumeRecommendation
from guidelines.library.queries import words
from guidelines.library.queries.catalogue import Catalogue, Chosen, Facet, Listed, catalogue
from guidelines.library.queries.words import VOLUME
from guidelines.text.searching import Asked, Piece, asked_of, passage, whole


@dataclass(frozen=True, slots=True)
class VersionHit:
    """A published version that was found; `passage` shows where, if its text has the words."""

    listed: Listed
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationHit:
    """A recommendation that was found, and the version it stands in.

    `line` has what lists say of it: number, strength, direction, certainty, standing, outcome.
    """

    listed: Listed
    key: str
    wording: tuple[Piece, ...]
    line: Mapping[str, Any]

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"{self.listed.path}recommendations/{self.key}/"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: all in order as numbers, and how many there are of each value.

    `counts` of a facet are what one would have with that value instead of those now chosen.
    """

    catalogue: Catalogue
    asked: Asked
    versions: Sequence[int]
    recommendations: Sequence[int]
    counts: Mapping[Facet, Mapping[str, int]]

    def version_hits(self, start: int, stop: int) -> list[VersionHit]:
        """Return some of the versions, with the passages that were found."""
        wanted = [self.catalogue.listed[place] for place in self.versions[start:stop]]
        bodies: dict[int, str] = {}
        if self.asked:
            rows = session.execute(
                select(Volume.place, Volume.body).where(
                    Volume.place.in_([one.place for one in wanted])
                )
            )
            bodies = {row.place: row.body for row in rows}
        return [
            VersionHit(
                one,
                tuple(whole(one.title, self.asked)),
                tuple(passage(bodies.get(one.place, ""), self.asked)),
            )
            for one in wanted
        ]

    def recommendation_hits(self, start: int, stop: int) -> list[RecommendationHit]:
        """Return some of the recommendations."""
        wanted = self.recommendations[start:stop]
        found = recommendations_numbered(self.catalogue, wanted)
        return [
            RecommendationHit(
                self.catalogue.listed[number // VOLUME],
                found[number].key,
                tuple(whole(found[number].wording, self.asked)),
                found[number].shown,
            )
            for number in wanted
            if number in found
        ]

    def with_recommendations(
        self, start: int, stop: int
    ) -> list[tuple[VersionHit, list[RecommendationHit]]]:
        """Return some of the versions, each with all of its recommendations."""
        places = set(self.versions[start:stop])
        of_page = replace(
            self, recommendations=[n for n in self.recommendations if n // VOLUME in places]
        )
        found: dict[int, list[RecommendationHit]] = {}
        for hit in of_page.recommendation_hits(0, len(of_page.recommendations)):
            found.setdefault(hit.listed.place, []).append(hit)
        return [(hit, found.get(hit.listed.place, [])) for hit in self.version_hits(start, stop)]


def recommendations_numbered(
    shelves: Catalogue, numbers: Iterable[int]
) -> dict[int, VolumeRecommendation]:
    """Return recommendations by the number they have in the index."""
    places = {shelves.listed[number // VOLUME].volume_id: number // VOLUME for number in numbers}
    ordinals = {number % VOLUME for number in numbers}
    rows = session.scalars(
        select(VolumeRecommendation).where(
            VolumeRecommendation.volume_id.in_(places), VolumeRecommendation.ordinal.in_(ordinals)
        )
    )
    return {places[row.volume_id] * VOLUME + row.ordinal: row for row in rows}


def search(typed: str, chosen: Chosen) -> Findings:
    """Search for what was typed among what the chosen facets leave.

    Without words everything that is left is found, the newest first; recommendations are only
    found by words, or by a disease.
    """
    shelves = catalogue()
    asked = asked_of(typed)
    left = shelves.narrowed(chosen)
    if asked:
        numbers = words.find(asked)
        matching = _places(number // VOLUME for number in numbers)
        among = _membership(left & matching)
        kept = [number for number in numbers if among(number // VOLUME)]
        recommendations = [number for number in kept if number % VOLUME]
        versions = _ranked(kept, shelves, asked)
    elif typed.strip():  # signs alone are found nowhere
        matching, versions, recommendations = 0, [], []
    else:
        matching = shelves.everything
        among = _membership(left)
        versions = [place for place in shelves.newest_first if among(place)]
        recommendations = []
    counts = {
        facet: shelves.counts(facet, matching & shelves.narrowed(chosen, but=facet))
        for facet in Facet
    }
    return Findings(shelves, asked, versions, recommendations, counts)


def _ranked(numbers: Sequence[int], shelves: Catalogue, asked: Asked) -> list[int]:
    """Return the versions of the found entries: by title, then by recommendation, then by text.

    Within these the database's order stays, which weighs how often and how near.
    """
    within = {number // VOLUME for number in numbers if number % VOLUME}
    own = [number // VOLUME for number in numbers if not number % VOLUME]
    parts = [
        [
            f" {' '.join(part.words)}" + " " * (not part.beginning),
            *(f" {form} " for form in part.forms),
        ]
        for part in asked.parts
    ]

    def tier(place: int) -> int:
        title = shelves.listed[place].title_words
        named = all(any(form in title for form in forms) for forms in parts)
        return 0 if named else 2 - (place in within)

    return sorted(dict.fromkeys([*own, *within]), key=tier)


def everything_on(code: str) -> Findings:
    """Return what stands today on a disease, or on anything, with all its recommendations.

    The newest goes first; the recommendations of a version keep their order.
    """
    shelves = catalogue()
    left = shelves.narrowed({Facet.DISEASE: [code]} if code else {})
    among = _membership(left)
    versions = [place for place in shelves.newest_first if among(place)]
    order = {shelves.listed[place].volume_id: place for place in versions}
    rows = session.execute(
        select(VolumeRecommendation.volume_id, VolumeRecommendation.ordinal).order_by(
            VolumeRecommendation.ordinal
        )
    )
    found: dict[int, list[int]] = {place: [] for place in versions}
    for volume_id, ordinal in rows:
        if volume_id in order:
            found[order[volume_id]].append(order[volume_id] * VOLUME + ordinal)
    numbers = [number for place in versions for number in found[place]]
    return Findings(shelves, Asked(), versions, numbers, {})


def _places(places: Iterable[int]) -> int:
    """Return a set of places as a number with a bit for each."""
    found = set(places)
    bits = bytearray(max(found, default=0) // 8 + 1)
    for place in found:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _membership(places: int) -> Callable[[int], int]:
    """Return what tells whether a place is in a set, faster than by shifting a long number."""
    bits = places.to_bytes(places.bit_length() // 8 + 1, "little")
    most = len(bits) << 3
    return lambda place: place < most and bits[place >> 3] >> (place & 7) & 1
