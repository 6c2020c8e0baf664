"""Items of a bibliography: what is wrong with one, and how the preview shows it."""

import json

import pytest

from guidelines.text.bibliography import (
    is_citable,
    problems,
    reference_line,
    reference_list,
    suggested_key,
)
from guidelines.text.citations import author_label
from tests.real_data import real_data

ITEM = {
    "id": "smith2019",
    "type": "article-journal",
    "title": "A <i>trial</i> of sleep studies",
    "author": [{"family": "Smith", "given": "Ann-Marie B."}, {"family": "Berg", "given": "Ö",
               "non-dropping-particle": "van den"}],
    "container-title": "J Example",
    "issued": {"date-parts": [[2019, 3, 1]]},
    "volume": 12, "issue": "3", "page": "45-51",
    "DOI": "10.1000/xyz",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"id": ""}, ["no-id"]),
        ({"id": "two words"}, ["bad-id"]),
        ({"title": None}, ["no-title"]),
        ({"type": "paper"}, ["bad-type"]),
        ({"author": "Smith"}, ["bad-names"]),
        ({"DOI": "https://doi.org/10.1000/xyz"}, ["bad-doi"]),
        ({"id": None, "title": "", "type": None}, ["no-id", "no-title", "bad-type"]),
    ],
)
def test_a_broken_item_is_explained(change, codes):
    found = problems({**ITEM, **change})

    assert [one.code for one in found] == codes
    assert all(str(one).endswith((".", "only.")) for one in found)


def test_a_text_is_no_item():
    assert [one.code for one in problems("smith")] == ["not-an-item"]


def test_one_line_in_the_manner_of_the_nlm():
    assert reference_line(ITEM) == (
        "Smith AMB, van den Berg Ö. A trial of sleep studies. J Example. 2019;12(3):45-51. "
        "doi:10.1000/xyz."
    )
    assert reference_line({"title": "Really?", "author": 3, "issued": "x"}) == "Really?"
    assert reference_list({"a": ITEM}, ["b", "a", "a"]) == (("a", reference_line(ITEM)),)


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ([{"family": "Smith"}], "Smith"),
        ([{"family": "Smith"}, {"family": "Lee"}], "Smith and Lee"),
        ([{"family": "A"}, {"family": "B"}, {"family": "C"}], "A et al."),
        ([{"literal": "The Group"}], "The Group"),
        ([], "A <i>trial</i> of sleep"),
    ],
)
def test_authors_are_named_shortly(authors, label):
    assert author_label({**ITEM, "author": authors}) == label


def test_a_key_is_suggested_that_is_free():
    assert suggested_key(ITEM, []) == "smith2019"
    assert suggested_key(ITEM, ["smith2019", "smith2019a"]) == "smith2019b"
    assert is_citable(suggested_key({"title": "Über alles"}, []))


@pytest.mark.real_data
def test_a_real_bibliography_can_be_cited_and_shown():
    path = real_data("documents", "deep-review", "references.by-citekey.csl.json")
    items = json.loads(path.read_text())

    broken = [item["id"] for item in items if problems(item)]
    assert broken == ["tag:techblog-perkel"]
    assert all(reference_line(item) for item in items if item["id"] not in broken)
