"""All checklists by name: those shipped as files, and the one by which a vote is reported."""

from functools import cache

from guidelines.consensus.queries.accounts import checklist as consensus_checklist
from guidelines.publishing.queries.shipped import SHIPPED, shipped
from guidelines.publishing.rules.checklists.catalogue import Checklist, Item, Kind
from guidelines.publishing.rules.checklists.needs import NAMES

ACCORD = "accord"
LINK = "https://doi.org/10.1371/journal.pmed.1004326"


def checklist_named(name: str) -> Checklist:
    """Return a checklist; `LookupError` for a name that none has."""
    return _accord() if name == ACCORD else shipped(name)


def all_checklists() -> list[Checklist]:
    """Return every checklist in the order of the page."""
    return [checklist_named(name) for name in NAMES]


@cache
def _accord() -> Checklist:
    """Return ACCORD as the report of a vote has it: its items are kept there alone."""
    found = consensus_checklist(ACCORD)
    sections = tuple(dict.fromkeys(one.section for one in found.items))
    return Checklist(
        name=ACCORD,
        title=found.title,
        kind=Kind.REPORTING,
        about=found.about,
        source=found.source,
        link=LINK,
        licence=found.licence,
        sections=tuple((one, one) for one in sections),
        items=tuple(
            Item(one.id, one.section, one.text, facts=(f"{ACCORD}-{one.id}",), mend="report")
            for one in found.items
        ),
    )


__all__ = ["ACCORD", "SHIPPED", "all_checklists", "checklist_named"]
