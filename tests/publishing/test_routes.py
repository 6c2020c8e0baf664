"""The pages of approval and publication: who sees what, what a form does."""

import pytest

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.publishing.models import EditorialChange
from guidelines.publishing.queries.approvals import newest_request
from guidelines.publishing.queries.editions import editions_of, renderings_of
from guidelines.publishing.rules.states import ApprovalState, RenderingState
from guidelines.web.navigation import fillings
from tests.publishing.build import (
    a_guideline,
    a_request,
    an_edition,
    change_text,
    declare_all,
    sign_all,
    wait_out,
    work,
)


def browser(build, actor):
    return build.sign_in(session.get(Person, actor.person_id))


def words(answer):
    return " ".join(answer.get_data(as_text=True).split())


PAGES = ["approval", "editions", "editorial-changes", "plan", "endorsements", "life"]


@pytest.mark.parametrize("page", PAGES)
def test_people_of_another_project_see_no_such_page(build, client, page):
    guideline, other = a_guideline(build), build.project()
    address = f"/documents/{guideline.document.id}/{page}"

    assert browser(build, guideline.author).get(address).status_code == 200
    assert build.client(other, Role.CHAIR).get(address).status_code == 404
    assert build.client(guideline.project, Role.PANELIST).get(address).status_code == 404
    assert client.get(address).status_code == 303


def test_the_walk_through_the_pages(build):
    guideline = a_guideline(build, approvers=1)
    chair, approver = browser(build, guideline.chair), browser(build, guideline.approver)
    document = guideline.document
    page = f"/documents/{document.id}/approval"

    assert "Ask for signatures" in words(chair.get(page))
    assert "Ask for signatures" not in words(approver.get(page))
    assert chair.post(page, data={"note": "Chapter 2"}).status_code == 303
    request = newest_request(document)
    assert "Your signature is asked for" in words(approver.get(page))
    assert "Your signature is asked for" not in words(chair.get(page))
    refused = approver.post(f"/approvals/{request.id}/return", data={"reason": ""})
    assert (refused.status_code, "Say what has to change" in words(refused)) == (422, True)
    assert (
        approver.post(f"/approvals/{request.id}/sign", data={"sha256": "0" * 64}).status_code
        == 409
    )
    signed = approver.post(
        f"/approvals/{request.id}/sign", data={"sha256": request.sha256, "body": "Board"}
    )
    assert signed.status_code == 303
    assert newest_request(document).state is ApprovalState.APPROVED
    assert approver.post(f"/documents/{document.id}/editions").status_code == 403
    assert (
        chair.post(f"/documents/{document.id}/editions", data={"step": "major"}).status_code == 303
    )
    editions = f"/documents/{document.id}/editions"
    waiting = chair.get(editions).get_data(as_text=True)
    assert 'http-equiv="refresh"' not in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert ">Reload<" in waiting
    assert "every 2s" in waiting
    work()
    ready = chair.get(editions).get_data(as_text=True)
    assert 'http-equiv="refresh"' not in ready
    assert f"{document.slug}-edition-1.0.pdf" in ready
    edition = editions_of(document)[0]
    assert chair.get(f"/editions/{edition.id}/progress").status_code == 200
    assert chair.post(f"/editions/{edition.id}/render").status_code == 409
    assert {row.state for row in renderings_of(edition).values()} == {RenderingState.READY}


def test_void_signatures_are_shown_as_void(build):
    guideline = a_guideline(build)
    sign_all(guideline, a_request(guideline))
    change_text(guideline, "about children", "about infants")
    page = words(
        browser(build, guideline.chair).get(f"/documents/{guideline.document.id}/approval")
    )

    assert page.count("Void") == 2
    assert "The text was changed after it was sent for signature" in page


def test_an_editorial_change_on_its_page(build):
    guideline = a_guideline(build)
    change_text(guideline, "sees the child", "sees the patient")
    author, chair = browser(build, guideline.author), browser(build, guideline.chair)
    address = f"/documents/{guideline.document.id}/editorial-changes"

    assert "<del>" in author.get(address).get_data(as_text=True)
    proposed = author.post(address, data={"key": "rec-airway", "reason": "One word."})
    assert proposed.status_code == 422  # nothing is guessed
    said = {"key": "rec-airway", "reason": "One word.", "change_class": "editorial"}
    proposed = author.post(address, data=said)
    assert proposed.status_code == 303
    assert "Confirm: the meaning is the same" not in words(author.get(address))
    page = chair.get(address).get_data(as_text=True)
    change = page.split("/editorial-changes/")[1].split("/")[0]
    overview = f"/documents/{guideline.document.id}"
    assert "to be confirmed as editorial" in author.get(overview).text
    assert author.post(f"/editorial-changes/{change}/attest").status_code == 403
    assert chair.post(f"/editorial-changes/{change}/attest").status_code == 303
    assert "Edited after the vote, the panel can still object" in author.get(overview).text
    wait_out(session.get(EditorialChange, change))
    assert "Edited after the vote, confirmed as editorial" in author.get(overview).text
    assert "Wording changed since the vote" not in author.get(overview).text
    assert "Editorial" in words(chair.get(address))


def test_what_needs_whom(build, app):
    guideline = a_guideline(build)
    approver, chair = guideline.approver, guideline.chair

    def needs(actor):
        with app.test_request_context():
            found = fillings("home.needs", actor=actor_for(actor.person_id))
        return [one["text"] for part in found for one in part if "publishing" not in one]

    def mine(actor):
        return [text for text in needs(actor) if "Care of children" in text]

    assert mine(approver) == []
    request = a_request(guideline)
    assert mine(approver) == ["Sign “Care of children with a cleft palate”, or return it"]
    assert mine(chair) == []
    sign_all(guideline, request)
    assert mine(approver) == []
    assert mine(chair) == ["All have signed: publish “Care of children with a cleft palate”"]
    change_text(guideline, "about children", "about infants")
    assert "changed after it was signed" in mine(chair)[0]
    declare_all(guideline)
    an_edition(guideline)
    assert mine(chair) == []
