"""Structured observations of experts: who records them, and that nobody can be recognised."""

import pytest

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Invalid, NotAllowed, Stale
from guidelines.evidence import service
from guidelines.evidence.models import ExpertObservation
from guidelines.evidence.rules.experts import checked_observation
from guidelines.permissions import Role
from tests.evidence.build import a_question

MAY = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}
SEEN = {"expert": "Surgeon 1", "patients": "12", "supporting": "9", "observed_for": "Less pain."}


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({**SEEN, "expert": " "}, {"expert"}),
        ({**SEEN, "patients": ""}, {"patients"}),
        ({**SEEN, "patients": "0", "supporting": ""}, {"patients"}),
        ({**SEEN, "opposing": "4"}, {"supporting"}),
        ({**SEEN, "supporting": "-1"}, {"supporting"}),
        ({**SEEN, "observed_for": ""}, {"observed_for"}),
        ({**SEEN, "observed_for": "x" * 2001}, {"observed_for"}),
        ({**SEEN, "observed_for": "The boy born 03.04.2019 did well."}, {"observed_for"}),
        ({**SEEN, "observed_against": "Patient 20194711"}, {"observed_against"}),
        ({**SEEN, "outcome": "since 2019-04-03"}, {"outcome"}),
    ],
)
def test_an_observation_must_make_sense_and_name_nobody(texts, wrong):
    with pytest.raises(Invalid) as caught:
        checked_observation(texts)
    assert set(caught.value.errors) == wrong


def test_years_and_doses_are_no_identities():
    found = checked_observation({**SEEN, "years": "2008–2025", "observed_for": "5 of 10 in 2019."})
    assert (found["patients"], found["supporting"], found["opposing"]) == (12, 9, 0)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.READER])
def test_who_may_record_observations(build, role):
    project = build.project()
    chair, actor = build.actor(project, Role.CHAIR), build.actor(project, role)
    question = a_question(chair, project)
    with transaction():
        row = service.record_observation(chair, question, texts=SEEN)
    before = len(audit.history(project.id))
    things = [
        lambda: service.record_observation(actor, question, texts=SEEN),
        lambda: service.save_observation(actor, row, texts=SEEN, revision=1),
        lambda: service.remove_observation(actor, row),
    ]

    for thing in things:
        if role in MAY:
            with transaction():
                thing()
        else:
            with pytest.raises(NotAllowed), transaction():
                thing()

    assert len(audit.history(project.id)) - before == (len(things) if role in MAY else 0)


def test_an_observation_in_the_browser(build):
    project = build.project()
    question = a_question(build.actor(project, Role.CHAIR), project)
    browser = build.client(project, Role.AUTHOR)
    form = browser.get(f"/questions/{question.id}/observations/new").text
    assert "No patient may be recognised" in form

    address = f"/questions/{question.id}/observations"
    refused = browser.post(address, data={**SEEN, "patients": "few"})
    assert refused.status_code == 422
    assert "Less pain." in refused.text
    assert browser.post(address, data=SEEN).status_code == 303
    page = browser.get(f"/questions/{question.id}").text
    assert "9 of 12" in page
    assert "12 patients in all" in page

    [row] = session.query(ExpertObservation)
    edit = f"/observations/{row.id}/edit"
    assert "Surgeon 1" in browser.get(edit).text
    changed = {**SEEN, "observed_for": "More."}
    assert browser.post(edit, data={**changed, "revision": "1"}).status_code == 303
    stale = browser.post(edit, data={**SEEN, "revision": "1"})
    assert stale.status_code == 412
    assert "Saved meanwhile: More." in stale.text
    assert browser.post(f"/observations/{row.id}/remove").status_code == 303
    assert "Surgeon 1" not in browser.get(f"/questions/{question.id}").text


def test_a_stale_observation_is_not_overwritten(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    question = a_question(chair, project)
    with transaction():
        row = service.record_observation(chair, question, texts=SEEN)
    with pytest.raises(Stale), transaction():
        service.save_observation(chair, row, texts=SEEN, revision=2)
