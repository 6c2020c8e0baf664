"""The public table of interests: who is named in it, and what stays inside."""

import json

from guidelines.consensus import service as consensus
from guidelines.consensus.models import Panelist
from guidelines.consensus.queries import panel_of
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.interests.rules import LADDER, Band, Interest, Level, Recipient, Topic
from guidelines.interests.service import assess_interests, declare_interests
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.publishing.queries.interests import interest_statements
from tests.drafts.build import a_document


def declare(project, person, *interests):
    with transaction():
        return declare_interests(
            actor_for(person.id),
            project,
            interests=interests,
            nothing=not interests,
            complete=True,
        )


def test_who_is_named_and_who_stands_behind_a_number(build):
    document = a_document(build)
    project = document.project
    author = build.member(project, Role.AUTHOR, Role.REVIEWER)
    agreed, silent, other = (build.member(project, Role.PANELIST) for _ in range(3))
    patient = build.member(project, Role.PATIENT_REPRESENTATIVE)
    reviewer = build.member(project, Role.REVIEWER)
    office = build.actor(project, Role.CHAIR, Role.FACILITATOR)
    with transaction():
        process = consensus.start_process(office, document, title="One", rule=preset("agree-75"))
        consensus.choose_statements(office, process, keys=["rec-airway"])
    with transaction():
        for one in session.query(Panelist).filter_by(process_id=process.id):
            one.named = one.person_id == agreed.id
    assert {one.person_id for one in panel_of(process)} >= {agreed.id, silent.id}
    grant = Interest(
        Topic.GRANTS,
        "Grant",
        payer="Foundation of Examples",
        non_profit=True,
        recipient=Recipient.INSTITUTION,
        band=Band.TO_50000,
        period="2025",
    )
    family = Interest(Topic.FAMILY, "My sister Jo works for the maker")
    first = declare(project, author, grant, family)
    for person in (agreed, silent, patient, reviewer):
        declare(project, person)
    declare(project, other, Interest(Topic.OWN_TRIALS, "Leads the only trial"))
    methodologist = build.actor(project, Role.METHODOLOGIST)
    with transaction():
        assess_interests(
            methodologist,
            first,
            key="rec-airway",
            level=Level.HIGH,
            measure=LADDER[Level.HIGH],
            reason="A secret reason.",
        )

    table = interest_statements(document)

    found = {row["name"]: row["statement"] for row in table}
    assert found == {
        author.name: (
            "Grant (Foundation of Examples, non-profit; to the institution; 2025). "
            "An interest of a family member. Took no part in recommendation 1."
        ),
        agreed.name: "Nothing to declare.",
        "Panel member 1": "Leads the only trial.",
        "Panel member 2": "Nothing to declare.",
        "Patient representative 1": "Nothing to declare.",
        "Reviewer 1": "Nothing to declare.",
    }
    printed = json.dumps(table)
    for inside in (silent.name, other.name, patient.name, reviewer.name, "Jo", "sister", "secret"):
        assert inside not in printed
    assert "50" not in printed
