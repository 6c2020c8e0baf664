"""What became of a version is said by every page, file list and program; nothing is lost."""

from datetime import date, timedelta

import pytest

from guidelines.accounts.models import Person
from guidelines.db import now, session, transaction
from guidelines.jobs import Job
from guidelines.publishing import service
from guidelines.publishing.jobs.rendering import store_readable
from guidelines.publishing.jobs.reviewing import remind_of_review
from guidelines.publishing.rules.corrections import Correction
from guidelines.publishing.rules.life import LifeMove
from guidelines.publishing.rules.naming import Step
from tests.publishing.build import a_guideline, a_request, an_edition, change_text, sign_all

NOTE = "A trial showed harm."
ELSEWHERE = "https://example.org/other-guideline"


def move(guideline, step, **more):
    with transaction():
        service.move_guideline(guideline.chair, guideline.document, step, **more)


def next_version(guideline, step=Step.MAJOR, **more):
    change_text(guideline, "about children", "about all children")
    sign_all(guideline, a_request(guideline, step=step))
    with transaction():
        service.publish_edition(guideline.chair, guideline.document, **more)


STATES = {
    "current": (lambda g: None, "Yes, this is current", "", "published"),
    "reaffirmed": (
        lambda g: (move(g, LifeMove.REVIEW),
                   move(g, LifeMove.REAFFIRM, review_by=date(2999, 1, 1))),
        "still holds", "still holds", "published"),
    "under-review": (lambda g: move(g, LifeMove.REVIEW), "Yes, and it is under review",
                     "This guideline is under review", "published"),
    "replaced": (lambda g: next_version(g), "No, there is a newer version",
                 "There is a newer version", "superseded"),
    "corrected": (
        lambda g: next_version(g, Step.MINOR, correction=Correction("It said 5.", "It is 50.")),
        "No, it was corrected", "Corrected in version 1.1", "superseded"),
    "superseded": (
        lambda g: move(g, LifeMove.SUPERSEDE, note=NOTE, successor=ELSEWHERE),
        "another guideline has taken its place", "Another guideline has taken its place",
        "superseded"),
    "withdrawn": (lambda g: move(g, LifeMove.WITHDRAW, note=NOTE), "No, it was withdrawn",
                  "This version was withdrawn", "withdrawn"),
}  # fmt: skip
ENDED = {"superseded", "withdrawn"}


@pytest.mark.parametrize("state", STATES)
def test_whatever_became_of_a_version_is_said_everywhere(build, client, state):
    becomes, answer, banner, stored = STATES[state]
    guideline = a_guideline(build)
    edition = an_edition(guideline)
    store_readable(edition)
    becomes(guideline)
    address = f"/library/{guideline.project.network.slug}/{edition.slug}/"
    own = f"{address}1.0/"
    pages = (own, f"{own}recommendations/rec-airway/",
             f"{own}recommendations/rec-airway/card.html")  # fmt: skip
    for path in pages:
        page = client.get(path)
        assert page.status_code == 200, path
        assert banner in page.text, path
        assert (NOTE in page.text) == (state in ENDED), path
    short = client.get(f"/is/{edition.code}")
    assert short.status_code == 200
    assert answer in short.text
    assert (NOTE in short.text) == (state in ENDED)
    assert (ELSEWHERE in short.text) == (state == "superseded")
    assert ("These files" in client.get(own).text) == (stored != "published")
    assert (">Review by<" in client.get(own).text) == (state not in ENDED)  # no longer for anybody
    api = f"/api/library/v1/editions{address.removeprefix('/library')}1.0"
    for path in (api, f"{api}/recommendations/rec-airway"):
        told = client.get(path).json
        assert told["state"] == stored
        assert told["standing"]["verdict"] == ("current" if state == "reaffirmed" else state)
        assert told["standing"].get("why", "") == (NOTE if state in ENDED else "")
    name = f"{edition.slug}-edition-1.0"
    for path in (f"{own}{name}.json", f"{own}{name}.fhir.json", f"{own}cite.bib",
                 f"{own}datacite.xml", f"{address}recommendations/rec-airway/", address,
                 f"{address}feed.xml"):  # fmt: skip
        assert client.get(path, buffered=True).status_code in {200, 302}, path
    assert f'"creativeWorkStatus": "{stored.capitalize()}"' in client.get(own).text


def test_a_code_is_read_in_capitals_and_an_unknown_one_is_not_known(client, shelf):
    _guideline, edition, _address = shelf
    assert client.get(f"/is/{edition.code.upper()}").location.endswith(f"/is/{edition.code}")
    assert client.get("/is/zzzzzzz").status_code == 404


def test_authors_and_chairs_are_reminded_of_a_review_once(build, settings):
    guideline = a_guideline(build)
    an_edition(guideline)
    due = now().date() + timedelta(days=1000)
    planned = [one for one in session.query(Job) if one.name == "publishing.remind_of_review"]
    assert sorted(one.payload["days"] for one in planned) == [-1, 60, 180]
    first = next(one for one in planned if one.payload["days"] == 180)
    assert first.run_at.date() == due - timedelta(days=180)
    run = type("Run", (), {"payload": first.payload})()
    remind_of_review(run)
    remind_of_review(run)
    letters = [path.read_text() for path in (settings.instance / "mail").glob("*.eml")]
    assert len(letters) == 2
    for person_id in (guideline.chair.person_id, guideline.author.person_id):
        address = session.get_one(Person, person_id).email
        assert any(address in letter for letter in letters)
    assert all("Review due in 180 days" in letter for letter in letters)
    move(guideline, LifeMove.REVIEW)
    later = next(one for one in planned if one.payload["days"] == 60)
    remind_of_review(type("Run", (), {"payload": later.payload})())
    assert len(list((settings.instance / "mail").glob("*.eml"))) == 2  # it has begun
