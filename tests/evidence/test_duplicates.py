"""References that look like one source: found by what they share, decided on by a person."""

import json
import time

import pytest

from guidelines.db import session, transaction
from guidelines.errors import Conflict, Missing, NotAllowed
from guidelines.evidence import queries, service
from guidelines.evidence.models import Reference
from guidelines.evidence.queries.duplicates import count_likely_twins, likely_twins, pair_of
from guidelines.evidence.rules.merging import Side, Sign, compared, merged
from guidelines.permissions import Role
from tests.evidence.build import a_reference

FIRST = {
    "title": "Airway care in infants with a small lower jaw",
    "authors": "Smith, Jo",
    "issued": "2019",
    "DOI": "10.1000/a",
}


@pytest.fixture
def project(build):
    return build.project()


@pytest.fixture
def actor(build, project):
    return build.actor(project, Role.AUTHOR)


def a_pair(actor, project, **second):
    one = a_reference(actor, project, "one", **FIRST)
    other = a_reference(actor, project, "other", **{**FIRST, "DOI": "", **second})
    return one, other


@pytest.mark.parametrize(
    ("second", "signs"),
    [
        ({}, (Sign.TITLE,)),
        ({"title": "AIRWAY care, in infants with the small lower-jaw."}, (Sign.TITLE,)),
        ({"authors": "Smith, Joanna Mary\nDoe, A"}, (Sign.TITLE,)),
        ({"issued": "2020"}, (Sign.TITLE,)),
        ({"issued": ""}, (Sign.TITLE,)),
        ({"DOI": "10.1000/b"}, (Sign.TITLE,)),
        ({"issued": "2021"}, None),
        ({"authors": "Roe, B"}, None),
        ({"title": "Airway care in older children with a small lower jaw"}, None),
    ],
)
def test_twins_are_found_by_title_author_and_year(actor, project, second, signs):
    a_pair(actor, project, **second)

    assert [one.signs for one in likely_twins(project.id)] == ([signs] if signs else [])
    assert count_likely_twins(project.id) == (1 if signs else 0)


def test_twins_are_found_by_their_numbers_whatever_their_titles(actor, project):
    with transaction():
        for key, title, numbers in [
            ("a", "One", {"DOI": "10.1000/x", "PMID": "7"}),
            ("b", "Two", {"DOI": "10.1000/X"}),
            ("c", "Three", {"PMID": "7"}),
        ]:
            csl = {"title": title, **numbers}
            session.add(Reference(project_id=project.id, key=key, csl=csl))

    found = {(t.first.key, t.second.key): t.signs for t in likely_twins(project.id)}

    assert found == {("a", "b"): (Sign.DOI,), ("a", "c"): (Sign.PMID,)}


def test_short_titles_are_no_sign(actor, project):
    a_reference(actor, project, "a", title="Editorial", authors="Smith, Jo", issued="2019")
    a_reference(actor, project, "b", title="Editorial", authors="Smith, Jo", issued="2019")

    assert likely_twins(project.id) == []


def test_merging_keeps_both_keys_and_every_fact(actor, project):
    one, other = a_pair(
        actor, project, volume="7", title="Airway care in infants with small lower jaw"
    )

    with transaction():
        service.merge_references(actor, one, other, choices={"title": Side.SECOND})

    items = {item["id"]: item for item in queries.csl_items(project.id)}
    assert items["one"]["title"] == "Airway care in infants with small lower jaw"
    assert items["one"]["volume"] == "7"
    assert items["one"]["DOI"] == "10.1000/a"
    assert items["other"] == {**items["one"], "id": "other", "same-as": "one"}
    assert [row.key for row in queries.references_of(project.id)] == ["one"]
    assert queries.reference_keyed(project.id, "other").key == "one"
    assert count_likely_twins(project.id) == 0
    assert [row.key for row in queries.found_references(project.id, "airway")] == ["one"]


def test_a_key_that_was_merged_is_never_given_again(actor, project):
    one, other = a_pair(actor, project)
    with transaction():
        service.merge_references(actor, one, other, choices={})

    content = json.dumps([{"id": "other", "title": FIRST["title"], "note": "again"}])
    with transaction():
        report = service.import_references(actor, project, content=content.encode())

    assert (report.added, report.updated) == (0, 1)
    assert [row.key for row in queries.references_of(project.id)] == ["one"]


def test_undoing_a_merge_gives_both_back(actor, project):
    one, other = a_pair(actor, project, volume="7")
    before = queries.csl_items(project.id)

    with transaction():
        pair = service.merge_references(actor, one, other, choices={"title": Side.SECOND})
    with transaction():
        assert service.undo_merge(actor, pair)

    assert queries.csl_items(project.id) == before
    assert count_likely_twins(project.id) == 1


