"""How many members of a body must sign, and whether all who were asked have done what it takes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidelines.errors import Conflict, Invalid, sentence


class Quorum(StrEnum):
    """How many members of a body must sign for the body."""

    ALL = "all"
    TWO_THIRDS = "two-thirds"
    MAJORITY = "majority"
    AT_LEAST = "at-least"


def needed(quorum: Quorum, members: int, at_least: int = 0) -> int:
    """Return how many of so many members must sign; never none, never more than there are.

    A majority is more than half: 3 of 4, 3 of 5. Two thirds are rounded up: 3 of 4, 4 of 6.
    """
    if members <= 0:
        return 1
    counts = {
        Quorum.ALL: members,
        Quorum.TWO_THIRDS: -(-2 * members // 3),
        Quorum.MAJORITY: members // 2 + 1,
        Quorum.AT_LEAST: at_least,
    }
    return min(max(counts[quorum], 1), members)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it was asked: its members who may sign, and how many of them must.

    `barred` are its members who may not sign because of an interest; they are not counted.
    """

    title: str
    members: tuple[str, ...]
    needs: int
    barred: tuple[str, ...] = ()

    def signed_by(self, signed: Collection[str]) -> tuple[str, ...]:
        """Return which of its members are among those who signed."""
        return tuple(one for one in self.members if one in signed)

    def is_complete(self, signed: Collection[str]) -> bool:
        """Tell whether enough members have signed."""
        return len(self.signed_by(signed)) >= self.needs


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who was asked to sign one text: bodies, and persons who sign for themselves."""

    bodies: tuple[Body, ...] = ()
    persons: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Everybody who may sign, each once: who sits in two bodies is one person."""
        seats = [one for body in self.bodies for one in body.members]
        return tuple(dict.fromkeys([*self.persons, *seats]))

    def bodies_of(self, person_id: str) -> tuple[Body, ...]:
        """Return the bodies for which a person signs."""
        return tuple(body for body in self.bodies if person_id in body.members)

    def is_complete(self, signed: Collection[str]) -> bool:
        """Tell whether each person and enough members of each body have signed."""
        if not self.asked:
            return False
        return set(self.persons) <= set(signed) and all(
            body.is_complete(signed) for body in self.bodies
        )

    def missing(self, signed: Collection[str]) -> tuple[str, ...]:
        """Return who has not signed and is still needed: persons, and members of open bodies."""
        open_seats = [
            one
            for body in self.bodies
            if not body.is_complete(signed)
            for one in body.members
            if one not in signed
        ]
        persons = [one for one in self.persons if one not in signed]
        return tuple(dict.fromkeys([*persons, *open_seats]))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is frozen with the request."""
        return {
            "bodies": [
                {
                    "title": body.title,
                    "members": list(body.members),
                    "needs": body.needs,
                    "barred": list(body.barred),
                }
                for body in self.bodies
            ],
            "persons": list(self.persons),
            "barred": list(self.barred),
        }


def electorate_from(plain: Mapping[str, Any], asked: Iterable[str]) -> Electorate:
    """Return what was frozen with a request; an early one asked persons only (`asked`)."""
    if not plain:
        return Electorate(persons=tuple(asked))
    return Electorate(
        tuple(
            Body(one["title"], tuple(one["members"]), one["needs"], tuple(one["barred"]))
            for one in plain["bodies"]
        ),
        tuple(plain["persons"]),
        tuple(plain["barred"]),
    )


def assemble(
    bodies: Iterable[tuple[str, Quorum, int, Collection[str]]],
    approvers: Iterable[str],
    barred: Collection[str],
) -> Electorate:
    """Return whom to ask: bodies as (title, quorum, at least, members), and who sits in none.

    Whoever is barred by an interest is not asked, and not counted in the quorum. Raises
    `Conflict` if a body could never come to its signatures.
    """
    found = []
    seated: set[str] = set()
    for title, quorum, at_least, members in bodies:
        seated.update(members)
        may = tuple(one for one in members if one not in barred)
        if not may or (quorum is Quorum.AT_LEAST and at_least > len(may)):
            raise Conflict(
                sentence(
                    "“%(body)s” has too few members who may sign. Name more members, or change "
                    "how many must sign.",
                    body=title,
                )
            )
        kept_out = tuple(one for one in members if one in barred)
        found.append(Body(title, may, needed(quorum, len(may), at_least), kept_out))
    alone = [one for one in dict.fromkeys(approvers) if one not in seated]
    return Electorate(
        tuple(found),
        tuple(one for one in alone if one not in barred),
        tuple(one for one in alone if one in barred),
    )


def check_body(title: str, quorum: Quorum, at_least: int, members: Collection[str]) -> None:
    """Raise `Invalid` for a body without a name or members, or with a quorum it cannot reach."""
    mistakes: dict[str, str] = {}
    if not title.strip() or len(title) > 200:
        mistakes["title"] = sentence("Give the body a name, such as “Steering group”.")
    if not members:
        mistakes["members"] = sentence("Choose who sits in it.")
    elif quorum is Quorum.AT_LEAST and not 1 <= at_least <= len(members):
        mistakes["at_least"] = sentence(
            "Write a number from 1 to %(most)s, the number of its members.", most=len(members)
        )
    if mistakes:
        raise Invalid(mistakes)
