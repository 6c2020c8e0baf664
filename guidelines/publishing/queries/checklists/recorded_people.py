"""What the record says about people: the group, the panel, patients, interests."""

from collections import Counter
from collections.abc import Mapping

from guidelines.consensus.queries import panel_table
from guidelines.errors import sentence
from guidelines.interests.queries import unassessed_people
from guidelines.permissions import MEMBERS, Role
from guidelines.publishing.queries.checklists.record import FactOf, Record
from guidelines.publishing.rules.checklists.standing import Fact, Place

PEOPLE = (Place("people", "1"),)
INTERESTS = (Place("interests", "1"),)


def _group(record: Record) -> Fact | None:
    people = [one.person for one in record.people_with(*MEMBERS)]
    if len(people) < 2:
        return None
    placed = [one for one in people if one.affiliation]
    countries = {one.country for one in people if one.country}
    fields = {one.discipline.casefold() for one in people if one.discipline}
    return Fact(
        "group",
        sentence(
            "People with a role: %(count)s; countries: %(countries)s; disciplines known: "
            "%(fields)s; place of work known: %(placed)s.",
            count=len(people),
            countries=len(countries),
            fields=len(fields),
            placed=len(placed),
        ),
        PEOPLE,
        whole=len(placed) == len(people),
    )


def _roles(record: Record) -> Fact | None:
    counts = Counter(one.role for one in record.members)
    if not counts[Role.CHAIR] or len(counts) < 2:
        return None
    return Fact(
        "roles",
        sentence(
            "Roles are on record with the day on which each began. Chair: %(chairs)s, authors: "
            "%(authors)s, methodologists: %(methodologists)s, panel: %(panel)s.",
            chairs=counts[Role.CHAIR],
            authors=counts[Role.AUTHOR],
            methodologists=counts[Role.METHODOLOGIST],
            panel=counts[Role.PANELIST] + counts[Role.PATIENT_REPRESENTATIVE],
        ),
        PEOPLE,
        # how they were chosen is for people to say
        whole=False,
    )


def _methodologist(record: Record) -> Fact | None:
    found = record.people_with(Role.METHODOLOGIST)
    if not found:
        return None
    names = ", ".join(sorted(one.person.name for one in found))
    return Fact("methodologist", sentence("Methodologist: %(names)s.", names=names), PEOPLE)


def _panel(record: Record) -> Fact | None:
    table = panel_table(record.document)
    if not table["size"]:
        return None
    groups = ", ".join(f"{title} {count}" for title, count in table["groups"].items())
    return Fact(
        "panel",
        sentence("The panel has %(size)s members: %(groups)s.", size=table["size"], groups=groups),
        tuple(Place("process", one.title, one.id) for one in record.processes) or PEOPLE,
    )


def _patients(record: Record) -> Fact | None:
    found = record.people_with(Role.PATIENT_REPRESENTATIVE)
    if not found:
        return None
    return Fact(
        "patients",
        sentence(
            "Patient representatives: %(count)s. They rate like everybody on the panel.",
            count=len(found),
        ),
        PEOPLE,
    )


def _interests(record: Record) -> Fact | None:
    rows = record.statements
    declared = sum(row.declared_at is not None for row in rows)
    if not declared:
        return None
    open_ones = record.undeclared
    return Fact(
        "interests",
        sentence(
            "Interests declared by: %(declared)s; not yet by: %(open)s.",
            declared=declared,
            open=open_ones,
        ),
        INTERESTS,
        whole=open_ones == 0,
    )


def _managed(record: Record) -> Fact | None:
    rows = record.statements
    if not any(row.declared_at for row in rows):
        return None
    waiting = len(unassessed_people(record.document.project_id))
    kept_out = sum(bool(row.consequences) for row in rows)
    return Fact(
        "interests-managed",
        sentence(
            "Declarations are assessed by somebody else; still waiting: %(waiting)s. People for "
            "whom something follows, and whom the system holds to it: %(people)s. The table is "
            "printed with every published version.",
            waiting=waiting,
            people=kept_out,
        ),
        INTERESTS,
        whole=waiting == 0 and not record.undeclared,
    )


FACTS: Mapping[str, FactOf] = {
    "group": _group,
    "roles": _roles,
    "methodologist": _methodologist,
    "panel": _panel,
    "patients": _patients,
    "interests": _interests,
    "interests-managed": _managed,
}
