"""References written for other programs come back with all that the format can hold."""

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from guidelines.evidence.importers.files import read
from guidelines.evidence.rules.items import MARKUP, clean_item, date_words
from guidelines.evidence.rules.written import Written, written
from guidelines.permissions import Role
from tests.evidence.build import a_reference
from tests.real_data import real_data

HELD = {
    Written.RIS: {
        "type", "title", "author", "issued", "container-title", "volume", "issue", "page",
        "publisher", "DOI", "PMID", "URL", "abstract", "language",
    },
    Written.NBIB: {"title", "author", "issued", "container-title", "volume", "issue", "page",
                   "DOI", "PMID", "abstract"},
    Written.BIBTEX: {"type", "title", "author", "container-title", "volume", "issue", "page",
                     "DOI", "URL", "abstract"},
}  # fmt: skip
# Letters of the names and titles of Europe, and the signs that formats give a meaning to.
_LETTERS = st.characters(whitelist_categories=["Lu", "Ll"], max_codepoint=0x24F)
_SIGNS = st.sampled_from(list(" {}\\$&#_%~^-:;,.()[]@'\"+/"))
WORDS = st.text(_LETTERS | _SIGNS, min_size=1, max_size=40).map(lambda s: f"A{s}z")
NAME = st.text(_LETTERS, min_size=2, max_size=12).map(str.capitalize)
PERSON = st.fixed_dictionaries({"family": NAME, "given": NAME})
ITEMS = st.fixed_dictionaries(
    {
        "type": st.just("article-journal"),
        "title": WORDS,
        "author": st.lists(PERSON, min_size=1, max_size=3),
        "issued": st.sampled_from([[2019], [2020, 4], [1999, 12, 31]]).map(
            lambda parts: {"date-parts": [parts]}
        ),
        "container-title": WORDS,
        "volume": st.integers(1, 900).map(str),
    },
    optional={
        "issue": st.sampled_from(["2", "Suppl 1", "1-2"]),
        "page": st.sampled_from(["11-19", "e1234", "S1-S5", "3"]),
        "DOI": st.sampled_from(["10.1000/abc", "10.1002/(SICI)1097(1999)1:2<3::AID-X>3.0_y"]),
        "PMID": st.integers(1, 99_999_999).map(str),
        "URL": st.just("https://example.org/a_b?c=1%202"),
        "abstract": WORDS,
    },
)


def back(items, format_):
    content, _ending, _media_type = written(items, format_)
    reading = read(content)
    assert reading.problems == []
    return reading.entries


def held(item, fields):
    """Return what a format can hold of an item, without the signs of italics and capitals."""
    found = {name: value for name, value in item.items() if name in fields}
    for name in ("title", "container-title", "abstract"):
        if name in found:
            found[name] = " ".join(MARKUP.sub("", found[name]).split())
    return found


def straight(item):
    """Return an item with the quotes of a typewriter."""
    signs = str.maketrans("’‘“”–", "''\"\"-")
    return {n: v.translate(signs) if isinstance(v, str) else v for n, v in item.items()}


@given(st.lists(ITEMS, min_size=1, max_size=3))
@settings(max_examples=60)
@pytest.mark.parametrize("format_", [Written.RIS, Written.NBIB])
def test_what_is_written_is_read_again(format_, items):
    items = [{**clean_item(item), "id": f"key{n}"} for n, item in enumerate(items)]

    entries = back(items, format_)

    assert [held(entry.item, HELD[format_]) for entry in entries] == [
        held(item, HELD[format_]) for item in items
    ]


# Pandoc makes typographic signs of straight quotes and of two hyphens, as LaTeX would.
@given(st.lists(ITEMS, min_size=10, max_size=10))
@settings(max_examples=4, phases=[Phase.generate])
def test_bibtex_is_read_again_by_pandoc(items):
    items = [{**clean_item(item), "id": f"key{n}"} for n, item in enumerate(items)]

    entries = back(items, Written.BIBTEX)

    assert [entry.key for entry in entries] == [item["id"] for item in items]
    for entry, item in zip(entries, items, strict=True):
        assert straight(held(entry.item, HELD[Written.BIBTEX])) == straight(
            held(item, HELD[Written.BIBTEX])
        )
        assert date_words(entry.item)[:7] == date_words(item)[:7]


@given(st.lists(ITEMS, min_size=1, max_size=3))
@settings(max_examples=40)
def test_csl_json_loses_nothing(items):
    items = [{**clean_item(item), "id": f"key{n}"} for n, item in enumerate(items)]

    entries = back(items, Written.CSL_JSON)

    assert [{**entry.item, "id": entry.key} for entry in entries] == items


@pytest.mark.parametrize("format_", list(Written))
def test_a_real_library_comes_back_whole(format_):
    rows = json.loads(
        real_data("documents", "deep-review", "references.by-citekey.csl.json").read_bytes()
    )
    items = [{**clean_item(row), "id": row["id"]} for row in rows][:120]

    entries = read(written(items, format_)[0]).entries

    assert [_title(entry.item) for entry in entries] == [_title(item) for item in items]


def _title(item):
    return " ".join(MARKUP.sub("", straight(item)["title"]).split()).rstrip(".").casefold()


def test_a_retraction_survives_pubmed():
    [entry] = back([{"id": "a", "title": "T", "status": "retracted"}], Written.NBIB)

    assert entry.item["status"] == "retracted"


def test_the_chosen_ones_are_given(build):
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    rows = [
        a_reference(actor, project, key, DOI=f"10.1000/{key}") for key in ("aa1", "bb2", "cc3")
    ]
    browser = build.client(project, Role.OBSERVER)
    address = f"/projects/{project.id}/references/export?format=ris"

    every = browser.get(address)
    some = browser.get(f"{address}&chosen={rows[0].id}&chosen={rows[2].id}")
    found = browser.get(f"{address}&q=bb2")

    assert every.headers["Content-Disposition"].endswith('-references.ris"')
    assert [e.key for e in read(every.data).entries] == ["aa1", "bb2", "cc3"]
    assert [e.key for e in read(some.data).entries] == ["aa1", "cc3"]
    assert [e.key for e in read(found.data).entries] == ["bb2"]
    assert browser.get(f"/projects/{project.id}/references/export?format=exe").status_code == 404
