"""Topics, leads and chairs: whoever has an interest there does not lead."""

import pytest

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid
from guidelines.interests import queries, service
from guidelines.interests.rules import LADDER, Doing, Level, Measure, Policy
from guidelines.permissions import Role
from guidelines.projects import service as projects
from guidelines.projects.queries import actor_for, members_with
from tests.interests.build import a_declaration, an_assessment


@pytest.fixture
def project(build):
    return build.project()


def a_topic(actor, project, topic=None, **given):
    """Save a topic of two recommendations."""
    values = {"title": "Airway", "keys": ["rec-1", "rec-2"], **given}
    with transaction():
        return service.save_topic(actor, project, topic, **values)


def refused(project):
    """Return what was refused, newest first."""
    return [
        (one.detail["doing"], one.detail.get("person_id"))
        for one in audit.history(project.id)
        if one.event == "interest.refused"
    ]


def test_what_is_decided_for_a_topic_holds_for_what_is_in_it(build, project):
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    topic = a_topic(chair, project)
    declaration = a_declaration(author, project)
    an_assessment(chair, declaration, topic.key, Level.MODERATE, Measure.ABSTAINS)
    an_assessment(chair, declaration, "rec-2", Level.HIGH, Measure.OUT)
    an_assessment(chair, declaration, "rec-1", Level.NONE, Measure.NONE, "")

    assert queries.barred_keys(author.person_id, project.id, Doing.VOTE) == {"rec-1", "rec-2"}
    assert queries.barred_keys(author.person_id, project.id, Doing.DISCUSS) == {"rec-2"}

    a_topic(chair, project, topic, keys=["rec-1", "rec-3"])

    assert queries.abstentions_in(project.id) == {
        author.person_id: frozenset({"rec-1", "rec-2", "rec-3"})
    }
    assert queries.shut_out_in(project.id) == {author.person_id: frozenset({"rec-2"})}
    with pytest.raises(Invalid):
        an_assessment(chair, declaration, "@nowhere")


def test_a_stricter_ladder_holds_at_once(build, project):
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    declaration = a_declaration(author, project)
    an_assessment(chair, declaration, "rec-1", Level.LOW, Measure.NO_LEAD)
    assert queries.abstentions_in(project.id) == {}

    ladder = {**LADDER, Level.LOW: Measure.ABSTAINS}
    with transaction():
        service.set_policy(chair, project, policy=Policy(ladder), reason="A small field.")

    assert queries.abstentions_in(project.id) == {author.person_id: frozenset({"rec-1"})}
    with pytest.raises(Invalid):
        an_assessment(chair, declaration, "rec-2", Level.LOW, Measure.NO_LEAD)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"title": " "}, {"title"}),
        ({"title": "x" * 121}, {"title"}),
        ({"keys": []}, {"keys"}),
        ({"keys": ["@other", ""]}, {"keys"}),
        ({"lead_id": "nobody"}, {"lead_id"}),
    ],
)
def test_a_topic_that_is_none_is_refused(build, project, given, wrong):
    chair = build.actor(project, Role.CHAIR)
    with pytest.raises(Invalid) as caught:
        a_topic(chair, project, **given)
    assert set(caught.value.errors) == wrong
    a_topic(chair, project)
    with pytest.raises(Invalid, match="such a topic"):
        a_topic(chair, project, title="AIRWAY")


def test_who_has_an_interest_does_not_lead(build, project):
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    topic = a_topic(chair, project, lead_id=author.person_id)
    assert topic.lead_id == author.person_id

    an_assessment(chair, a_declaration(author, project), "rec-1", Level.LOW, Measure.NO_LEAD)

    session.expire_all()
    assert queries.topics_of(project.id)[0].lead_id is None
    assert audit.history(project.id)[0].event == "topic.saved"
    with pytest.raises(Invalid, match="does not lead"):
        a_topic(chair, project, topic, lead_id=author.person_id)
    assert refused(project) == [("lead", author.person_id)]
    assert a_topic(chair, project, topic, keys=["rec-9"], lead_id=author.person_id).lead_id


def test_a_chair_with_an_interest_needs_one_without(build, project):
    administrator = build.actor(project, Role.ADMINISTRATOR)
    methodologist = build.actor(project, Role.METHODOLOGIST)
    person = build.member(project, Role.AUTHOR)
    declaration = a_declaration(actor_for(person.id), project)
    an_assessment(methodologist, declaration, "rec-1", Level.LOW, Measure.NO_LEAD)

    def make_chair():
        with transaction():
            return projects.give_role(administrator, project, person, role=Role.CHAIR)

    with pytest.raises(Conflict, match="cannot be the only chair"):
        make_chair()
    assert refused(project) == [("chair", person.id)]
    assert not members_with(project.id, Role.CHAIR)

    free = build.member(project, Role.CHAIR)
    make_chair()
    [member] = [one for one in members_with(project.id, Role.CHAIR) if one.person_id == free.id]
    with pytest.raises(Conflict, match="chair without one first"), transaction():
        projects.remove_member(administrator, member)
    assert len(members_with(project.id, Role.CHAIR)) == 2
