"""Who may change the evidence, and what a second import does."""

import json

import pytest

from guidelines import audit
from guidelines.db import transaction
from guidelines.errors import Invalid, NotAllowed, Stale
from guidelines.evidence import queries, service
from guidelines.evidence.models import ImportState
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.evidence.build import a_reference
from tests.real_data import real_data

MAY = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}
CSL = json.dumps([{"id": "a", "title": "A", "DOI": "10.1/x"}]).encode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.READER])
def test_who_may_change_the_evidence(build, role):
    project = build.project()
    chair, actor = build.actor(project, Role.CHAIR), build.actor(project, role)
    reference = a_reference(chair, project)
    before = len(audit.history(project.id))
    things = [
        lambda: service.import_references(actor, project, content=CSL),
        lambda: service.hand_in_references(actor, project, content=CSL, filename="a.json"),
        lambda: service.add_reference(actor, project, key="k", fields={"title": "K"}),
        lambda: service.save_reference(actor, reference, fields={"title": "K"}, revision=1),
        lambda: service.remove_reference(actor, reference),
    ]

    for thing in things:
        if role in MAY:
            with transaction():
                thing()
        else:
            with pytest.raises(NotAllowed), transaction():
                thing()

    happened = len(audit.history(project.id)) - before
    assert happened == (len(things) if role in MAY else 0)


def test_importing_twice_changes_nothing(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    content = real_data("documents", "deep-review", "references.by-citekey.csl.json").read_bytes()

    with transaction():
        first = service.import_references(actor, project, content=content)
    with transaction():
        second = service.import_references(actor, project, content=content)

    assert (first.added, first.updated, first.unchanged, first.problems) == (635, 0, 0, ())
    assert (second.added, second.updated, second.unchanged) == (0, 0, 635)
    assert queries.count_references(project.id) == 635
    assert {item["id"] for item in queries.csl_items(project.id)} == {
        item["id"] for item in json.loads(content)
    }


def test_the_same_sources_from_another_program_are_not_doubled(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    folder = ("documents", "bibliographies", "ris")
    for name, added in [("_baseline_covidence_endnote", 10), ("_baseline_covidence_zotero", 0)]:
        with transaction():
            report = service.import_references(
                actor, project, content=real_data(*folder, f"{name}.ris").read_bytes()
            )
        assert report.added == added


def test_a_known_doi_under_another_key_is_updated_and_said(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    a_reference(actor, project, "mine", DOI="https://doi.org/10.1000/ABC")
    content = json.dumps([{"id": "theirs", "title": "New", "DOI": "10.1000/abc", "volume": 7}])

    with transaction():
        report = service.import_references(actor, project, content=content.encode())

    assert (report.added, report.updated) == (0, 1)
    assert [(one.entry, str(one.reason), one.left_out) for one in report.problems] == [
        ("theirs", "It is here already: cite it as @mine.", False),
        ("theirs", "Corrected here by hand; the file says otherwise. Yours was kept.", False),
    ]
    [item] = queries.csl_items(project.id)
    assert (item["id"], item["title"], item["volume"]) == ("mine", "Title of mine", "7")


def test_two_keys_of_one_file_stay_apart(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    items = [{"id": key, "title": "A", "DOI": "10.1000/abc"} for key in ("a", "b")]

    with transaction():
        service.import_references(actor, project, content=json.dumps(items).encode())

    assert [row.key for row in queries.references_of(project.id)] == ["a", "b"]


def test_keys_are_made_from_name_and_year(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    entry = "TY  - JOUR\nAU  - Müller-Lüdenscheidt, Jo\nTI  - {}\nPY  - 2019\nER  - \n"

    with transaction():
        service.import_references(
            actor, project, content="".join(entry.format(t) for t in "ABC").encode()
        )

    stem = "mullerludenscheidt2019"
    assert [row.key for row in queries.references_of(project.id)] == [
        stem,
        f"{stem}a",
        f"{stem}b",
    ]


def test_nothing_of_a_refused_file_stays(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)

    with pytest.raises(Invalid), transaction():
        service.hand_in_references(actor, project, content=b"hello", filename="x.ris")

    assert queries.imports_of(project.id) == []


def test_bibtex_is_read_by_a_job_for_the_person_who_handed_it_in(build):
    project = build.project()
    person = build.member(project, Role.AUTHOR)
    actor = actor_for(person.id)
    text = b"@article{a2019, title={A}, year=2019}\n@article{b, title={\n"

    with transaction():
        handed = service.hand_in_references(actor, project, content=text, filename="my.bib")
    assert handed.state is ImportState.WAITING
    while work_once():
        pass

    [handed] = queries.imports_of(project.id)
    assert (handed.state, handed.added, handed.format) == (ImportState.DONE, 1, "bibtex")
    assert [one["entry"] for one in handed.problems] == ["b"]
    newest = audit.history(project.id)[0]
    assert (newest.event, newest.actor_id) == ("references.imported", person.id)


def test_a_job_that_finds_nothing_says_so(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)

    with transaction():
        service.hand_in_references(
            actor, project, content=b"@article{a, title={\n", filename="x.bib"
        )
    while work_once():
        pass

    [handed] = queries.imports_of(project.id)
    assert handed.state is ImportState.FAILED
    assert "None of the 1 entries could be read. The first, a:" in handed.failure


@pytest.mark.parametrize(
    ("key", "fields", "wrong"),
    [
        ("a b", {"title": "T"}, "key"),
        ("x" * 201, {"title": "T"}, "key"),
        ("smith2019", {"title": "T"}, "key"),
        ("new", {}, "title"),
        ("new", {"title": "T", "DOI": "10.1000/taken"}, "DOI"),
        ("new", {"title": "T" * 2001}, "title"),
    ],
)
def test_a_reference_by_hand_must_make_sense(build, key, fields, wrong):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    a_reference(actor, project, DOI="10.1000/taken")

    with pytest.raises(Invalid) as caught, transaction():
        service.add_reference(actor, project, key=key, fields=fields)

    assert set(caught.value.errors) == {wrong}


def test_a_form_keeps_what_it_does_not_show(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    items = [{"id": "a", "title": "Old", "abstract": "Kept", "issued": {"date-parts": [[2019]]}}]
    with transaction():
        service.import_references(actor, project, content=json.dumps(items).encode())
    [row] = queries.references_of(project.id)

    with transaction():
        service.save_reference(
            actor,
            row,
            fields={"title": "New", "issued": "2020-03", "authors": "Doe, A"},
            revision=1,
        )

    assert queries.csl_items(project.id) == [
        {
            "id": "a",
            "type": "document",
            "title": "New",
            "abstract": "Kept",
            "issued": {"date-parts": [[2020, 3]]},
            "author": [{"family": "Doe", "given": "A"}],
        }
    ]


def test_a_stale_form_does_not_overwrite(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    row = a_reference(actor, project)
    with transaction():
        service.save_reference(actor, row, fields={"title": "First"}, revision=1)

    with pytest.raises(Stale), transaction():
        service.save_reference(actor, row, fields={"title": "Second"}, revision=1)

    assert queries.csl_items(project.id)[0]["title"] == "First"
