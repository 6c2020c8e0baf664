"""The library of a project: how its references are found, merged, marked and printed."""

import json
import time

import pytest

from guidelines.db import session, transaction
from guidelines.errors import Invalid
from guidelines.evidence import queries, service
from guidelines.evidence.models import Reference
from guidelines.permissions import Role
from tests.evidence.build import a_reference

LIBRARY = {
    "muller2019": ("Müller-Lüdenscheidt, Jürgen\nDoe, A", "Airway care in Pierre Robin sequence"),
    "smith2020": ("Smith, Jo", "Müller cells and the retina"),
    "smith2021": ("Smith, Jo", "Feeding of infants with a cleft"),
    "orsted1999": ("Ørsted, H", "Magnets"),
}


@pytest.fixture
def library(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    for key, (authors, title) in LIBRARY.items():
        a_reference(
            actor,
            project,
            key,
            title=title,
            authors=authors,
            issued=key[-4:],
            DOI=f"10.1000/{key}",
        )
    return project


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("muller", ["muller2019", "smith2020"]),
        ("MÜLLER robin", ["muller2019"]),
        ("smith", ["smith2021", "smith2020"]),
        ("smith cleft", ["smith2021"]),
        ("cleft smith", ["smith2021"]),
        ("@smith2020", ["smith2020"]),
        ("orsted", ["orsted1999"]),
        ("10.1000/smith2021", ["smith2021"]),
        ("2019", ["muller2019"]),
        ("doe", ["muller2019"]),
        ("nobody", []),
        ("%", []),
        ("_", []),
    ],
)
def test_the_likeliest_reference_comes_first(library, query, keys):
    assert [row.key for row in queries.found_references(library.id, query)] == keys


def test_an_empty_search_gives_the_newest(library):
    assert queries.found_references(library.id, " @ ", limit=1)[0].key == "orsted1999"


def test_the_editor_gets_key_label_and_title(build, library):
    browser = build.client(library, Role.AUTHOR)

    answer = browser.get(f"/projects/{library.id}/references/search?q=pierre")

    assert answer.json["results"] == [
        {
            "key": "muller2019",
            "label": "Müller-Lüdenscheidt and Doe 2019",
            "title": "Airway care in Pierre Robin sequence",
            "where": "",
            "retracted": False,
        }
    ]


def test_five_thousand_references_are_searched_while_somebody_types(build):
    project = build.project()
    with transaction():
        session.add_all(
            Reference(
                project_id=project.id,
                key=f"author{n}",
                csl={
                    "type": "article-journal",
                    "title": f"Effect {n} of an intervention on infants with craniosynostosis",
                    "author": [{"family": f"Author{n % 700}", "given": "A"}],
                    "issued": {"date-parts": [[1980 + n % 45]]},
                    "abstract": "word " * 300,
                },
            )
            for n in range(5_000)
        )

    def seconds(query):
        session.rollback()
        session.expunge_all()
        start = time.perf_counter()
        found = query()
        return found, time.perf_counter() - start

    seconds(lambda: queries.found_references(project.id, "warm"))
    _rows, whole = seconds(lambda: queries.references_of(project.id))
    found, quick = seconds(lambda: queries.found_references(project.id, "author infants"))

    assert len(found) == 20
    assert quick < whole  # some 60 ms: every one of the 5,000 holds both words


def test_a_key_that_means_another_source_here_does_not_overwrite_it(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    a_reference(actor, project, "smith2019", title="Airway care in small children")
    items = [{"id": "smith2019", "title": "Magnets for everybody"}]

    with transaction():
        report = service.import_references(actor, project, content=json.dumps(items).encode())

    assert {row.key: row.csl["title"] for row in queries.references_of(project.id)} == {
        "smith2019": "Airway care in small children",
        "magnets-for-everybody": "Magnets for everybody",
    }
    assert [(one.entry, one.left_out) for one in report.problems] == [("smith2019", False)]
    assert "cite this one as @magnets" in str(report.problems[0].reason)


def test_a_retraction_is_kept_with_its_source_and_can_be_taken_back(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    reference = a_reference(actor, project, "a", title="A study")

    with transaction():
        service.mark_retracted(actor, reference, retracted=True, on="2024-03", source="doi:10.1/x")
    [item] = queries.csl_items(project.id)
    assert (item["status"], reference.retracted, reference.retracted_on) == (
        "retracted",
        True,
        "2024-03",
    )
    with transaction():
        service.mark_retracted(actor, reference, retracted=False)

    assert "status" not in queries.csl_items(project.id)[0]
    assert (reference.retracted, reference.retraction_source) == (False, "")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"source": ""}, "source"),
        ({"source": "x" * 301}, "source"),
        ({"source": "x", "on": "May"}, "on"),
    ],
)
def test_a_retraction_must_say_where(build, values, wrong):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    reference = a_reference(actor, project, "a")

    with pytest.raises(Invalid) as caught, transaction():
        service.mark_retracted(actor, reference, retracted=True, **values)

    assert set(caught.value.errors) == {wrong}


def test_the_page_of_a_reference_marks_a_retraction(build, library):
    browser = build.client(library, Role.AUTHOR)
    reference = queries.reference_keyed(library.id, "smith2020")
    address = f"/references/{reference.id}/retraction"

    refused = browser.post(address, data={"retracted": "yes", "source": "", "on": "2020"})
    assert refused.status_code == 422
    assert "Say where the retraction is announced" in refused.text
    page = browser.get(browser.post(address, data={"retracted": "yes", "source": "J Ex"}).location)
    assert "This source was retracted" in page.text
    found = browser.get(f"/projects/{library.id}/references/search?q=smith2020").json
    assert found["results"][0]["retracted"] is True


def test_an_import_marks_a_known_source_that_was_retracted_meanwhile(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    a_reference(actor, project, "mine", title="A withdrawn study", PMID="222")
    text = "PMID- 222\nTI  - A withdrawn study.\nRIN - Ex J. 2012 Mar;4:9.\n"

    with transaction():
        service.import_references(actor, project, content=text.encode())

    [row] = queries.references_of(project.id)
    assert (row.key, row.retracted, row.retracted_on) == ("mine", True, "2012-03")


def test_only_the_sources_of_some_keys_are_fetched_with_what_they_mean(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    rows = [a_reference(actor, project, key, title=f"Title {key}") for key in "abc"]
    with transaction():
        service.merge_references(actor, rows[0], rows[1], choices={})

    items = queries.csl_items(project.id, {"b", "x"})

    assert [(item["id"], item.get("same-as")) for item in items] == [("a", None), ("b", "a")]
    assert [item["id"] for item in queries.csl_items(project.id)] == ["a", "b", "c"]
    assert queries.csl_items(project.id, set()) == []
