"""Signatures through a program: the same refusals and the same record as on the page."""

import pytest

from guidelines import audit
from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.drafts.api.door import pace
from guidelines.permissions import Role
from guidelines.publishing.queries.approvals import signoffs_of
from guidelines.publishing.rules.states import ApprovalState
from tests.drafts.test_api import Program
from tests.publishing.build import a_guideline, a_request, change_text
from tests.publishing.test_signing import a_request_of, recuse


@pytest.fixture(autouse=True)
def unhurried():
    pace._counts.clear()


def program_of(build, actor, **more):
    return Program(build, session.get(Person, actor.person_id), **more)


def test_a_program_reads_what_is_asked_for_and_signs_it(build):
    guideline = a_guideline(build)
    request = a_request(guideline)
    ours = program_of(build, guideline.approver)
    asked = ours.get(f"/documents/{guideline.document.id}/approval").json
    assert (asked["state"], asked["number"], asked["holds"]) == ("waiting", "1.0", True)
    assert asked["life"] == "in-approval"
    done = ours.ask(
        "POST",
        f"/approvals/{asked['id']}/sign",
        json={"sha256": asked["present_sha256"], "statement": "I approve."},
    )
    assert done.status_code == 200
    assert [one["statement"] for one in done.json["signatures"]] == ["I approve."]
    again = ours.ask(
        "POST", f"/approvals/{asked['id']}/sign", json={"sha256": asked["present_sha256"]}
    )
    assert again.status_code == 409
    reading = program_of(build, guideline.approvers[1], writes=False)
    refused = reading.ask(
        "POST", f"/approvals/{asked['id']}/sign", json={"sha256": asked["present_sha256"]}
    )
    assert refused.status_code == 403
    back = program_of(build, guideline.approvers[1]).ask(
        "POST", f"/approvals/{request.id}/return", json={"reason": "Chapter 2."}
    )
    assert back.json["state"] == "returned"
    assert ours.get(f"/documents/{guideline.document.id}/plan-approval").status_code == 409


def test_a_program_is_refused_what_the_page_refuses(build):
    guideline = a_guideline(build, approvers=2)
    methodologist = build.actor(guideline.project, Role.METHODOLOGIST)
    request = a_request_of(guideline, methodologist)
    path = f"/approvals/{request.id}/sign"
    author = program_of(build, guideline.author)
    good = {"sha256": request.sha256}
    assert author.ask("POST", path, json=good).status_code == 403
    conflicted, clear = guideline.approvers
    recuse(guideline, methodologist, conflicted)
    theirs = program_of(build, conflicted)
    assert theirs.ask("POST", path, json=good).status_code == 403
    assert theirs.ask("POST", path[:-4] + "return", json={"reason": "No."}).status_code == 403
    tried = [one.event for one in audit.history(guideline.project.id)]
    assert tried.count("interest.refused") == 2
    ours = program_of(build, clear)
    assert ours.ask("POST", path, json={"sha256": "0" * 64}).status_code == 409
    assert ours.ask("POST", path, json={"hash": request.sha256}).status_code == 422
    change_text(guideline, "about children", "about infants")
    assert ours.ask("POST", path, json=good).status_code == 409
    assert signoffs_of(request) == []
    assert request.state is ApprovalState.WAITING
