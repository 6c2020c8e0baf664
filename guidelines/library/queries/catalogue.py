"""What is on the shelves at this moment, held in memory so that counting costs nothing.

A set of published versions is a number with a bit for the place of each: narrowing a search by
several facets is an AND, counting what is left is one instruction. What is held is made anew when
something was published, superseded, withdrawn or reached its day: one short query tells.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from guidelines.db import db, now, session
from guidelines.drafts.queries.orphatree import ancestors_of
from guidelines.library.models import Volume
from guidelines.library.rules import about_of
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition, GuidelineMove
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.publishing.rules.life import Life
from guidelines.publishing.rules.states import EditionState
from guidelines.text.folding import words_of


class Facet(StrEnum):
    """What a list can be narrowed by; the value is its name in an address."""

    DISEASE = "disease"
    TYPE = "type"
    STATUS = "status"
    LANGUAGE = "language"
    NETWORK = "network"
    YEAR = "year"


class Status(StrEnum):
    """Where a published version stands, for who looks for one."""

    CURRENT = "current"
    REVIEW_DUE = "review-due"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STANDING = (Status.CURRENT, Status.REVIEW_DUE)
Chosen = Mapping[Facet, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A published version as lists show it; `title_words` are folded, with spaces around."""

    volume_id: str
    edition_id: str
    document_id: str
    place: int
    network_slug: str
    network_title: str
    slug: str
    number: str
    title: str
    title_words: str
    language: str
    kind: str
    codes: tuple[str, ...]
    status: Status
    published_at: datetime
    review_by: date | None
    notice: str
    change_note: str
    sha256: str

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/library/{self.network_slug}/{self.slug}/{self.number}/"

    @property
    def latest_path(self) -> str:
        """The path that always leads to the latest version."""
        return f"/library/{self.network_slug}/{self.slug}/"

    @property
    def values(self) -> Iterator[tuple[Facet, str]]:
        """What it is found under; a disease stands for all groups above it as well."""
        yield Facet.TYPE, self.kind
        yield Facet.STATUS, self.status.value
        yield Facet.LANGUAGE, self.language
        yield Facet.NETWORK, self.network_slug
        yield Facet.YEAR, str(self.published_at.year)
        for code in dict.fromkeys(one for own in self.codes for one in (own, *ancestors_of(own))):
            yield Facet.DISEASE, code


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All published versions that anybody may know of, by place, and the sets of each value."""

    mark: tuple[object, ...] = ()
    listed: Mapping[int, Listed] = field(default_factory=dict)
    sets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
    everything: int = 0
    newest_first: tuple[int, ...] = ()
    network_titles: Mapping[str, str] = field(default_factory=dict)

    def set_of(self, facet: Facet, values: Iterable[str]) -> int:
        """Return what has any of these values."""
        found = 0
        for value in values:
            found |= self.sets.get(facet, {}).get(value, 0)
        return found

    def narrowed(self, chosen: Chosen, *, but: Facet | None = None) -> int:
        """Return what is left with the chosen values of every facet `but` one.

        Where no status is chosen, only what stands is left: superseded and withdrawn versions are
        shown to those who ask for them.
        """
        left = self.everything
        for facet in Facet:
            if facet is not but and chosen.get(facet):
                left &= self.set_of(facet, chosen[facet])
        if but is not Facet.STATUS and not chosen.get(Facet.STATUS):
            left &= self.set_of(Facet.STATUS, STANDING)
        return left

    def counts(self, facet: Facet, among: int) -> dict[str, int]:
        """Return how many of a set have each value of a facet; values of none left out."""
        found = {
            value: (one & among).bit_count() for value, one in self.sets.get(facet, {}).items()
        }
        return {value: number for value, number in found.items() if number}

    def standing_for(self, codes: Iterable[str]) -> list[Listed]:
        """Return what stands today on any of these diseases, newest first."""
        left = self.narrowed({Facet.DISEASE: list(codes)})
        return [self.listed[place] for place in self.newest_first if left >> place & 1]


_lock = threading.Lock()
_held: dict[str, Catalogue] = {}  # by database: tests and the demonstration have several


def catalogue() -> Catalogue:
    """Return what is on the shelves now."""
    where = str(db.engine.url)
    mark = _mark()
    held = _held.get(where)
    if held is None or held.mark != mark:
        with _lock:
            _held.clear()
            held = _held[where] = _read(mark)
    return held


def _mark() -> tuple[object, ...]:
    """Return what changes whenever the shelves do.

    States only move forward and rows are never deleted, so no change leaves all counts as they
    were. Whatever is public from a later moment, or becomes due on a day, changes them as well.
    """
    moment = now()
    states = session.execute(
        select(Edition.state, func.count())
        .where(Edition.published_at <= moment)
        .group_by(Edition.state)
        .order_by(Edition.state)
    )
    volumes = session.execute(
        select(func.count(), func.max(Volume.place), func.min(Volume.id), func.max(Volume.id))
    ).one()
    moves = session.scalar(select(func.count()).select_from(GuidelineMove))
    networks = session.execute(select(Network.slug, Network.title).order_by(Network.id))
    return (
        moment.date(),
        *((state, number) for state, number in states),
        *volumes,
        moves,
        hash(tuple(tuple(row) for row in networks)),
    )


# Only columns that lie before the frozen content of a version: behind it they are slow to reach.
_ROWS = (
    select(
        Volume.id,
        Volume.place,
        Volume.kind,
        Volume.codes,
        Volume.review_by,
        Volume.sha256,
        Edition.id.label("edition_id"),
        Edition.document_id,
        Edition.slug,
        Edition.major,
        Edition.minor,
        Edition.title,
        Edition.language,
        Edition.notice,
        Edition.change_note,
        Network.slug.label("network_slug"),
        Network.title.label("network_title"),
    )
    .select_from(Edition)
    .join(Network, Network.id == Edition.network_id)
    .outerjoin(Volume, Volume.edition_id == Edition.id)
)


def _read(mark: tuple[object, ...]) -> Catalogue:
    moment = now()
    lives, due = _lives()
    public = {
        edition_id: (state, published_at)
        for edition_id, state, published_at in session.execute(
            select(Edition.id, Edition.state, Edition.published_at).where(
                Edition.published_at <= moment
            )
        )
    }
    rows: list[Any] = [row for row in session.execute(_ROWS) if row.edition_id in public]
    rows = [row for row in rows if row.place] + _fresh(rows)
    latest: dict[str, tuple[int, int]] = {}
    for row in rows:
        if public[row.edition_id][0] is not EditionState.WITHDRAWN:
            number = (row.major, row.minor)
            latest[row.document_id] = max(number, latest.get(row.document_id, (0, 0)))
    listed = {}
    for row in rows:
        state, published_at = public[row.edition_id]
        review_by = due.get(row.document_id) or row.review_by
        listed[row.place] = Listed(
            volume_id=row.id,
            edition_id=row.edition_id,
            document_id=row.document_id,
            place=row.place,
            network_slug=row.network_slug,
            network_title=row.network_title,
            slug=row.slug,
            number=f"{row.major}.{row.minor}",
            title=row.title,
            title_words=f" {' '.join(words_of(row.title))} ",
            language=row.language,
            kind=row.kind,
            codes=tuple(str(code) for code in row.codes),
            status=_status(
                state,
                is_latest=latest.get(row.document_id) == (row.major, row.minor),
                life=lives.get(row.document_id),
                is_due=review_by is not None and review_by < moment.date(),
            ),
            published_at=published_at,
            review_by=review_by,
            notice=row.notice,
            change_note=row.change_note,
            sha256=row.sha256,
        )
    sets: dict[Facet, dict[str, int]] = {facet: defaultdict(int) for facet in Facet}
    for place, one in listed.items():
        for facet, value in one.values:
            sets[facet][value] |= 1 << place
    order = sorted(listed.values(), key=lambda one: (-one.published_at.timestamp(), one.title))
    return Catalogue(
        mark=mark,
        listed=listed,
        sets={facet: dict(found) for facet, found in sets.items()},
        everything=sum(1 << place for place in listed),
        newest_first=tuple(one.place for one in order),
        network_titles={one.network_slug: one.network_title for one in order},
    )


def _fresh(rows: Sequence[Any]) -> list[Any]:
    """Return the rows of what the worker has not put on a shelf yet: it is listed all the same.

    They stand behind the last place, and are found by words as soon as the worker has come.
    """
    last = max((row.place for row in rows if row.place), default=0)
    found = []
    for place, row in enumerate((row for row in rows if not row.place), start=last + 1):
        edition = edition_with_content(row.edition_id)
        if edition is not None:
            about = about_of(edition.content)
            values = row._asdict() | {
                "id": "",
                "place": place,
                "kind": about.kind,
                "codes": about.codes,
                "review_by": about.review_by,
                "sha256": edition.sha256,
            }
            found.append(SimpleNamespace(**values))
    return found


def _lives() -> tuple[dict[str, Life], dict[str, date]]:
    """Return where each guideline stands, and the newest day by which it is looked at again."""
    lives: dict[str, Life] = {}
    due: dict[str, date] = {}
    for document_id, after, review_by in session.execute(
        select(GuidelineMove.document_id, GuidelineMove.after, GuidelineMove.review_by).order_by(
            GuidelineMove.document_id, GuidelineMove.number
        )
    ):
        lives[document_id] = after
        if review_by is not None:
            due[document_id] = review_by
    return lives, due


def _status(state: EditionState, *, is_latest: bool, life: Life | None, is_due: bool) -> Status:
    """Return where a version stands.

    The latest that is public stands even while the next one is already frozen but not yet public.
    """
    if state is EditionState.WITHDRAWN or life is Life.WITHDRAWN:
        return Status.WITHDRAWN
    if not is_latest or life is Life.SUPERSEDED:
        return Status.SUPERSEDED
    return Status.REVIEW_DUE if is_due else Status.CURRENT
