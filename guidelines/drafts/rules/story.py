"""The wordings of one recommendation through all versions: when each came, and what it changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidelines.drafts.rules.history import Deed
from guidelines.text.recommendations import Recommendation, parse

Moment = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """What version `number` did to a recommendation; WRITTEN changed only what is not voted on.

    `section` is where it stands now, or stood last.
    """

    number: int
    deed: Deed
    section: str
    before: Recommendation | None
    after: Recommendation | None


def tellings(key: str, moments: Sequence[tuple[int, Moment]]) -> Iterable[Telling]:
    """Yield what versions did to a recommendation, oldest first.

    `moments` are numbers of versions with the texts that sections got in them; None for a section
    that was taken out.
    """
    texts: dict[str, Recommendation | None] = {}
    was: Recommendation | None = None
    place = ""
    for number, changed in moments:
        for section, source in changed.items():
            texts[section] = _in(source, key) if source is not None else None
        found = [(section, one) for section, one in texts.items() if one is not None]
        section, now = found[0] if found else (place, None)
        deed = _deed(was, now, place, section)
        if deed is not None:
            yield Telling(number, deed, section, was, now)
        was, place = now, section


def _in(source: str, key: str) -> Recommendation | None:
    if key not in source:
        return None
    return next((one for one in parse(source) if one.id == key), None)


def _deed(
    was: Recommendation | None, now: Recommendation | None, there: str, here: str
) -> Deed | None:
    if was is None or now is None:
        if was is now:
            return None
        return Deed.ADDED if was is None else Deed.REMOVED
    if was.wording_hash != now.wording_hash:
        return Deed.WORDING
    if was.block_hash != now.block_hash:
        return Deed.WRITTEN
    return Deed.MOVED if there != here else None
