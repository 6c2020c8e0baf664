"""What the checklists of a document put into the list "Before publishing"."""

from dataclasses import dataclass

from guidelines.drafts.models import Document
from guidelines.errors import Sentence, sentence
from guidelines.publishing.queries.appraisals import appraisals_of, most_appraisers
from guidelines.publishing.queries.checklists.catalogue import checklist_named
from guidelines.publishing.queries.checklists.known import Knowledge, Standing
from guidelines.publishing.rules.checklists.catalogue import Kind
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.needs import NAMES
from guidelines.publishing.rules.facts import Spot
from guidelines.publishing.rules.gates import Severity

FEWEST_APPRAISERS = 2


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
        _appraised(document, known, name)
        if checklist_named(name).kind is Kind.APPRAISAL
        else _reported(known.standing(name))
        for name in NAMES
        if known.asked(name) is not Asked.NO
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


def _appraised(document: Document, known: Knowledge, name: str) -> Entry:
    """Return whether enough people have appraised it, whatever they found."""
    found = checklist_named(name)
    passed = most_appraisers(appraisals_of(document)).get(name, 0) >= FEWEST_APPRAISERS
    problem = sentence(
        "Ask at least %(fewest)s people, better four, who rate it each on their own.",
        fewest=FEWEST_APPRAISERS,
    )
    return Entry(
        name=f"checklist:{name}",
        severity=Severity(known.asked(name).value),
        title=sentence("Several people have appraised it by %(name)s", name=found.title),
        passed=passed,
        where=() if passed else (Spot("checklist", name, found.title),),
        problem=None if passed else problem,
    )
