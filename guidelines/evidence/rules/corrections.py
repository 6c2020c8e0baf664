"""What people corrected in a reference by hand, against what a later file says of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.evidence.rules.merging import says_the_same


@dataclass(frozen=True, slots=True)
class Brought:
    """A reference after a file: its item, and what the file says of corrected fields instead."""

    item: dict[str, Any]
    offered: dict[str, Any]


def corrected_by(
    before: Mapping[str, Any], after: Mapping[str, Any], corrected: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the corrected fields once a person has made `after` of `before`.

    The value of a field is what a file said last and a person declined; None before that.
    """
    changed = {name: None for name in {*before, *after} if before.get(name) != after.get(name)}
    return {**corrected, **changed}


def brought(
    item: Mapping[str, Any], corrected: Mapping[str, Any], told: Mapping[str, Any]
) -> Brought:
    """Return what becomes of a reference by a file that tells `told` of it.

    Fields that somebody corrected stay; what the file says otherwise is offered, unless it was
    declined before.
    """
    free = {name: value for name, value in told.items() if name not in corrected}
    offered = {
        name: value
        for name, value in told.items()
        if name in corrected and value != corrected[name] and not says_the_same(item, told, name)
    }
    return Brought({**item, **free}, offered)


def settled(
    item: Mapping[str, Any],
    corrected: Mapping[str, Any],
    offered: Mapping[str, Any],
    taken: Collection[str],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return item and corrected fields once a person decided which offered values to take.

    A field whose value is taken follows the files again; for the others the value is declined.
    """
    after = {**item, **{name: offered[name] for name in offered if name in taken}}
    declined = {name: value for name, value in offered.items() if name not in taken}
    kept = {name: value for name, value in corrected.items() if name not in taken}
    return after, {**kept, **declined}
