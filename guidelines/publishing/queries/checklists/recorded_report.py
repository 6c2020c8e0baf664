"""What the reports of the votes on a document say to each item of their own checklist."""

from guidelines.consensus.queries.accounts import Answered, report_of
from guidelines.consensus.rules.writeup import Text
from guidelines.errors import sentence
from guidelines.publishing.queries.checklists.catalogue import ACCORD
from guidelines.publishing.queries.checklists.record import Record
from guidelines.publishing.rules.checklists.standing import Fact, Place

LONGEST = 400


def report_facts(record: Record) -> dict[str, Fact]:
    """Return what answers each item, by the name of the fact; whole where every vote has it."""
    reports = [(one, report_of(one, ACCORD)) for one in record.processes]
    found: dict[str, Fact] = {}
    for place, item in enumerate(reports[0][1].checklist.items if reports else ()):
        answers = [(process, report.answers[place]) for process, report in reports]
        told = [(process, one) for process, one in answers if not one.is_missing]
        if not told:
            continue
        name = f"{ACCORD}-{item.id}"
        found[name] = Fact(
            name,
            sentence("%(words)s", words=" ".join(_words(one) for _process, one in told)),
            tuple(Place("report", process.title, process.id, item.id) for process, _one in told),
            whole=len(told) == len(answers),
        )
    return found


def _words(answered: Answered) -> str:
    """Return the beginning of what answers an item, as plain words."""
    texts = [block.words for block in answered.blocks if isinstance(block, Text)]
    told = " ".join([*texts, answered.text]).strip()
    if not told:
        return str(sentence("The report has a table or picture of it."))
    return told if len(told) <= LONGEST else f"{told[:LONGEST].rstrip()} …"
