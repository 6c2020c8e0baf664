"""What texts cite: for the library, for the authors, and the moment a key is mistyped."""

import pytest

from guidelines.db import transaction
from guidelines.drafts.queries import current_version, sections_in
from guidelines.drafts.queries.citations import citations_in
from guidelines.evidence import service as evidence
from guidelines.permissions import Role
from guidelines.text.citations import meant_by
from tests.drafts.build import a_document, section_called
from tests.evidence.build import a_reference

TEXT = "# One\n\nText [@smith2019; @old].\n\n# Two\n\nMore @smith2019 and [@smiht2020].\n"


@pytest.fixture
def document(build):
    project = build.project()
    actor = build.actor(project, Role.CHAIR)
    fields = {"authors": "Smith, Jo", "title": "Airway care in small children", "issued": "2019"}
    kept = a_reference(actor, project, "smith2019", **fields)
    gone = a_reference(actor, project, "old", **fields)
    a_reference(actor, project, "smith2020", title="Never cited")
    with transaction():
        evidence.merge_references(actor, kept, gone, choices={})
        evidence.mark_retracted(actor, kept, retracted=True, source="J Ex 2020")
    return a_document(build, project, TEXT)


def test_each_key_has_its_sections(document):
    found = citations_in(document.project)

    assert {key: [place.title for place in places] for key, places in found.items()} == {
        "smith2019": ["One", "Two"],
        "old": ["One"],
        "smiht2020": ["Two"],
    }


def test_the_library_shows_where_a_source_is_used(build, document):
    browser = build.client(document.project, Role.AUTHOR)
    address = f"/projects/{document.project_id}/references"

    page = browser.get(address).text
    assert "used in 2 places" in page
    assert "One key is cited, but there is no such reference" in page
    assert "@smiht2020" in page
    assert "Never cited" in browser.get(f"{address}?show=unused").text
    assert "Airway care" not in browser.get(f"{address}?show=unused").text
    assert "Never cited" not in browser.get(f"{address}?show=cited").text
    assert "Airway care" in browser.get(f"{address}?show=retracted").text
    assert "Nothing found" in browser.get(f"{address}?show=retracted&years=1990-2000").text
    assert "Airway care" in browser.get(f"{address}?years=2018-&kind=document&sort=year").text


def test_the_citations_of_a_document_name_what_is_wrong(build, document):
    browser = build.client(document.project, Role.REVIEWER)

    page = browser.get(f"/documents/{document.id}/citations").text

    assert "1 cited source was retracted" in page
    assert "1 source is not in the references" in page
    assert "did you mean <code>@smith2020</code>" in page
    assert page.count('<li id="ref-') == 1  # both keys are one source
    assert "1 reference of the library is not cited here" in page
    assert "1 retracted" in browser.get(f"/documents/{document.id}/text").text


def test_a_save_says_which_key_is_unknown(build, document):
    browser = build.client(document.project, Role.AUTHOR)
    item = section_called(document, "Two")

    answer = browser.post(
        f"/sections/{item.section.id}",
        data={"source": "# Two\n\n[@smith209]\n", "base": item.revision.id, "message": ""},
        headers={"Accept": "application/json"},
    )

    assert answer.json["notices"] == [
        "There is no source @smith209 in the references. Did you mean @smith2019 or @smith2020?"
    ]
    assert len(sections_in(current_version(document))) == 2
    again = browser.post(
        f"/sections/{item.section.id}",
        data={"source": "# Two\n\n[@smith209]\n\nMore.\n", "base": answer.json["revision"]},
        headers={"Accept": "application/json"},
    )
    assert again.json["notices"] == []  # it was told when it was new


def test_proposals_are_near_and_few():
    assert meant_by(["Smith2019", "smith2019", "zebra"], ["smith2019", "doe2020"]) == {
        "Smith2019": ("smith2019",),
        "zebra": (),
    }
    assert sum(map(bool, meant_by([f"a{n}b" for n in range(20)], ["a1c"]).values())) <= 5
