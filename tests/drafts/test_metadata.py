"""What a document says about itself: checked, found by name, kept, and seen by those who may."""

import pytest

from guidelines.db import transaction
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import metadata_of
from guidelines.drafts.queries.orphacodes import conditions_called
from guidelines.drafts.rules.metadata import Metadata, as_json, settled
from guidelines.drafts.rules.products.needed import missing_parts
from guidelines.drafts.service import describe_document
from guidelines.errors import Invalid, NotAllowed, Stale
from guidelines.permissions import Role
from tests.drafts.build import a_document

KIND = DocumentKind.GUIDELINE


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("cleft palate", "2014"), ("CLEFT  Palate", "2014"), ("ORPHA:718", "718"), ("718", "718"),
        ("pierre robin isolated", "718"), ("gomez lopez", "1532"), ("PRS", "718"),
    ],
)  # fmt: skip
def test_a_condition_is_found_by_name_synonym_and_code(words, code):
    assert code in [one.code for one in conditions_called(words)]


@pytest.mark.parametrize("words", ["", "a", "zzzz", "999999999", "%"])
def test_what_is_not_there_is_not_found(words):
    assert conditions_called(words) == []


@pytest.mark.parametrize(
    ("posted", "conditions", "wrong"),
    [
        ({"review_by": "2029-02-30"}, {}, "review_by"),
        ({"review_by": "soon"}, {}, "review_by"),
        ({"population": "x" * 2001}, {}, "population"),
        ({"no_code": "x" * 501}, {}, "no_code"),
        ({"part-methods": "elsewhere"}, {}, "part-methods"),
        ({"part-methods": "none"}, {}, "reason-methods"),
        ({}, {"Robin": "x"}, "conditions"),
        ({}, {str(number): "x" for number in range(1, 23)}, "conditions"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(posted, conditions, wrong):
    with pytest.raises(Invalid) as refused:
        settled(posted, conditions, KIND, {"s1"})
    assert set(refused.value.errors) == {wrong}


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ([], ["summary", "scope", "methods", "gaps"]),
        (["Plain-language summary", "1 Introduction and scope", "Methods in brief",
          "Research gaps"], []),
        (["Zusammenfassung", "Ziele", "Methodik", "Forschungsbedarf"], []),
        (["Samenvatting", "Inleiding", "Werkwijze", "Kennislacunes"], []),
        (["Summary", "Horoscope"], ["scope", "methods", "gaps"]),
    ],
)  # fmt: skip
def test_needed_sections_are_known_by_their_headings(headings, missing):
    assert [part.key for part in missing_parts(KIND, headings, {}, ())] == missing


def test_a_needed_section_may_stand_elsewhere_or_have_its_reason():
    said = {"methods": {"section": "s1"}, "gaps": {"reason": "None."}, "scope": {"section": "s9"}}
    assert [part.key for part in missing_parts(KIND, [], said, {"s1"})] == ["summary", "scope"]


def test_it_is_kept_with_the_one_who_wrote_it_and_nobody_is_overwritten(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    reader = build.actor(document.project, Role.OBSERVER)
    said = Metadata(conditions=(("2014", "Cleft palate"),), users="Teams")
    with transaction():
        row = describe_document(author, document, said, language="de")
    assert (row.revision, row.person_id, metadata_of(document)) == (1, author.person_id, said)
    with pytest.raises(Stale), transaction():
        describe_document(author, document, Metadata(), revision=0)
    with pytest.raises(NotAllowed), transaction():
        describe_document(reader, document, Metadata(), revision=1)
    assert as_json(metadata_of(document)) == {
        "conditions": [["2014", "Cleft palate"]],
        "users": "Teams",
    }


def test_the_page_finds_keeps_and_says_what_is_wrong(build):
    document = a_document(build)
    client = build.client(document.project, Role.AUTHOR)
    address = f"/documents/{document.id}/about"
    typed = {"language": "en", "users": "Teams", "revision": "0"}

    found = client.post(address, data={**typed, "q": "cleft palate", "find": "yes"}).text
    assert "ORPHA:2014" in found
    assert "Teams</textarea>" in found
    wrong = client.post(address, data={**typed, "review_by": "soon"})
    assert (wrong.status_code, "Give a day" in wrong.text) == (422, True)
    saved = client.post(address, data={**typed, "condition": "2014", "review_by": "2029-03-31"})
    assert saved.status_code == 303
    assert metadata_of(document).conditions == (("2014", "Cleft palate"),)
    late = client.post(address, data=typed)
    assert (late.status_code, "Somebody else changed this" in late.text) == (409, True)
    reader = build.client(document.project, Role.OBSERVER)
    assert "Cleft palate" in reader.get(address).text
    assert reader.post(address, data=typed).status_code in {403, 404}
