"""Changes after the vote: of which class people say they are, who confirms, who objects."""

import pytest
from sqlalchemy import select

from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from guidelines.jobs import Job
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.jobs import settle_when_due
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.rules.states import ChangeClass, ChangeState
from tests.publishing.build import a_guideline, change_text, declare_all, wait_out, work
from tests.publishing.test_signing import a_request_of, recuse


@pytest.fixture
def guideline(build):
    return a_guideline(build, approvers=1)


def reworded(guideline, after="sees the patient"):
    change_text(guideline, "sees the child", after)


def proposed(guideline, actor=None, **more):
    with transaction():
        return service.propose_editorial_change(
            actor or guideline.author,
            guideline.document,
            key="rec-airway",
            reason="Only a word.",
            **more,
        )


def attested(guideline):
    reworded(guideline)
    change = proposed(guideline)
    with transaction():
        service.attest_editorial_change(guideline.chair, change)
    return change


def is_open(guideline):
    session.expire_all()
    checks = readiness_of(guideline.document)
    return any(one.name == "wording-unchanged" and not one.passed for one in checks)


def test_the_panel_is_told_by_mail_with_both_wordings_and_seven_days(build, guideline, settings):
    panelist = build.member(guideline.project, Role.PANELIST)
    declare_all(guideline)
    change = attested(guideline)
    assert (change.objections_until - change.decided_at).days in {6, 7}
    work()
    letters = [path.read_text() for path in (settings.instance / "mail").glob("*.eml")]
    letters = [one for one in letters if "A change of form" in one]
    [letter] = [one for one in letters if panelist.email in one]
    for words in ("sees the child", "sees the patient", f"/editorial-changes/{change.id}"):
        assert words in letter.replace("=\n", "")
    assert is_open(guideline)
    [job] = [one for one in session.scalars(select(Job)) if "settle" in one.name]
    assert job.run_at == change.objections_until
    settle_when_due(Due(change))  # too early: nothing happens
    assert change.state is ChangeState.ATTESTED
    wait_out(change)
    settle_when_due(Due(change))
    assert change.state is ChangeState.SETTLED
    settle_when_due(Due(change))
    assert not is_open(guideline)


class Due:
    """What a job gets of one change."""

    def __init__(self, change):
        self.payload = {"change_id": change.id}


@pytest.mark.parametrize(
    ("substantive", "state"), [(True, ChangeState.VOTE_AGAIN), (False, ChangeState.TAKEN_BACK)]
)
def test_an_objection_hands_the_change_to_the_chair(build, guideline, substantive, state):
    panelist = build.actor(guideline.project, Role.PANELIST)
    other = build.actor(guideline.project, Role.PANELIST)
    declare_all(guideline)
    change = attested(guideline)
    with pytest.raises(IllegalTransition), transaction():  # nobody objected yet
        service.rule_on_change(guideline.chair, change, substantive=True, ruling="Hm.")
    with pytest.raises(Invalid), transaction():
        service.object_to_change(panelist, change, reason=" ")
    for one in (guideline.author, guideline.approver):  # neither votes on it
        with pytest.raises(NotAllowed), transaction():
            service.object_to_change(one, change, reason="No.")
    with transaction():
        service.object_to_change(panelist, change, reason="Adults are patients too.")
    with pytest.raises(Conflict), transaction():
        service.object_to_change(panelist, change, reason="Again.")
    with transaction():
        service.object_to_change(other, change, reason="I agree.")
    assert change.state is ChangeState.OBJECTED
    with pytest.raises(Invalid), transaction():
        service.rule_on_change(guideline.chair, change, substantive=substantive, ruling=" ")
    with transaction():
        service.rule_on_change(guideline.chair, change, substantive=substantive, ruling="Right.")
    assert (change.state, change.ruled_by) == (state, guideline.chair.person_id)
    wait_out(change)
    assert is_open(guideline)


def test_after_seven_days_it_is_too_late(build, guideline):
    panelist = build.actor(guideline.project, Role.PANELIST)
    declare_all(guideline)
    change = attested(guideline)
    wait_out(change)
    with pytest.raises(Conflict), transaction():
        service.object_to_change(panelist, change, reason="Late.")
    assert not is_open(guideline)


