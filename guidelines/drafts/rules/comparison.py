"""Two versions compared: section by section, and what it means for each recommendation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.text.blocks import split
from guidelines.text.chains import heaviest
from guidelines.text.comparison import Comparison, Row, rows_of, with_moves
from guidelines.text.diff import Op, Span, words
from guidelines.text.recommendations import NORMATIVE, Recommendation, parse

_FENCE, _MARK = ":::", "recommendation"


class SectionKind(StrEnum):
    """What happened to a section."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Touch(StrEnum):
    """What happened to a recommendation.

    WORDING: the voted core is another one, so a vote on it is void. EDITORIAL: something outside
    of the core changed, such as the rationale.
    """

    ADDED = "added"
    REMOVED = "removed"
    WORDING = "wording"
    EDITORIAL = "editorial"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Part:
    """A section as one version has it; `key` tells which sections are the same one."""

    key: str
    number: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of both versions; `rows` are empty where its text is the same."""

    key: str
    kind: SectionKind
    moved: bool
    before: Part | None
    after: Part | None
    rows: tuple[Row, ...] = ()

    @property
    def part(self) -> Part:
        """The section as it is now, or as it was last."""
        part = self.after or self.before
        if part is None:
            raise ValueError("a change without a section")
        return part


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a recommendation that says something else now."""

    name: str
    spans: tuple[Span, ...]
    in_core: bool


