"""The page of published versions: a day, a correction, a DOI; and what readers get of it."""

from datetime import timedelta

import pytest

from guidelines.accounts.models import Person
from guidelines.db import now, session
from guidelines.publishing.models import Edition, GuidelineDoi
from guidelines.publishing.rules.naming import Step
from tests.publishing.build import a_guideline, a_request, an_edition, change_text, sign_all


@pytest.fixture
def second(build):
    """Return a guideline with 1.0 out, 1.1 signed, and a browser of its chair."""
    guideline = a_guideline(build)
    first = an_edition(guideline)
    change_text(guideline, "a cleft palate [@first2019]", "a cleft lip [@first2019]")
    sign_all(guideline, a_request(guideline, step=Step.MINOR))
    browser = build.sign_in(session.get_one(Person, guideline.chair.person_id))
    return guideline, first, browser


def words(answer):
    return " ".join(answer.get_data(as_text=True).split())


def test_the_chair_publishes_for_a_later_day_moves_it_and_lets_it_out(second):
    guideline, _first, chair = second
    page = f"/documents/{guideline.document.id}/editions"
    assert "It corrects a mistake in version 1.0" in words(chair.get(page))
    day = (now() + timedelta(days=40)).date()
    wrong = chair.post(page, data={"public_day": "2020-01-01", "change_note": "kept words"})
    assert wrong.status_code == 422
    assert "Choose a moment to come" in words(wrong)
    assert "kept words" in words(wrong)
    assert chair.post(page, data={"public_day": day.isoformat()}).status_code == 303
    edition = session.query(Edition).filter_by(minor=1).one()
    assert "Public from" in words(chair.get(page))
    moved = {"public_day": (day + timedelta(days=1)).isoformat(), "public_hour": "10:30"}
    assert chair.post(f"/editions/{edition.id}/day", data=moved).status_code == 303
    assert "10:30" in words(chair.get(page))
    assert chair.post(f"/editions/{edition.id}/day", data={"public_day": ""}).status_code == 422
    assert chair.post(f"/editions/{edition.id}/let-out").status_code == 303
    assert "Not public yet" not in words(chair.get(page))


def test_a_correction_is_seen_at_once_wherever_the_wrong_version_is_read(second, client):
    guideline, first, chair = second
    page = f"/documents/{guideline.document.id}/editions"
    half = chair.post(page, data={"wrong": "a cleft palate"})
    assert half.status_code == 422
    assert "Say what is right" in words(half)
    said = {"wrong": "It spoke of a cleft palate.", "right": "It is about a cleft lip."}
    assert chair.post(page, data=said).status_code == 303
    address = f"/library/{guideline.project.network.slug}/{first.slug}/"
    for path in (f"{address}1.0/", f"/is/{first.code}", f"{address}1.1/"):
        text = words(client.get(path))
        assert said["wrong"] in text, path
        assert said["right"] in text, path
    assert "Corrected in version 1.1" in words(client.get(f"{address}1.0/"))
    assert "No, it was corrected" in words(client.get(f"/is/{first.code}"))
    api = client.get(f"/api/library/v1/editions{address.removeprefix('/library')}1.0").json
    assert api["standing"]["verdict"] == "corrected"
    assert api["standing"]["corrections"][0]["recommendations"] == []
    assert said["right"] in client.get(f"{address}feed.xml").get_data(as_text=True)


def test_a_doi_is_entered_later_and_shown_without_changing_what_is_frozen(second, client):
    guideline, first, chair = second
    frozen = first.sha256
    form = {"doi": "https://doi.org/10.1234/ABC.1", "whole": "10.1234/abc"}
    assert chair.post(f"/editions/{first.id}/doi", data={"doi": "abc"}).status_code == 422
    assert chair.post(f"/editions/{first.id}/doi", data=form).status_code == 303
    session.expire_all()
    assert session.get_one(Edition, first.id).doi == "10.1234/abc.1"
    assert session.get_one(Edition, first.id).sha256 == frozen
    address = f"/library/{guideline.project.network.slug}/{first.slug}/1.0/"
    text = client.get(address).get_data(as_text=True)
    assert 'href="https://doi.org/10.1234/abc.1"' in text
    assert 'href="https://doi.org/10.1234/abc"' in text
    assert "DO  - 10.1234/abc.1" in client.get(f"{address}cite.ris").get_data(as_text=True)
    assert client.get(f"{address}cite.json").json[0]["DOI"] == "10.1234/abc.1"
    metadata = client.get(f"{address}datacite.json").json
    assert metadata["doi"] == "10.1234/abc.1"
    related = {
        one["relationType"]: one["relatedIdentifier"] for one in metadata["relatedIdentifiers"]
    }
    assert related["IsVersionOf"] == "10.1234/abc"
    assert chair.post(f"/editions/{first.id}/doi", data={}).status_code == 303
    assert session.query(GuidelineDoi).count() == 0
