"""Which recommendation may have which id: unique in a document, and never given to another."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from guidelines.errors import Conflict, Invalid, sentence
from guidelines.text.grammar import fresh_id
from guidelines.text.notices import Notice, notice

LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Named:
    """A recommendation block in a text: its id ("" if it has none), wording hash, and line."""

    key: str
    wording_sha256: str
    line: int


@dataclass(frozen=True, slots=True)
class Naming:
    """New ids by the number of the block in the text, and what its author should know."""

    new: Mapping[int, str]
    notices: tuple[Notice, ...]


def name_all(
    found: Sequence[Named], *, own: Set[str], elsewhere: Set[str], known: Mapping[str, str]
) -> Naming:
    """Decide the id of every recommendation of a section.

    `own` are the ids this section has now, `elsewhere` those of other sections, `known` all ids
    the document ever had with the wording hash each was last seen with. An id that left the text
    comes back only with the same wording; a copy gets a new id, and of two blocks with one id
    the one that has the known wording keeps it.
    """
    new: dict[int, str] = {}
    notices: list[Notice] = []
    taken = set(known) | set(elsewhere) | {named.key for named in found}
    keepers = _keepers(found, known)
    for number, named in enumerate(found):
        if len(named.key) > LONGEST_KEY:
            raise Invalid(
                {
                    "source": sentence(
                        "The id of the recommendation in line %(line)s is longer than 80 "
                        "characters. Shorten it.",
                        line=named.line,
                    )
                }
            )
        code = _reason(number, named, keepers, own, elsewhere, known)
        if code is None:
            continue
        key = fresh_id(taken, named.key or "rec")
        taken.add(key)
        new[number] = key
        notices.append(notice(code, _WORDS[code], named.line, old=named.key, new=key))
    return Naming(new, tuple(notices))


_WORDS = {
    "recommendation-named": "A recommendation without an id got the id %(new)s.",
    "recommendation-copied": (
        "The copy of recommendation %(old)s got the id %(new)s: an id belongs to one only."
    ),
    "recommendation-retired": (
        "The id %(old)s belonged to an earlier recommendation, so this one got %(new)s."
    ),
}


def _keepers(found: Sequence[Named], known: Mapping[str, str]) -> dict[str, int]:
    """Return for each id the block that keeps it: with the known wording, else the first."""
    keepers: dict[str, int] = {}
    for number, named in enumerate(found):
        first = keepers.setdefault(named.key, number)
        right = known.get(named.key)
        if found[first].wording_sha256 != right and named.wording_sha256 == right:
            keepers[named.key] = number
    return keepers


def _reason(
    number: int,
    named: Named,
    keepers: Mapping[str, int],
    own: Set[str],
    elsewhere: Set[str],
    known: Mapping[str, str],
) -> str | None:
    """Say why a block needs a new id, or None if it keeps its own."""
    if not named.key:
        return "recommendation-named"
    if keepers[named.key] != number or named.key in elsewhere:
        return "recommendation-copied"
    if named.key in own or named.key not in known:
        return None
    return None if known[named.key] == named.wording_sha256 else "recommendation-retired"


def check_locks(
    locks: Mapping[str, tuple[str, str]], own: Set[str], after: Mapping[str, str]
) -> None:
    """Raise `Conflict` if a save would change or remove a locked wording.

    `locks` are wording hash and reason by id, `own` the ids that the changed sections had before,
    `after` the wording hashes of all recommendations after the save.
    """
    for key, (wording, reason) in sorted(locks.items()):
        if key in own and key not in after:
            raise Conflict(
                sentence(
                    "Recommendation %(key)s cannot be removed now: %(reason)s",
                    key=key,
                    reason=reason,
                )
            )
        if key in after and after[key] != wording:
            raise Conflict(
                sentence(
                    "The wording of recommendation %(key)s cannot be changed now: %(reason)s "
                    "Put its old wording back, then save the rest.",
                    key=key,
                    reason=reason,
                )
            )
