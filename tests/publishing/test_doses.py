"""Doses are compared by somebody who did not write the sentence; a change asks again."""

import pytest

from guidelines.accounts.models import Person
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.queries.doses import dose_lines
from guidelines.publishing.queries.readiness import readiness_of
from tests.publishing.build import a_guideline, change_text

DOSE = "Give 5 mg/kg every 6 hours. "
TABLE = "\n\n| Group | Dose (mg) |\n|---|---|\n| Infants | 10 |\n| Children | 20 |\n"


@pytest.fixture
def dosed(build):
    guideline = a_guideline(build)
    change_text(guideline, "This guideline is", f"{DOSE}This guideline is")
    return guideline


def gate(guideline):
    return next(one for one in readiness_of(guideline.document) if one.name == "doses-checked")


def hashes(guideline):
    return [line.stated.sha256 for line in dose_lines(guideline.document)]


def check(guideline, actor, sentences=None):
    with transaction():
        return service.check_doses(
            actor, guideline.document, sentences=sentences or hashes(guideline), source="SmPC"
        )


def test_a_text_without_doses_has_nothing_to_compare(build):
    assert gate(a_guideline(build)).passed


def test_a_second_person_compares_each_dose_before_publishing(dosed):
    assert gate(dosed).blocks
    assert [spot.words for spot in gate(dosed).where] == ["1 Scope: 1"]
    with pytest.raises(NotAllowed), transaction():
        service.check_doses(dosed.author, dosed.document, sentences=hashes(dosed))
    assert check(dosed, dosed.chair) == 1
    assert check(dosed, dosed.approver) == 0  # it is checked already
    assert gate(dosed).passed
    [line] = dose_lines(dosed.document)
    assert (line.check.person_id, line.check.source) == (dosed.chair.person_id, "SmPC")


def test_another_dose_is_asked_for_again_and_other_words_are_not(dosed):
    check(dosed, dosed.chair)
    change_text(dosed, "This guideline is about", "This text is about")
    assert gate(dosed).passed
    seen = hashes(dosed)
    change_text(dosed, "5 mg/kg", "50 mg/kg")
    assert gate(dosed).blocks
    with pytest.raises(Conflict), transaction():  # who saw the old dose has not seen this one
        service.check_doses(dosed.chair, dosed.document, sentences=seen)
    change_text(dosed, "50 mg/kg", "5 mg/kg")
    assert gate(dosed).passed  # the sentence that was compared


def test_whoever_changed_words_of_a_sentence_is_one_of_its_authors(dosed, build):
    other = build.actor(dosed.project, Role.AUTHOR)
    mine, dosed.author = dosed.author, other
    change_text(dosed, "every 6 hours", "every 8 hours")
    for actor in (mine, other):
        with pytest.raises(NotAllowed), transaction():
            service.check_doses(actor, dosed.document, sentences=hashes(dosed))
    assert check(dosed, dosed.chair) == 1


def test_rows_of_a_table_stand_under_their_units(dosed):
    change_text(dosed, "This guideline is", f"See the table.{TABLE}\nThis guideline is")
    rows = [line for line in dose_lines(dosed.document) if line.cells]
    assert [line.cells for line in rows] == [
        (("Group", "Infants"), ("Dose (mg)", "10")),
        (("Group", "Children"), ("Dose (mg)", "20")),
    ]
    check(dosed, dosed.chair)
    assert gate(dosed).passed
    change_text(dosed, "Dose (mg)", "Dose (microgram)")
    assert gate(dosed).blocks


def test_a_tick_can_be_taken_back(dosed):
    check(dosed, dosed.chair)
    with transaction():
        service.uncheck_dose(dosed.approver, dosed.document, sha256=hashes(dosed)[0])
    assert gate(dosed).blocks


def test_nothing_ticked_and_strangers_are_refused(dosed, build):
    with pytest.raises(Invalid), transaction():
        service.check_doses(dosed.chair, dosed.document, sentences=[])
    observer = build.actor(dosed.project, Role.OBSERVER)
    with pytest.raises(NotAllowed), transaction():
        service.check_doses(observer, dosed.document, sentences=hashes(dosed))


def test_the_page_marks_and_ticks(dosed, build):
    change_text(dosed, "5 mg/kg", ".5 mg/kg")
    chair = build.sign_in(session.get(Person, dosed.chair.person_id))
    page = f"/documents/{dosed.document.id}/doses"
    text = chair.get(page).get_data(as_text=True)
    assert 'class="quantity quantity-unsafe">.5 mg/kg' in text
    assert ".5 is read as 5" in text
    sent = chair.post(page, data={"sentences": hashes(dosed)})
    assert sent.status_code == 303
    assert gate(dosed).passed
    author = build.sign_in(session.get(Person, dosed.author.person_id))
    assert 'name="sentences"' not in author.get(page).get_data(as_text=True)
    chair.post(page, data={"take_back": hashes(dosed)[0]})
    assert "somebody else has to compare it" in author.get(page).get_data(as_text=True)
    assert chair.post(page, data={}).status_code == 422
