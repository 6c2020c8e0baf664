"""A declaration counts for a year: it is confirmed by one click, and asked for by letters."""

from datetime import timedelta

import pytest

from guidelines import db
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid
from guidelines.interests import queries, service
from guidelines.interests.routes.slots import needs
from guidelines.interests.rules import LADDER, Level, Policy
from guidelines.jobs import Job, work_once
from guidelines.permissions import Role
from tests.interests.build import a_declaration, an_assessment


def letters(settings):
    """Return the texts of the letters that ask for a renewal."""
    found = [path.read_text() for path in (settings.instance / "mail").glob("*.eml")]
    return [text for text in found if "Please renew" in text]


def let_pass(days):
    """Let so many days pass for the jobs that wait."""
    with transaction():
        for row in session.query(Job).filter(Job.name == "interests.ask_for_renewal"):
            row.run_at = row.run_at - timedelta(days=days)
    while work_once():
        pass


def test_nothing_has_changed_keeps_what_was_decided(build):
    project = build.project()
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    with pytest.raises(Conflict, match="Fill in the form first"), transaction():
        service.confirm_interests(author, project)
    first = a_declaration(author, project, "Grant")
    an_assessment(chair, first)

    with transaction():
        second = service.confirm_interests(author, project, occasion=" Meeting  of March ")
    with transaction():
        third = service.confirm_interests(author, project)
    with pytest.raises(Invalid), transaction():
        service.confirm_interests(author, project, occasion="x" * 201)

    assert (second.occasion, second.confirms_id, third.confirms_id) == (
        "Meeting of March", first.id, first.id,
    )  # fmt: skip
    assert [one.text for one in third.declared] == ["Grant"]
    assert queries.unassessed_people(project.id) == []
    an_assessment(chair, third, "rec-2")
    a_declaration(author, project, "Other grant")
    assert queries.unassessed_people(project.id) == [author.name]


def test_a_declaration_that_is_too_old_does_not_count(build, app):
    project = build.project()
    author = build.actor(project, Role.AUTHOR)
    with db.days_ago(340):
        a_declaration(author, project, "")
    assert queries.undeclared_people(project.id) == []
    with app.test_request_context():
        [due] = needs(author)
    assert (due["text"], due["urgent"]) == ("Renew your declaration of interests", False)

    other = build.project()
    late = build.actor(other, Role.AUTHOR)
    with db.days_ago(366):
        a_declaration(late, other, "")

    assert queries.undeclared_people(other.id) == [late.name]
    with app.test_request_context():
        assert needs(late)[0]["urgent"]
    with transaction():
        service.confirm_interests(late, other)
    with app.test_request_context():
        assert needs(late) == []
    assert queries.undeclared_people(other.id) == []


def test_letters_ask_three_times_and_stop_when_it_is_done(build, settings):
    early, due = build.project(title="Cleft"), build.project(title="Ear")
    with db.days_ago(320):
        a_declaration(build.actor(early, Role.PANELIST), early, "")
    with db.days_ago(345):
        a_declaration(build.actor(due, Role.AUTHOR), due, "")

    let_pass(0)
    assert len(letters(settings)) == 1
    for _again in range(4):
        let_pass(29)

    mine = [text for text in letters(settings) if "Ear" in text]
    assert len(mine) == 3
    assert all("/interests/mine" in text and "one click is enough" in text for text in mine)


def test_who_renewed_gets_no_letter(build, settings):
    project = build.project(title="Renewed")
    author = build.actor(project, Role.AUTHOR)
    with db.days_ago(345):
        a_declaration(author, project, "")
    with transaction():
        service.confirm_interests(author, project)

    let_pass(0)

    assert letters(settings) == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"ladder": {**LADDER, Level.LOW: LADDER[Level.MODERATE]}}, set()),
        ({"ladder": {**LADDER, Level.HIGH: LADDER[Level.LOW]}}, {"high"}),
        ({"ladder": {**LADDER, Level.LOW: LADDER[Level.HIGH]}}, {"moderate"}),
        ({"renewal_months": 13}, {"renewal_months"}),
        ({"renewal_months": 0}, {"renewal_months"}),
        ({"largest_share": 51}, {"largest_share"}),
        ({"reason": " "}, {"reason"}),
    ],
)
def test_a_project_is_stricter_never_milder(build, changes, wrong):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    reason = changes.pop("reason", "We say so.")
    policy = Policy(**changes)

    if wrong:
        with pytest.raises(Invalid) as caught, transaction():
            service.set_policy(chair, project, policy=policy, reason=reason)
        assert set(caught.value.errors) == wrong
        assert queries.policies_of(project.id) == []
        return
    with transaction():
        row = service.set_policy(chair, project, policy=policy, reason=reason)
    assert (row.number, row.policy) == (1, queries.policy_of(project.id))
