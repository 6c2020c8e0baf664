"""State machines as tables: what is not listed is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from guidelines.errors import IllegalTransition, sentence

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


@dataclass(frozen=True)
class Machine(Generic[S, M]):
    """The life of a thing: its states and the moves between them."""

    name: str
    initial: S
    table: Mapping[tuple[S, M], S]

    def after(self, state: S, move: M) -> S:
        """Return the state after `move`, or raise `IllegalTransition`."""
        try:
            return self.table[state, move]
        except KeyError:
            raise IllegalTransition(
                sentence(
                    "A %(thing)s that is %(state)s cannot %(move)s.",
                    thing=self.name,
                    state=state.value,
                    move=move.value,
                )
            ) from None

    def moves(self, state: S) -> frozenset[M]:
        """Return the moves that are possible in `state`."""
        return frozenset(move for (start, move) in self.table if start == state)

    def as_check(self, before: str, move: str, after: str) -> str:
        """Return the table as a condition in SQL on three columns, for a database constraint."""
        return " OR ".join(
            f"({before} = '{start.value}' AND {move} = '{by.value}' AND {after} = '{end.value}')"
            for (start, by), end in self.table.items()
        )

    def mermaid(self) -> str:
        """Return the machine as a Mermaid state diagram, in the order of the table."""
        lines = [f"    [*] --> {self.initial.value}"]
        lines += [
            f"    {start.value} --> {end.value}: {move.value}"
            for (start, move), end in self.table.items()
        ]
        return "\n".join(["stateDiagram-v2", *lines])
