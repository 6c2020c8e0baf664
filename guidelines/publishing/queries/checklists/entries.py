"""What the checklists of a document put into the list "Before publishing"."""

from dataclasses import dataclass

from guidelines.drafts.models import Document
from guidelines.errors import Sentence, sentence
from guidelines.publishing.queries.checklists.known import Knowledge, Standing
from guidelines.publishing.rules.checklists.catalogue import Kind
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.facts import Spot
from guidelines.publishing.rules.gates import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of "Before publishing": a checklist, and what is open in it.

    `where` has a spot of the kind ``checklist`` for each open item: its key is
    ``<name>/<item>``, its words are the id of the item.
    """

    name: str
    severity: Severity
    title: Sentence
    passed: bool
    where: tuple[Spot, ...] = ()
    problem: Sentence | None = None

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""
        return self.severity is Severity.MUST and not self.passed


def entries(document: Document) -> list[Entry]:
    """Return one line for each checklist that the project wants to see before publishing.

    The name of a line is ``checklist:<name>``.
    """
    known = Knowledge(document)
    return [
        _reported(standing)
        for name in ("right", "accord", "checkup", "gin-mcmaster")
        if known.asked(name) is not Asked.NO
        for standing in [known.standing(name)]
    ]


def _reported(standing: Standing) -> Entry:
    found = standing.checklist
    left = standing.open_rows
    where = tuple(Spot("checklist", f"{found.name}/{row.item.id}", row.item.id) for row in left)
    problem = sentence("These items are open. Open one, and the next follows by itself.")
    title = (
        sentence("The milestones of %(name)s are reached", name=found.title)
        if found.kind is Kind.MILESTONES
        else sentence("Every item of %(name)s is answered", name=found.title)
    )
    return Entry(
        name=f"checklist:{found.name}",
        severity=Severity(standing.asked.value),
        title=title,
        passed=not left,
        where=where,
        problem=problem if left else None,
    )
