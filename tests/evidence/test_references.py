"""The library of a project: how its references are found, merged, marked and printed."""

import time

import pytest

from guidelines.db import session, transaction
from guidelines.evidence import queries
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
    queries.found_references(project.id, "warm")

    start = time.perf_counter()
    found = queries.found_references(project.id, "author infants")
    seconds = time.perf_counter() - start

    assert len(found) == 20
    assert seconds < 0.5  # some 40 ms here; a list of 5,000 items read whole takes seconds
