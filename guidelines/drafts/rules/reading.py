"""The recommendations of a section, read from its text, with ids settled."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from guidelines.drafts.rules.keys import Named, name_all
from guidelines.text.grammar import problems, with_id
from guidelines.text.notices import Notice
from guidelines.text.recommendations import Recommendation, parse


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with ids settled, its recommendations in order, and what its author should know."""

    source: str
    found: tuple[Recommendation, ...]
    notices: tuple[Notice, ...]


def read(
    source: str,
    *,
    own: frozenset[str],
    elsewhere: Callable[[], Set[str]],
    known: Callable[[], Mapping[str, str]],
) -> Reading:
    """Read the recommendations of a section; see `keys.name_all` for who keeps which id.

    `elsewhere` and `known` are asked only where an id is new to the section: most saves change
    none.
    """
    found = parse(source)
    ids = [one.id for one in found]
    if len(set(ids)) == len(ids) and own.issuperset(ids):
        return Reading(source, found, problems(source) if found else ())
    naming = name_all(
        [Named(one.id, one.wording_hash, one.line) for one in found],
        own=own,
        elsewhere=elsewhere(),
        known=known(),
    )
    for number in sorted(naming.new, reverse=True):
        source = with_id(source, found[number], naming.new[number])
    if naming.new:
        found = parse(source)
    return Reading(source, found, (*naming.notices, *problems(source)))
