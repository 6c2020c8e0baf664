"""Attacks on signatures: replayed, on another text, twice, for a body one does not sit in."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from guidelines.interests.rules import Level, Measure
from guidelines.interests.service import assess_interests, declare_interests
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.models import SignOff, TextDelivery
from guidelines.publishing.queries.approvals import signoffs_of
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.queries.signing import reached_of, signing_bodies, validity_of
from guidelines.publishing.rules.quorum import Quorum
from guidelines.publishing.rules.states import ApprovalState, Delivery
from tests.publishing.build import (
    a_guideline,
    a_request,
    change_text,
    sign_all,
    wait_out,
    work,
)


def a_body(guideline, title, *actors, quorum=Quorum.MAJORITY, **more):
    with transaction():
        return service.name_body(
            guideline.chair,
            guideline.project,
            title=title,
            members=[one.person_id for one in actors],
            quorum=quorum,
            **more,
        )


def sign(actor, request, sha256=None, **more):
    with transaction():
        return service.sign(actor, request, sha256=sha256 or request.sha256, **more)


def failed(document):
    return {check.name for check in readiness_of(document) if not check.passed}


def test_a_body_signs_by_its_quorum_and_its_members_sign_for_it_alone(build):
    guideline = a_guideline(build, approvers=4)
    first, second, third, alone = guideline.approvers
    a_body(guideline, "Steering group", first, second, third)
    request = a_request(guideline)
    assert [body.needs for body in request.voters.bodies] == [2]

    assert sign(first, request, body="Board of the world").body == "Steering group"
    assert sign(alone, request, body="St. Elsewhere").body == "St. Elsewhere"
    assert request.state is ApprovalState.WAITING
    # the same signature again does not make two
    with pytest.raises(Conflict):
        sign(first, request)
    assert request.state is ApprovalState.WAITING
    sign(second, request)
    assert request.state is ApprovalState.APPROVED
    [steering, persons] = signing_bodies(request)
    assert (steering.signed, steering.needs, steering.is_complete) == (2, 2, True)
    assert (persons.signed, persons.needs) == (1, 1)
    with transaction():
        edition = service.publish_edition(guideline.chair, guideline.document)
    printed = edition_with_content(edition.id).content["approvals"]
    assert [one["body"] for one in printed] == [
        "Steering group",
        "St. Elsewhere",
        "Steering group",
    ]


def test_a_member_of_two_bodies_is_one_person(build):
    guideline = a_guideline(build, approvers=2)
    both, other = guideline.approvers
    a_body(guideline, "Board", both, other, quorum=Quorum.ALL)
    a_body(guideline, "Steering group", both, quorum=Quorum.ALL)
    request = a_request(guideline)

    assert sign(both, request).body == "Board, Steering group"
    assert request.state is ApprovalState.WAITING  # the board is not complete by one person
    with pytest.raises(Conflict):
        sign(both, request)
    sign(other, request)
    assert request.state is ApprovalState.APPROVED
    assert len(signoffs_of(request)) == 2


def test_a_body_that_is_changed_later_does_not_change_who_was_asked(build):
    guideline = a_guideline(build, approvers=3)
    first, second, third = guideline.approvers
    body = a_body(guideline, "Board", first, second, quorum=Quorum.ALL)
    request = a_request(guideline)
    with transaction():  # an easier quorum after the request
        service.name_body(
            guideline.chair,
            guideline.project,
            title="Board",
            members=[first.person_id],
            body=body,
        )
    sign(first, request)
    sign(third, request)
    assert request.state is ApprovalState.WAITING
    sign(second, request)
    assert request.state is ApprovalState.APPROVED


def test_a_signature_cannot_be_replayed_on_another_text_request_or_document(build):
    guideline = a_guideline(build)
    other = a_guideline(build, project=guideline.project)
    change_text(other, "about children", "about adults")
    request, foreign = a_request(guideline), a_request(other)
    with pytest.raises(Conflict):  # the hash of one text on the request of another
        sign(guideline.approver, request, sha256=foreign.sha256)
    sign(guideline.approver, request)
    change_text(guideline, "about children", "about infants")
    with pytest.raises(Conflict):  # the old hash on the changed text
        sign(guideline.approvers[1], request)
    with pytest.raises(Conflict):  # the new hash on the old request
        sign(guideline.approvers[1], request, sha256=validity_of(request).sha256)
    again = a_request(guideline)
    with pytest.raises(Conflict):  # the old hash on the new request
        sign(guideline.approver, again, sha256=request.sha256)
    assert signoffs_of(again) == []
    with pytest.raises(IllegalTransition):  # the replaced request
        sign(guideline.approvers[1], request)
    # past the service: one decision for each person and request, whatever the program does
    [given] = signoffs_of(request)
    with pytest.raises((Conflict, DBAPIError)), transaction():
        session.add(
            SignOff(
                request_id=request.id,
                person_id=given.person_id,
                decision=given.decision,
                sha256=given.sha256,
            )
        )
    with pytest.raises((Conflict, DBAPIError)), transaction():
        session.execute(text("UPDATE approval_request SET electorate = '{}'"))


def test_void_signatures_stay_and_name_the_change_that_voided_them(build):
    guideline = a_guideline(build)
    request = a_request(guideline)
    sign_all(guideline, request)
    change_text(guideline, "about children", "about infants")
    change_text(guideline, "about infants", "about newborns")

    validity = validity_of(request)
    assert not validity.holds
    assert validity.version.number == request.version_number + 1
    assert validity.version.author_id == guideline.author.person_id
    assert len(signoffs_of(request)) == 2
    a_request(guideline)
    assert request.state is ApprovalState.REPLACED
    assert validity_of(request).version.number == request.version_number + 1


def test_a_comma_does_not_make_everybody_sign_again(build):
    guideline = a_guideline(build)
    request = a_request(guideline)
    sign(guideline.approver, request)
    change_text(guideline, "about children with", "about children, with")
    with transaction():
        change = service.propose_text_change(
            guideline.author, guideline.document, reason="A comma."
        )
    assert not validity_of(request).holds
    with pytest.raises(NotAllowed), transaction():  # who proposed and made it
        service.attest_editorial_change(guideline.author, change)
    with transaction():
        service.attest_editorial_change(guideline.chair, change)
    assert "approved" in failed(guideline.document)  # whoever signed can still object
    wait_out(change)
    validity = validity_of(request)
    assert validity.holds
    # whoever signs now signs the text as it is now, not the one before
    with pytest.raises(Conflict):
        sign(guideline.approvers[1], request)
    assert sign(guideline.approvers[1], request, sha256=validity.sha256).sha256 != request.sha256
    assert "approved" not in failed(guideline.document)
    with transaction():
        edition = service.publish_edition(guideline.chair, guideline.document)
    content = edition_with_content(edition.id).content
    assert "children, with" in content["body"]
    assert content["signoff"]["edited"]["reason"] == "A comma."
    assert "children with" in content["signoff"]["edited"]["before"]


def test_who_signed_objects_and_the_chair_decides(build):
    guideline = a_guideline(build)
    request = a_request(guideline)
    sign(guideline.approver, request)
    change_text(guideline, "about children", "about all children")
    with transaction():
        change = service.propose_text_change(
            guideline.author, guideline.document, reason="A word."
        )
    with transaction():
        service.attest_editorial_change(guideline.chair, change)
    with pytest.raises(Conflict), transaction():  # has not signed
        service.object_to_text_change(guideline.approvers[1], change, reason="No.")
    with pytest.raises(NotAllowed), transaction():
        service.object_to_text_change(guideline.author, change, reason="No.")
    with transaction():
        service.object_to_text_change(guideline.approver, change, reason="It widens the scope.")
    wait_out(change)
    assert not validity_of(request).holds  # time does not outlast an objection
    with pytest.raises(NotAllowed), transaction():
        service.rule_on_change(guideline.author, change, substantive=True, ruling="No.")
    with transaction():
        service.rule_on_change(guideline.chair, change, substantive=True, ruling="You are right.")
    assert not validity_of(request).holds
    assert a_request(guideline).sha256 == change.wording_sha256


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sees the child", "examines the child"),
        ("strength=strong", "strength=conditional"),
        ("type=good-practice", "type=research-only"),
    ],
)
def test_no_change_of_a_voted_core_passes_as_a_change_of_the_text(build, before, after):
    guideline = a_guideline(build)
    a_request(guideline)
    change_text(guideline, before, after)
    with pytest.raises(Conflict), transaction():
        service.propose_text_change(guideline.author, guideline.document, reason="Form.")


def test_who_is_kept_out_by_an_interest_is_not_asked_and_cannot_sign(build):
    guideline = a_guideline(build, approvers=3)
    conflicted = guideline.approvers[0]
    methodologist = build.actor(guideline.project, Role.METHODOLOGIST)
    a_body(guideline, "Board", *guideline.approvers, quorum=Quorum.ALL)
    early = a_request_of(guideline, methodologist)
    recuse(guideline, methodologist, conflicted)

    tries = len(refusals(guideline))
    with pytest.raises(NotAllowed):  # declared after the request
        sign(conflicted, early)
    with pytest.raises(NotAllowed), transaction():
        service.return_to_authors(conflicted, early, reason="No.")
    assert len(refusals(guideline)) == tries + 2
    request = a_request(guideline)
    [board] = request.voters.bodies
    assert (board.needs, board.barred) == (2, (conflicted.person_id,))
    with pytest.raises(NotAllowed):
        sign(conflicted, request)
    for one in guideline.approvers[1:]:
        sign(one, request)
    assert request.state is ApprovalState.APPROVED


def a_request_of(guideline, newcomer):
    with transaction():
        declare_interests(newcomer, guideline.project, interests=(), nothing=True, complete=True)
    return a_request(guideline)


def recuse(guideline, methodologist, actor):
    with transaction():
        declaration = declare_interests(
            actor, guideline.project, interests=(), nothing=True, complete=True
        )
        assess_interests(
            methodologist,
            declaration,
            key="rec-airway",
            level=Level.HIGH,
            measure=Measure.OUT,
            reason="Owns the company.",
        )


def refusals(guideline):
    return [one for one in audit.history(guideline.project.id) if one.event == "interest.refused"]


def test_who_got_which_text_and_when(build, settings):
    guideline = a_guideline(build)
    request = a_request(guideline)
    work()
    letters = [path.read_text() for path in (settings.instance / "mail").glob("*.eml")]
    assert sum(f"/documents/{guideline.document.id}/approval" in one for one in letters) == 2
    with transaction():
        assert service.record_opening(guideline.author, request, Delivery.OPENED) is None
        service.record_opening(guideline.approver, request, Delivery.OPENED)
        service.record_opening(guideline.approver, request, Delivery.DOWNLOADED)
    reached = reached_of(request)
    assert set(reached[guideline.approver.person_id]) == set(Delivery)
    assert set(reached[guideline.approvers[1].person_id]) == {Delivery.MAILED}
    rows = session.scalars(select(TextDelivery)).all()
    assert {row.sha256 for row in rows} == {request.sha256}
    with pytest.raises((Conflict, DBAPIError)), transaction():
        session.execute(text("UPDATE text_delivery SET how = 'opened'"))


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"members": []}, "members"),
        ({"members": ["nobody"]}, "members"),
        ({"signs_plan": False, "signs_text": False}, "signs"),
        ({"quorum": Quorum.AT_LEAST, "at_least": 3}, "at_least"),
    ],
)
def test_a_body_that_cannot_be_is_refused_with_a_sentence(build, more, wrong):
    project = build.project()
    chair, approver = build.actor(project, Role.CHAIR), build.actor(project, Role.APPROVER)
    given = {"title": "Board", "members": [approver.person_id], **more}
    with pytest.raises(Invalid) as caught, transaction():
        service.name_body(chair, project, **given)
    assert wrong in caught.value.errors
    with pytest.raises(NotAllowed), transaction():
        service.name_body(approver, project, title="Board", members=[approver.person_id])
