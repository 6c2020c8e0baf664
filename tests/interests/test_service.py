"""Who declares, who assesses, and what follows: nobody judges themselves, nothing is lost."""

from contextlib import nullcontext

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from guidelines import audit
from guidelines.app import load_actor
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.interests import queries, service
from guidelines.interests.rules import Doing, Level, Measure, Topic, interests_from
from guidelines.permissions import Actor, Role
from tests.interests.build import a_declaration, an_assessment

ASSESSORS = {Role.CHAIR, Role.METHODOLOGIST}


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_may_declare_and_assess(build, role):
    project = build.project()
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)
    actor = build.actor(project, role) if role else build.actor(build.project(), Role.CHAIR)
    before = len(audit.history(project.id))
    declares = role not in {None, Role.ADMINISTRATOR}

    with nullcontext() if declares else pytest.raises(NotAllowed):
        a_declaration(actor, project)
    with nullcontext() if role in ASSESSORS else pytest.raises(NotAllowed):
        an_assessment(actor, declaration)

    assert len(audit.history(project.id)) - before == declares + (role in ASSESSORS)


def test_nobody_declares_without_being_a_person(build):
    with pytest.raises(NotAllowed):
        a_declaration(Actor.machine(), build.project())


def test_nobody_assesses_their_own_interests(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR, Role.METHODOLOGIST)
    declaration = a_declaration(chair, project)

    with pytest.raises(NotAllowed) as caught:
        an_assessment(chair, declaration, level=Level.NONE, measure=Measure.NONE)

    assert "Nobody assesses their own" in caught.value.message
    assert queries.managements_of(project.id) == []


@pytest.mark.parametrize(
    ("texts", "nothing", "complete", "wrong"),
    [
        ({}, True, True, set()),
        ({Topic.FINANCIAL: "A\n\n  B  "}, False, True, set()),
        ({}, False, True, {"nothing"}),
        ({Topic.FAMILY: " \n "}, False, True, {"nothing"}),
        ({Topic.FINANCIAL: "A"}, True, True, {"nothing"}),
        ({Topic.FINANCIAL: "A"}, False, False, {"complete"}),
        ({Topic.FINANCIAL: "x" * 501}, False, True, {"financial"}),
        ({Topic.FINANCIAL: "x\n" * 61}, False, True, {"nothing"}),
        ({}, False, False, {"nothing", "complete"}),
    ],
)
def test_a_declaration_says_one_thing(build, texts, nothing, complete, wrong):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)

    with nullcontext() if not wrong else pytest.raises(Invalid) as caught, transaction():
        service.declare_interests(
            actor, project, interests=interests_from(texts), nothing=nothing, complete=complete
        )

    found = queries.declarations_of(project.id, actor.person_id)
    assert len(found) == (not wrong)
    if wrong:
        assert set(caught.value.errors) == wrong


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"level": Level.NONE, "measure": Measure.NONE, "reason": ""}, set()),
        ({"level": Level.LOW, "measure": Measure.NONE}, {"measure"}),
        ({"level": Level.LOW, "measure": Measure.NO_LEAD}, set()),
        ({"level": Level.HIGH, "measure": Measure.ABSTAINS}, {"measure"}),
        ({"level": Level.HIGH, "measure": Measure.OUT}, set()),
        ({"level": Level.LOW, "measure": Measure.ABSTAINS}, set()),
        ({"key": "", "level": Level.NONE, "measure": Measure.NONE, "reason": ""}, set()),
        ({"level": Level.MODERATE, "measure": Measure.NONE}, {"measure"}),
        ({"level": Level.HIGH, "measure": Measure.NONE}, {"measure"}),
        ({"reason": " "}, {"reason"}),
        ({"reason": "x" * 2001}, {"reason"}),
        ({"key": ""}, {"key"}),
        ({"key": "x" * 201}, {"key"}),
        ({"level": Level.LOW, "measure": Measure.NO_LEAD, "reason": ""}, {"reason"}),
    ],
)
def test_an_assessment_follows_the_ladder(build, values, wrong):
    project = build.project()
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)
    chair = build.actor(project, Role.CHAIR)

    with nullcontext() if not wrong else pytest.raises(Invalid) as caught:
        an_assessment(chair, declaration, **values)

    assert len(queries.managements_of(project.id)) == (not wrong)
    if wrong:
        assert set(caught.value.errors) == wrong


def test_the_newest_assessment_counts(build):
    project, other = build.project(), build.project()
    person = build.member(project, Role.PANELIST)
    actor = load_actor(person.id, project.id)
    declaration = a_declaration(actor, project)
    chair = build.actor(project, Role.CHAIR)
    an_assessment(chair, declaration, "rec-1")
    an_assessment(chair, declaration, "rec-2")
    an_assessment(chair, declaration, "rec-1", Level.LOW, Measure.NO_LEAD, "Long ago.")

    assert queries.barred_keys(person.id, project.id, Doing.VOTE) == {"rec-2"}
    assert queries.barred_keys(chair.person_id, project.id, Doing.LEAD) == frozenset()
    assert load_actor("nobody", "") == Actor.nobody()
    assert [(row.key, row.measure) for row in queries.managements_of(project.id)] == [
        ("rec-1", Measure.NO_LEAD),
        ("rec-2", Measure.ABSTAINS),
    ]
    assert queries.managements_of(other.id) == []


def test_the_table_tells_of_a_family_only_that(build):
    project = build.project()
    author = build.actor(project, Role.AUTHOR, Role.REVIEWER)
    silent = build.actor(project, Role.PANELIST)
    chair = build.actor(project, Role.CHAIR)
    a_declaration(chair, project, "")
    with transaction():
        declaration = service.declare_interests(
            author,
            project,
            interests=interests_from(
                {Topic.FAMILY: "My sister Jo works there", Topic.FINANCIAL: "Grant"}
            ),
            nothing=False,
            complete=True,
        )

    rows = {row.person_id: row for row in queries.statement_table(project.id)}

    assert len(rows) == 3
    mine = rows[author.person_id]
    assert [(one.topic, one.text) for one in mine.interests] == [
        (Topic.FINANCIAL, "Grant"),
        (Topic.FAMILY, ""),
    ]
    assert (mine.assessed, mine.consequences) == (False, ())
    assert rows[chair.person_id].nothing
    assert rows[chair.person_id].assessed
    assert queries.undeclared_people(project.id) == [silent.name]
    assert queries.unassessed_people(project.id) == [author.name]

    an_assessment(chair, declaration, "", Level.NONE, Measure.NONE, "")

    assert queries.unassessed_people(project.id) == []


def test_a_new_declaration_wants_a_new_look_and_keeps_the_old(build):
    project = build.project()
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    an_assessment(chair, a_declaration(author, project, "Old grant"))

    a_declaration(author, project, "New grant")

    assert queries.unassessed_people(project.id) == [author.name]
    assert queries.barred_keys(author.person_id, project.id, Doing.VOTE) == {"rec-1"}
    assert [
        one.text
        for declaration in queries.declarations_of(project.id, author.person_id)
        for one in declaration.declared
    ] == ["New grant", "Old grant"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE interest_declaration SET nothing_to_declare = true",
        "DELETE FROM interest_declaration",
        "UPDATE interest_management SET reason = 'x'",
        "DELETE FROM interest_management",
    ],
)
def test_the_database_keeps_what_was_declared(build, statement):
    project = build.project()
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    an_assessment(chair, a_declaration(author, project))

    with pytest.raises((DatabaseError, Conflict)), transaction():
        session.execute(sql(statement))
