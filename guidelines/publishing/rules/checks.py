"""What stands in the way of publishing: every gate with what it found, and the refusals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from guidelines.errors import Conflict, Sentence, sentence
from guidelines.publishing.rules.facts import Facts, Spot
from guidelines.publishing.rules.gates import GATES, Gate, Group, Limit, Mend, Severity
from guidelines.publishing.rules.gates.looks import approval_problem
from guidelines.publishing.rules.tightening import CORE, Tightening

APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of "Before publishing": a gate, and what it found in one document.

    `problem` is None when it is passed. `limit` is the number the project measures by.
    """

    gate: Gate
    severity: Severity
    passed: bool
    where: tuple[Spot, ...] = ()
    problem: Sentence | None = None
    limit: int | None = None

    @property
    def name(self) -> str:
        """The key of the gate."""
        return self.gate.key

    @property
    def title(self) -> Sentence:
        """What holds when it is passed."""
        return self.gate.title

    @property
    def group(self) -> Group:
        """What it is about."""
        return self.gate.group

    @property
    def mend(self) -> Mend:
        """Where it is mended."""
        return self.gate.mend

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""
        return self.severity is Severity.MUST and not self.passed


def checks_of(facts: Facts, tightening: Tightening = CORE) -> list[Check]:
    """Return all gates with what they found, in the order of the list on the page."""
    return [_check(gate, facts, tightening) for gate in GATES]


def _check(gate: Gate, facts: Facts, tightening: Tightening) -> Check:
    limit = tightening.limit(gate)
    failed, where = gate.look(facts, limit or 0)
    problem = None
    if failed:
        problem = approval_problem(facts) if gate.key == APPROVED else gate.problem
    return Check(gate, tightening.severity(gate), not failed, where, problem, limit)


class Line(Protocol):
    """A line of "Before publishing": a gate, or a checklist."""

    @property
    def name(self) -> str:
        """What it is called in the code."""

    @property
    def title(self) -> Sentence:
        """What holds when it is passed."""

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""


def check_may_be_signed(checks: Iterable[Line]) -> None:
    """Raise `Conflict` if something other than the approval itself stands in the way."""
    _refuse([check for check in checks if check.blocks and check.name != APPROVED])


def check_may_be_published(checks: Iterable[Line]) -> None:
    """Raise `Conflict` with the failed checks by name, unless all that must pass do."""
    _refuse([check for check in checks if check.blocks])


def _refuse(failed: Sequence[Line]) -> None:
    if failed:
        raise Conflict(
            sentence(
                "This is not ready. Mend first: %(checks)s.",
                checks="; ".join(check.title for check in failed),
            )
        )


__all__ = [
    "Check",
    "Limit",
    "Severity",
    "check_may_be_published",
    "check_may_be_signed",
    "checks_of",
]