def test_undoing_keeps_what_was_written_since(actor, project):
    one, other = a_pair(actor, project)
    with transaction():
        pair = service.merge_references(actor, one, other, choices={})
    with transaction():
        service.save_reference(actor, one, fields={"title": "Corrected"}, revision=one.revision)
    with transaction():
        assert not service.undo_merge(actor, pair)

    assert {row.key: row.csl["title"] for row in queries.references_of(project.id)} == {
        "one": "Corrected",
        "other": FIRST["title"],
    }


def test_merges_of_merges_are_undone_from_the_last(actor, project):
    rows = [a_reference(actor, project, key, **{**FIRST, "DOI": ""}) for key in "abc"]
    with transaction():
        first = service.merge_references(actor, rows[1], rows[2], choices={})
    with transaction():
        second = service.merge_references(actor, rows[0], rows[1], choices={})
    assert {queries.reference_keyed(project.id, key).key for key in "abc"} == {"a"}

    with pytest.raises(Conflict), transaction():
        service.undo_merge(actor, first)
    with transaction():
        service.undo_merge(actor, second)

    assert [queries.reference_keyed(project.id, key).key for key in "abc"] == ["a", "b", "b"]


def test_keeping_both_is_remembered(actor, project):
    one, other = a_pair(actor, project)

    with transaction():
        service.keep_both(actor, other, one)

    assert likely_twins(project.id) == []
    assert pair_of(one.id, other.id) is not None


def test_what_cannot_be_merged(build, actor, project):
    one, other = a_pair(actor, project)
    elsewhere = build.project()
    stranger = a_reference(build.actor(elsewhere, Role.AUTHOR), elsewhere, "x")
    for first, second in [(one, one), (one, stranger)]:
        with pytest.raises(Missing), transaction():
            service.merge_references(actor, first, second, choices={})
    with transaction():
        service.merge_references(actor, one, other, choices={})
    with pytest.raises(Conflict), transaction():
        service.merge_references(actor, other, one, choices={})


def test_removing_a_reference_takes_its_twins_along(actor, project):
    one, other = a_pair(actor, project)
    with transaction():
        service.merge_references(actor, one, other, choices={})
    with transaction():
        service.remove_reference(actor, one)

    assert queries.csl_items(project.id) == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OBSERVER, Role.PANELIST])
def test_who_may_not_decide(build, actor, project, role):
    one, other = a_pair(actor, project)
    reader = build.actor(project, role)
    for thing in (
        lambda: service.merge_references(reader, one, other, choices={}),
        lambda: service.keep_both(reader, one, other),
    ):
        with pytest.raises(NotAllowed), transaction():
            thing()


def test_only_what_differs_is_marked():
    lines = compared(
        {"title": "A dose–response study", "volume": "7", "type": "book"},
        {"title": "A dose-response study.", "DOI": "10.1/x", "type": "book"},
    )

    assert {(line.field, line.differs, line.better.value) for line in lines} == {
        ("type", False, "first"),
        ("title", False, "first"),
        ("volume", True, "first"),
        ("DOI", True, "second"),
    }


def test_a_retraction_is_never_merged_away():
    assert (
        merged({"title": "A"}, {"title": "A", "status": "retracted"}, {})["status"] == "retracted"
    )


def test_the_pages_of_a_decision(build, actor, project):
    one, other = a_pair(actor, project, volume="7")
    browser = build.client(project, Role.AUTHOR)
    page = browser.get(f"/projects/{project.id}/references/duplicates").text
    assert "Same title and first author" in page
    assert "1 of 1" in page

    answer = browser.post(
        f"/references/{one.id}/merge",
        data={"other": other.id, "keep": "second", "take-DOI": "first", "decision": "merge"},
    )
    page = browser.get(answer.location).text

    assert "it means @other now" in page
    assert queries.reference_keyed(project.id, "one").key == "other"
    assert queries.reference_keyed(project.id, "one").doi == "10.1000/a"
    assert browser.get(f"/references/{one.id}").location.endswith(f"/references/{other.id}")
    answer = browser.post(f"/references/{other.id}/part", data={"other": one.id})
    assert "each as it was" in browser.get(answer.location).text


def test_thousands_are_compared_by_what_they_share(build, actor, project):
    with transaction():
        session.add_all(
            Reference(
                project_id=project.id,
                key=f"k{n}",
                csl={
                    "title": f"The effect number {n % 4_950} of an intervention",
                    "author": [{"family": "Smith"}],
                    "issued": {"date-parts": [[2019]]},
                },
            )
            for n in range(5_000)
        )

    start = time.process_time()
    count = count_likely_twins(project.id)

    assert count == 50
    assert time.process_time() - start < 3  # some 50 ms; each with each takes minutes
