"""What interests know, in the words that a published version prints."""

from collections import Counter
from collections.abc import Collection, Mapping

from guidelines.consensus.queries import panel_of, processes_of
from guidelines.drafts.models import Document
from guidelines.drafts.queries import recommendations_of
from guidelines.interests.queries import Statement, statement_table
from guidelines.interests.rules import Interest, Measure, Recipient
from guidelines.permissions import MEMBERS, Role
from guidelines.projects.queries import members_with

NAMED_ROLES = (
    Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST, Role.FACILITATOR, Role.APPROVER,
)  # fmt: skip
UNNAMED = {
    Role.PATIENT_REPRESENTATIVE: "Patient representative",
    Role.PANELIST: "Panel member",
    Role.REVIEWER: "Reviewer",
    Role.OBSERVER: "Observer",
}
_FOLLOWS = {
    Measure.NO_LEAD: "Did not lead or chair on",
    Measure.ABSTAINS: "Abstained from",
    Measure.OUT: "Took no part in",
}
_WHOM = {
    Recipient.SELF: "to the person",
    Recipient.INSTITUTION: "to the institution",
    Recipient.BOTH: "to the person and the institution",
}


def interest_statements(document: Document) -> list[dict[str, str]]:
    """Return the public table of interests: who, and what was declared and followed from it.

    Those who wrote, chaired, advised or signed are named. Everybody else is named only if they
    agreed to be; the others stand behind these by role and number, in the order of what they
    declared, so that no place gives a name away. Nothing internal is in it: no level, no reason,
    no sum, no words on a family.
    """
    numbers = {one.key: one.ordinal for one in recommendations_of(document)}
    rows = [row for row in statement_table(document.project_id) if row.declared_at is not None]
    named = named_people(document)
    shown = [
        {"name": row.name, "statement": _words(row, numbers)}
        for row in rows
        if row.person_id in named
    ]
    roles = _roles(document.project_id)
    hidden = sorted(
        (roles[row.person_id], _words(row, numbers)) for row in rows if row.person_id not in named
    )
    counts: Counter[str] = Counter()
    for role, statement in hidden:
        counts[role] += 1
        shown.append({"name": f"{role} {counts[role]}", "statement": statement})
    return shown


def named_people(document: Document) -> frozenset[str]:
    """Return who is named in a published version: by their role, or because they agreed."""
    members = members_with(document.project_id, *NAMED_ROLES)
    agreed = {
        one.person_id
        for process in processes_of(document)
        for one in panel_of(process)
        if one.named
    }
    return frozenset({one.person_id for one in members} | agreed)


def _roles(project_id: str) -> dict[str, str]:
    """Return what stands for a person who is not named; of several roles the first in the list."""
    found: dict[str, set[Role]] = {}
    for member in members_with(project_id, *MEMBERS):
        found.setdefault(member.person_id, set()).add(member.role)
    return {
        person_id: next((word for role, word in UNNAMED.items() if role in roles), "Member")
        for person_id, roles in found.items()
    }


def _words(row: Statement, numbers: Mapping[str, int]) -> str:
    said = ["Nothing to declare."] if row.nothing else []
    said += [_declared(one) for one in row.interests]
    for measure, words in _FOLLOWS.items():
        which = {
            number
            for one in row.consequences
            if one.measure is measure
            for number in (numbers.values() if not one.key else [numbers.get(one.key, 0)])
            if number
        }
        if which:
            said.append(f"{words} {_recommendations(which, len(numbers))}.")
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in said)


def _recommendations(which: Collection[int], known: int) -> str:
    if len(which) == known and known > 1:
        return "all recommendations"
    word = "recommendation" if len(which) == 1 else "recommendations"
    return f"{word} {', '.join(map(str, sorted(which)))}"


def _declared(one: Interest) -> str:
    if not one.is_public:
        return "An interest of a family member."
    payer = f"{one.payer}, non-profit" if one.payer and one.non_profit else one.payer
    details = [payer, _WHOM.get(one.recipient, ""), one.period]
    around = "; ".join(part for part in details if part)
    text = one.text.strip().rstrip(".")
    if not text:
        return around
    return f"{text} ({around})" if around else text
