"""Pages of checklists and appraisals: item after item, by link, as files, and who sees what."""

import io
import re

import openpyxl
import pytest

from guidelines.config import current
from guidelines.db import session, transaction
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.service import import_document
from guidelines.permissions import Actor, Role
from guidelines.publishing.models import Appraisal, Appraiser, ChecklistMark
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.service.appraisal_links import token_of
from guidelines.publishing.service.appraisals import (
    hand_in,
    invite_appraiser,
    open_appraisal,
    rate,
)
from tests.publishing.build import SOURCE


@pytest.fixture
def place(build):
    """Return a document with its chair, signed in."""
    project = build.project()
    person = build.member(project, Role.CHAIR)
    actor = build.actor_of_chair(project)
    with transaction():
        document, _notices = import_document(
            actor, project, title="Care of children", source=SOURCE, kind=DocumentKind.GUIDELINE
        )
    return document, actor, build.sign_in(person)


def test_one_item_follows_the_other_and_everything_typed_stays(place):
    document, _actor, client = place
    address = f"/documents/{document.id}/checklist/item"
    page = client.get(address, query_string={"name": "right", "item": "18a"})
    assert "Who paid for every stage" in page.text
    form = {"name": "right", "item": "18a", "seen": "0", "verdict": "met", "note": ""}
    refused = client.post(address, data=form | {"note": " "})
    assert refused.status_code == 422
    assert "Choose the passage that meets it" in refused.text
    kept = client.post(address, data={**form, "verdict": "", "note": "Paid by all."})
    assert kept.status_code == 422
    assert "Paid by all." in kept.text
    done = client.post(address, data=form | {"note": "Paid by the network."})
    assert done.status_code == 303
    assert done.location.endswith("name=right&item=18b")
    assert client.post(address, data=form | {"note": "Again."}).status_code == 409
    assert session.query(ChecklistMark).count() == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("right", "RIGHT"), ("accord", "ACCORD"), ("checkup", "CheckUp"), ("agree-ii", "AGREE II"),
     ("agree-rex", "AGREE-REX"), ("gin-mcmaster", "milestones")],
)  # fmt: skip
def test_every_checklist_has_a_page_with_its_source_and_licence(place, name, words):
    document, _actor, client = place
    page = client.get(f"/documents/{document.id}/checklist", query_string={"name": name})
    assert page.status_code == 200
    assert words in page.text
    assert "own words" in page.text or "names of the 18 topics" in page.text
    assert "To the original" in page.text


@pytest.mark.parametrize("query", [{"name": "left"}, {"name": "right", "item": "99"}])
def test_what_is_not_there_is_not_found(place, query):
    document, _actor, client = place
    address = f"/documents/{document.id}/checklist/item"
    assert client.get(address, query_string=query).status_code == 404


def test_a_checklist_is_taken_away_as_a_table(place):
    document, _actor, client = place
    address = f"/documents/{document.id}/checklist/file"
    book = client.get(address, query_string={"name": "right", "as": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=4)] == ["1a", "1b", "1c"]
    table = client.get(address, query_string={"name": "right", "as": "csv"}).data.decode()
    assert table.count("\r\n") >= 36
    word = client.get(address, query_string={"name": "right", "as": "docx"})
    assert word.data[:2] == b"PK"
    assert client.get(address, query_string={"name": "right", "as": "exe"}).status_code == 404


def test_choosing_confirming_and_keeping_are_pages_of_the_table(place):
    document, _actor, client = place
    address = f"/documents/{document.id}/checklist"
    assert client.post(f"{address}/confirm", data={"name": "right"}).status_code == 303
    assert client.post(f"{address}/keep", data={"name": "right"}).status_code == 303
    chosen = client.post(f"{address}/choose", data={"name": "right", "asked": "must"})
    assert chosen.status_code == 303
    page = client.get(address, query_string={"name": "right"}).text
    [kept] = re.findall(r"/kept-checklists/(\w+)", page)
    assert "This table never changes" in client.get(f"/kept-checklists/{kept}").text
    assert client.get(f"/kept-checklists/{kept}?as=csv").status_code == 200
    assert client.post(f"{address}/choose", data={"name": "right"}).status_code == 422


@pytest.fixture
def asked(place):
    """Return an appraisal of the document with two people from outside."""
    document, actor, client = place
    with transaction():
        appraisal = open_appraisal(actor, document, instrument="agree-ii")
        ids = [
            invite_appraiser(actor, appraisal, name=name, email=f"{n}@else.example").id
            for n, name in enumerate(("First Expert", "Second Expert"))
        ]
    return appraisal, [session.get_one(Appraiser, one) for one in ids], client