def test_neither_who_proposed_nor_who_made_it_confirms(build, guideline):
    reworded(guideline)  # by the author
    change = proposed(guideline, guideline.chair)
    assert change.made_by == [guideline.author.person_id]
    for one in (guideline.chair, guideline.author):
        with pytest.raises(NotAllowed), transaction():
            service.attest_editorial_change(one, change)
    third = build.actor(guideline.project, Role.METHODOLOGIST)
    with transaction():
        service.attest_editorial_change(third, change)
    assert change.state is ChangeState.ATTESTED


@pytest.mark.parametrize("change_class", [ChangeClass.SUBSTANTIVE, ChangeClass.STRENGTH])
def test_whoever_calls_it_more_than_form_needs_nobody_to_confirm(guideline, change_class):
    reworded(guideline, "may see the child")
    change = proposed(guideline, change_class=change_class)
    assert change.state is ChangeState.VOTE_AGAIN
    with pytest.raises(IllegalTransition), transaction():
        service.attest_editorial_change(guideline.chair, change)
    assert is_open(guideline)


def test_software_insists_only_where_the_voted_core_changed(guideline):
    change_text(guideline, "strength=strong", "strength=conditional")
    for change_class in (ChangeClass.EDITORIAL, ChangeClass.SUBSTANTIVE):
        with pytest.raises(Conflict):
            proposed(guideline, change_class=change_class)
    assert proposed(guideline, change_class=ChangeClass.STRENGTH).state is ChangeState.VOTE_AGAIN


def test_a_panel_member_objects_on_a_page_of_their_own(build, guideline):
    build.app.config["WTF_CSRF_ENABLED"] = False
    person = build.member(guideline.project, Role.PANELIST)
    declare_all(guideline)
    reworded(guideline)
    change = proposed(guideline)
    path = f"/editorial-changes/{change.id}"
    panel = build.sign_in(person)
    assert panel.get(path).status_code == 404  # not confirmed yet: nothing to decide
    with transaction():
        service.attest_editorial_change(guideline.chair, change)
    page = panel.get(path).text
    assert "child" in page
    assert "patient" in page
    assert panel.get(f"/documents/{guideline.document.id}/approval").status_code == 404
    assert panel.post(f"{path}/objections", data={"reason": ""}).status_code == 422
    assert panel.post(f"{path}/objections", data={"reason": "Too wide."}).status_code == 303
    assert "Too wide." in panel.get(path).text
    # the chair sees who objects, the author does not
    changes = f"/documents/{guideline.document.id}/editorial-changes"
    chair = build.sign_in(session.get(Person, guideline.chair.person_id))
    author = build.sign_in(session.get(Person, guideline.author.person_id))
    assert f"{person.name} objects" in chair.get(changes).text
    assert "Too wide." in author.get(changes).text
    assert person.name not in author.get(changes).text
    story = f"/documents/{guideline.document.id}/story?key=rec-airway"
    assert "Too wide." in author.get(story).text
    assert person.name not in author.get(story).text
    stranger = build.sign_in(build.member(build.project(), Role.PANELIST))
    assert stranger.get(path).status_code == 404
    assert author.get(path).status_code == 404


def test_the_story_tells_signatures_and_who_was_kept_out_to_whom_it_may(build, guideline):
    methodologist = build.actor(guideline.project, Role.METHODOLOGIST)
    conflicted = build.actor(guideline.project, Role.PANELIST)
    name = session.get(Person, conflicted.person_id).name
    declare_all(guideline)
    request = a_request_of(guideline, methodologist)
    with transaction():
        service.sign(guideline.approver, request, sha256=request.sha256, statement="I agree.")
    recuse(guideline, methodologist, conflicted)
    story = f"/documents/{guideline.document.id}/story?key=rec-airway"
    chair = build.sign_in(session.get(Person, guideline.chair.person_id))
    author = build.sign_in(session.get(Person, guideline.author.person_id))
    page = author.get(story).text
    assert "I agree." in page
    assert "takes no part in it because of an interest" in page
    assert name not in page
    assert "Owns the company." not in page
    assert name in chair.get(story).text
    assert "Void" not in page
    change_text(guideline, "about children", "about infants")
    assert "Void: the text was changed" in author.get(story).text