@dataclass(frozen=True, slots=True)
class RecommendationChange:
    """A recommendation of both versions: its number in each, and what it says now."""

    key: str
    touch: Touch
    section: str
    number_before: int | None
    number_after: int | None
    wording: tuple[Span, ...]
    fields: tuple[FieldChange, ...]
    before: Recommendation | None
    after: Recommendation | None

    @property
    def core_changed(self) -> bool:
        """Whether what people vote on is not the same any more."""
        return self.touch in (Touch.WORDING, Touch.REMOVED)


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """All sections in the order of the newer version, and the recommendations touched."""

    sections: tuple[SectionChange, ...]
    recommendations: tuple[RecommendationChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether both versions have the same text in the same order."""
        return not any(one.kind is not SectionKind.SAME or one.moved for one in self.sections)

    def of_kind(self, kind: SectionKind) -> list[SectionChange]:
        """Return the sections of one kind."""
        return [one for one in self.sections if one.kind is kind]

    def touched(self, *touches: Touch) -> list[RecommendationChange]:
        """Return the recommendations with one of these changes."""
        return [one for one in self.recommendations if one.touch in touches]


def compare_parts(old: Sequence[Part], new: Sequence[Part]) -> VersionComparison:
    """Compare two versions; sections with the same text are not looked into."""
    was = {part.key: part for part in old}
    now = {part.key: part for part in new}
    staying = _in_place(old, new)
    order = list(_order(old, new))
    rows: list[Row] = []
    cuts: list[int] = []
    for key in order:
        before, after = was.get(key), now.get(key)
        if before is None or after is None or before.source != after.source:
            rows += rows_of(
                split(before.source) if before else (), split(after.source) if after else ()
            )
        cuts.append(len(rows))
    rows = with_moves(rows)
    sections = []
    start = 0
    for key, end in zip(order, cuts, strict=True):
        before, after = was.get(key), now.get(key)
        moved = before is not None and after is not None and key not in staying
        sections.append(
            SectionChange(key, _kind(before, after), moved, before, after, tuple(rows[start:end]))
        )
        start = end
    return VersionComparison(tuple(sections), tuple(_touched(old, new)))


def compare_block(change: RecommendationChange) -> Comparison:
    """Compare one recommendation alone, with its long parts."""
    before = change.before.source if change.before else ""
    after = change.after.source if change.after else ""
    return Comparison(tuple(with_moves(rows_of(split(before), split(after)))))


def _kind(before: Part | None, after: Part | None) -> SectionKind:
    if before is None:
        return SectionKind.ADDED
    if after is None:
        return SectionKind.REMOVED
    return SectionKind.SAME if before.source == after.source else SectionKind.CHANGED


def _in_place(old: Sequence[Part], new: Sequence[Part]) -> set[str]:
    """Return the sections that kept their place among the others."""
    there = {part.key for part in new}
    places = {part.key: n for n, part in enumerate(new)}
    links = [
        (n, places[part.key], 1.0 + len(part.source))
        for n, part in enumerate(old)
        if part.key in there
    ]
    return {old[i].key for i, _ in heaviest(links)}


def _order(old: Sequence[Part], new: Sequence[Part]) -> Iterator[str]:
    """Yield all sections in the order of the newer version, removed ones where they were."""
    now = {part.key for part in new}
    behind: dict[str, list[str]] = {}
    last = ""
    for part in old:
        if part.key in now:
            last = part.key
        else:
            behind.setdefault(last, []).append(part.key)
    yield from behind.get("", ())
    for part in new:
        yield part.key
        yield from behind.get(part.key, ())


@dataclass(frozen=True, slots=True)
class _Placed:
    number: int
    section: str
    one: Recommendation


def _placed(parts: Iterable[Part]) -> dict[str, _Placed]:
    """Return the recommendations of a version by id, numbered through."""
    found: dict[str, _Placed] = {}
    number = 0
    for part in parts:
        if _FENCE in part.source and _MARK in part.source:
            for one in parse(part.source):
                number += 1
                found.setdefault(one.id, _Placed(number, part.key, one))
    return found


def _touched(old: Sequence[Part], new: Sequence[Part]) -> Iterator[RecommendationChange]:
    """Yield the recommendations that are not what they were, in the order of the newer version."""
    was, now = _placed(old), _placed(new)
    for key in [*now, *(key for key in was if key not in now)]:
        before, after = was.get(key), now.get(key)
        touch = _touch(before, after)
        if touch is not None:
            yield _change(key, touch, before, after)


def _touch(before: _Placed | None, after: _Placed | None) -> Touch | None:
    if before is None:
        return Touch.ADDED
    if after is None:
        return Touch.REMOVED
    if before.one.wording_hash != after.one.wording_hash:
        return Touch.WORDING
    if before.one.block_hash != after.one.block_hash:
        return Touch.EDITORIAL
    return Touch.MOVED if before.section != after.section else None


def _change(
    key: str, touch: Touch, before: _Placed | None, after: _Placed | None
) -> RecommendationChange:
    place = after or before
    return RecommendationChange(
        key,
        touch,
        place.section if place else "",
        before.number if before else None,
        after.number if after else None,
        words(before.one.body if before else "", after.one.body if after else ""),
        tuple(changed_fields(before.one if before else None, after.one if after else None)),
        before.one if before else None,
        after.one if after else None,
    )


def changed_fields(
    before: Recommendation | None, after: Recommendation | None
) -> Iterator[FieldChange]:
    """Yield the short and long fields in which two texts of a recommendation differ."""
    if before is None or after is None:
        return
    names = dict.fromkeys(name for one in (before, after) for name, _ in one.attributes)
    for name in dict.fromkeys(("type", *names)):
        was, now = _short(before, name), _short(after, name)
        if was != now:
            yield FieldChange(name, _whole(was, now), name in NORMATIVE)
    for name in dict.fromkeys(name for one in (before, after) for name, _ in one.fields):
        was, now = before.field(name).strip(), after.field(name).strip()
        if was != now:
            yield FieldChange(name, words(was, now), False)


def _short(one: Recommendation, name: str) -> str:
    return one.type if name == "type" else one.get(name)


def _whole(was: str, now: str) -> tuple[Span, ...]:
    """Return a short value that changed as a whole, a longer one by its words."""
    if " " in was and " " in now:
        return words(was, now)
    spans = (Span(Op.DELETE, was), Span(Op.INSERT, now))
    return tuple(span for span in spans if span.text)