def test_somebody_from_outside_rates_by_the_link_alone(app, asked):
    appraisal, (first, _second), _client = asked
    stranger = app.test_client()
    address = f"/appraise/{token_of(current(), first.id)}"
    assert "It says what the guideline as a whole" not in stranger.get(f"{address}x").text
    page = stranger.get(address).text
    assert "what the guideline as a whole is meant to achieve" in page
    assert "Second Expert" not in page
    saved = stranger.post(address, data={"item": "1", "quality": "6", "comment": "Clear."})
    assert saved.location.endswith("item=2")
    assert stranger.post(address, data={"item": "2", "quality": "8"}).status_code == 422
    assert "anaesthetist" in stranger.get(f"{address}/text").text
    early = stranger.post(f"{address}/hand-in", data={"interests": "None."})
    assert early.status_code == 409
    with transaction():
        for item in [*list(shipped("agree-ii").by_id)[1:], "overall"]:
            rate(first, item=item, answers={"quality": "6"})
        rate(first, item="use", answers={"quality": "yes"})
    assert stranger.post(f"{address}/hand-in", data={}).status_code == 422
    assert stranger.post(f"{address}/hand-in", data={"interests": "None."}).status_code == 303
    assert "Your ratings are handed in" in stranger.get(address).text
    assert stranger.get(f"/appraisals/{appraisal.id}").status_code == 303  # to the sign-in


def test_nobody_sees_ratings_before_it_is_closed(asked, build):
    appraisal, people, chair = asked
    secret = "The panel is too narrow."
    with transaction():
        rate(people[0], item="4", answers={"quality": "1"}, comment=secret)
        for item in [*shipped("agree-ii").by_id, "overall"]:
            rate(people[1], item=item, answers={"quality": "7"}, comment=secret)
        rate(people[1], item="use", answers={"quality": "no"})
        hand_in(people[1], by=Actor.nobody(), interests="None.")
    member = build.client(appraisal.document.project, Role.AUTHOR)
    for client in (chair, member):
        page = client.get(f"/appraisals/{appraisal.id}").text
        assert "Ratings are hidden" in page
        assert secret not in page
        assert client.get(f"/appraisals/{appraisal.id}/file").status_code == 409
    assert chair.post(f"/appraisals/{appraisal.id}/close").status_code == 303
    page = member.get(f"/appraisals/{appraisal.id}").text
    assert "100 %" in page
    assert secret in page
    table = member.get(f"/appraisals/{appraisal.id}/file?as=csv").data.decode()
    assert "Second Expert" not in table


def test_a_member_is_asked_on_the_start_page_and_rates_signed_in(place, build):
    document, actor, _client = place
    person = build.member(document.project, Role.REVIEWER)
    with transaction():
        appraisal = open_appraisal(actor, document, instrument="agree-rex", suitability=True)
        invite_appraiser(actor, appraisal, name=person.name, email=person.email)
    reviewer = build.sign_in(person)
    assert "Appraise “Care of children”" in reviewer.get("/home").text
    address = f"/appraisals/{appraisal.id}/mine"
    assert "Suitability for use" in reviewer.get(address).text
    saved = reviewer.post(address, data={"item": "1", "quality": "6", "suitability": "2"})
    assert saved.status_code == 303
    other = build.client(document.project, Role.REVIEWER)
    assert other.get(address).status_code == 403
    assert other.post(address, data={"item": "1", "quality": "6"}).status_code == 403


def test_an_appraisal_is_opened_and_people_are_asked_by_page(place):
    document, _actor, client = place
    address = f"/documents/{document.id}/appraisals"
    assert client.post(address, data={"instrument": "other"}).status_code == 422
    wrong = client.post(address, data={"instrument": "agree-ii", "wanted_by": "soon"})
    assert wrong.status_code == 422
    opened = client.post(address, data={"instrument": "agree-ii", "note": "Thank you."})
    assert opened.status_code == 303
    appraisal = session.query(Appraisal).one()
    people = f"/appraisals/{appraisal.id}/appraisers"
    refused = client.post(people, data={"name": "Expert", "email": "nowhere"})
    assert refused.status_code == 422
    assert 'value="Expert"' in refused.text
    client.post(people, data={"name": "Expert", "email": "expert@else.example"})
    row = session.query(Appraiser).one()
    assert client.post(f"/appraisers/{row.id}/remind").status_code == 303
    assert client.post(f"/appraisers/{row.id}/withdraw").status_code == 303
    assert client.post(f"/appraisers/{row.id}/remind").status_code == 409
