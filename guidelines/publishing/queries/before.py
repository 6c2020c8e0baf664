"""The list "Before publishing": gates and checklists of a document, grouped and counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.drafts.models import Document
from guidelines.publishing.queries.checklists.entries import Entry, entries
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.rules.checks import APPROVED, Check
from guidelines.publishing.rules.gates import Group, Severity

CHECKLISTS = "checklists"
Line = Check | Entry


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines on one subject: those that are open, musts first, and those that are passed."""

    name: str
    open: tuple[Line, ...]
    passed: tuple[Line, ...]

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.open) + len(self.passed)


@dataclass(frozen=True, slots=True)
class Before:
    """The whole list, with what is left to do."""

    groups: tuple[LineGroup, ...]
    checks: tuple[Check, ...]

    @property
    def lines(self) -> list[Line]:
        """All lines in their order."""
        return [line for group in self.groups for line in (*group.open, *group.passed)]

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def passed(self) -> int:
        """How many of them are passed."""
        return sum(line.passed for line in self.lines)

    @property
    def must(self) -> int:
        """How many stop publication, the approval itself not counted."""
        return sum(line.blocks and line.name != APPROVED for line in self.lines)

    @property
    def should(self) -> int:
        """How many should be mended and stop nothing."""
        return sum(not line.passed and not line.blocks for line in self.lines)

    @property
    def only_approval(self) -> bool:
        """Whether nothing that must pass is open but the approval itself."""
        return self.must == 0 and any(line.blocks for line in self.lines)


def before_publishing(document: Document) -> Before:
    """Return the list of a document."""
    checks = readiness_of(document)
    by_group: dict[str, list[Line]] = {}
    for check in checks:
        by_group.setdefault(check.group, []).append(check)
    listed = entries(document)
    if listed:
        last = by_group.pop(Group.APPROVAL)
        by_group[CHECKLISTS] = list(listed)
        by_group[Group.APPROVAL] = last
    return Before(
        tuple(_group(str(name), lines) for name, lines in by_group.items()), tuple(checks)
    )


def _group(name: str, lines: Sequence[Line]) -> LineGroup:
    failed = [line for line in lines if not line.passed]
    return LineGroup(
        name,
        tuple(sorted(failed, key=lambda line: line.severity is not Severity.MUST)),
        tuple(line for line in lines if line.passed),
    )
