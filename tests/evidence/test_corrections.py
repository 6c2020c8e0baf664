"""What people corrected in a reference stays, whatever a later file says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.db import session, transaction
from guidelines.errors import Stale
from guidelines.evidence import service
from guidelines.evidence.models import Reference
from guidelines.evidence.queries.references import offered_in, reference_keyed
from guidelines.evidence.rules.corrections import brought, corrected_by, settled
from guidelines.evidence.rules.items import fields_of
from guidelines.permissions import Role
from tests.drafts.build import a_document

ITEM = {
    "id": "smith2019", "type": "article-journal", "title": "A trail of tubes", "volume": "3",
    "author": [{"family": "Smith", "given": "J."}], "issued": {"date-parts": [[2019]]},
    "DOI": "10.1000/tubes",
}  # fmt: skip


@pytest.fixture
def project(build):
    return build.project()


@pytest.fixture
def author(build, project):
    return build.actor(project, Role.AUTHOR)


def imported(author, project, **changed):
    with transaction():
        return service.import_references(
            author, project, content=json.dumps([{**ITEM, **changed}]).encode(), filename="r.json"
        )


def correct(author, reference, **changed):
    fields = {**fields_of(reference.csl), **changed}
    with transaction():
        service.save_reference(author, reference, fields=fields, revision=reference.revision)


def smith(project) -> Reference:
    session.expire_all()
    return reference_keyed(project.id, "smith2019")


def test_a_later_file_leaves_what_was_corrected_and_brings_the_rest(author, project):
    imported(author, project)
    correct(author, smith(project), title="A trial of tubes")
    report = imported(author, project, title="A TRAIL of tubes", volume="4", page="1-9")
    row = smith(project)
    assert (row.csl["title"], row.csl["volume"], row.csl["page"]) == (
        "A trial of tubes", "4", "1-9",
    )  # fmt: skip
    assert (report.updated, row.offered) == (1, {"title": "A TRAIL of tubes"})
    assert ["Corrected here by hand" in one.reason for one in report.problems] == [True]
    assert [one.key for one in offered_in(project.id)] == ["smith2019"]


def test_what_is_kept_is_not_asked_again_until_the_file_says_something_new(author, project):
    imported(author, project)
    correct(author, smith(project), title="A trial of tubes")
    imported(author, project)
    row = smith(project)
    with transaction():
        service.settle_offered(author, row, taken=(), revision=row.revision)
    assert offered_in(project.id) == []
    report = imported(author, project)
    assert (report.unchanged, report.problems, smith(project).offered) == (1, (), {})
    imported(author, project, title="A third title")
    assert smith(project).offered == {"title": "A third title"}
    assert smith(project).csl["title"] == "A trial of tubes"


def test_what_is_taken_from_the_file_follows_the_files_again(author, project):
    imported(author, project)
    correct(author, smith(project), title="Mine", volume="9")
    imported(author, project, title="Theirs")
    row = smith(project)
    with transaction():
        service.settle_offered(author, row, taken={"title"}, revision=row.revision)
    row = smith(project)
    assert (row.csl["title"], row.csl["volume"]) == ("Theirs", "9")
    imported(author, project, title="Theirs, mended")
    assert smith(project).csl["title"] == "Theirs, mended"
    with pytest.raises(Stale), transaction():
        service.settle_offered(author, smith(project), taken=(), revision=1)


def test_what_was_taken_out_by_hand_stays_out(author, project):
    imported(author, project)
    correct(author, smith(project), volume="")
    imported(author, project)
    assert "volume" not in smith(project).csl
    assert smith(project).offered == {"volume": "3"}


def test_a_reference_written_by_hand_is_completed_not_overwritten(author, project):
    with transaction():
        service.add_reference(
            author, project, key="smith2019",
            fields={"type": "article-journal", "title": "A trial of tubes", "DOI": ITEM["DOI"]},
        )  # fmt: skip
    imported(author, project)
    row = smith(project)
    assert (row.csl["title"], row.csl["volume"]) == ("A trial of tubes", "3")
    assert set(row.offered) == {"title"}


VALUES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("123"))


@given(VALUES, VALUES, st.lists(VALUES, max_size=4))
def test_no_sequence_of_files_changes_a_corrected_field(first, written, files):
    corrected = corrected_by(first, written, {})
    item = written
    for told in files:
        came = brought(item, corrected, told)
        assert all(came.item.get(name) == written.get(name) for name in corrected)
        assert set(came.offered) <= set(corrected)
        item, corrected = settled(came.item, corrected, came.offered, ())
        assert brought(item, corrected, told).offered == {}


def test_the_pages_show_the_difference_and_take_the_decision(build, author, project):
    imported(author, project)
    correct(author, smith(project), title="A trial of tubes")
    browser = build.client(project, Role.AUTHOR)
    answer = browser.post(
        f"/projects/{project.id}/references/import",
        data={"text": json.dumps([{**ITEM, "title": "<i>Third</i> title"}])},
    )
    shown = browser.get(answer.headers["Location"]).text
    assert "was corrected here and is otherwise in a file" in shown
    row = smith(project)
    page = browser.get(f"/references/{row.id}").text
    assert "As corrected here" in page
    assert "Third title" in page
    answer = browser.post(
        f"/references/{row.id}/offered",
        data={"revision": row.revision, "take-title": "second", "take-volume": "second"},
    )
    assert answer.status_code == 303
    assert "A file says otherwise" not in browser.get(f"/references/{row.id}").text
    assert smith(project).csl["title"] == "<i>Third</i> title"
    assert smith(project).csl["volume"] == "3"


def test_used_in_names_the_single_recommendations(build, author, project):
    imported(author, project)
    source = (
        "# Tubes\n\nAs said [@smith2019].\n\n"
        "::: {.recommendation #rec-a type=good-practice}\nTubes help [@smith2019].\n:::\n\n"
        "::: {.recommendation #rec-b type=good-practice}\nNothing.\n:::\n\n"
        "::: {.recommendation #rec-c type=good-practice}\nYes.\n\n"
        "::: {.rationale}\nSee [@smith2019].\n:::\n:::\n\n# End\n\nSee [@smith2019].\n"
    )
    document = a_document(build, project, source)
    browser = build.client(project, Role.AUTHOR)
    page = browser.get(f"/references/{smith(project).id}").text
    used = page.split("Used in")[1].split("</ul>")[0]
    assert used.count("<li>") == 2
    assert "#rec-a" in used
    assert "#rec-c" in used
    assert "#rec-b" not in used
    assert document.title in used
