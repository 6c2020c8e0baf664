"""Versions: compared section by section, listed page by page, restored whole or in part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import WorkingCopy
from guidelines.drafts.queries.history import Filter, history_of
from guidelines.drafts.rules.comparison import Part, SectionKind, Touch, compare_parts
from guidelines.drafts.rules.history import Deed, flips, section_deeds
from guidelines.drafts.rules.manifest import Entry
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.permissions import Role
from guidelines.text.comparison import RowKind
from tests.drafts.build import AIRWAY, a_document, an_author, save, section_called

AGAIN = AIRWAY.replace("anaesthetist", "senior anaesthetist")


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def author(build, document):
    return an_author(build, document.project)


def parts(*sources):
    return [
        Part(source.split("\n")[0], str(n), source.split("\n")[0].strip("# "), source)
        for n, source in enumerate(sources, 1)
    ]


def manifest(*entries):
    return tuple(Entry(section, revision, "", 1) for section, revision in entries)


def text(document):
    return queries.source_of(queries.current_version(document))


A, B, C = "# A\n\nOne two three four five.\n\n", "# B\n\nSix seven.\n\n", "# C\n\nEight nine.\n\n"


def test_sections_with_the_same_text_are_not_looked_into():
    found = compare_parts(parts(A, B, C), parts(A, B.replace("Six", "Sixty"), C))

    assert [one.kind for one in found.sections] == [
        SectionKind.SAME, SectionKind.CHANGED, SectionKind.SAME,
    ]  # fmt: skip
    assert [bool(one.rows) for one in found.sections] == [False, True, False]


def test_a_section_that_moved_is_said_to_have_moved_and_the_others_are_not():
    found = compare_parts(parts(A, B, C), parts(B, A, C))

    assert [one.part.title for one in found.sections if one.moved] == ["B"]
    assert not found.is_same
    assert compare_parts(parts(A, B), parts(A, B)).is_same


def test_sections_that_came_and_went_stand_in_their_places():
    found = compare_parts(parts(A, B), parts(A, C))

    assert [(one.part.title, one.kind) for one in found.sections] == [
        ("A", SectionKind.SAME), ("B", SectionKind.REMOVED), ("C", SectionKind.ADDED),
    ]  # fmt: skip


def test_a_paragraph_is_followed_into_another_section():
    moved = "One two three four five."
    found = compare_parts(
        parts(A, B), parts("# A\n\nRest.\n\n", f"# B\n\nSix seven.\n\n{moved}\n\n")
    )
    kinds = [row.kind for one in found.sections for row in one.rows]

    assert RowKind.MOVED_AWAY in kinds
    assert RowKind.MOVED_HERE in kinds


@pytest.mark.parametrize(
    ("before", "after", "touch"),
    [
        (AIRWAY, AIRWAY.replace("anaesthetist", "surgeon"), Touch.WORDING),
        (AIRWAY, AIRWAY.replace("strength=strong", "strength=conditional"), Touch.WORDING),
        (AIRWAY, AIRWAY.replace("may be difficult", "is difficult"), Touch.EDITORIAL),
        (AIRWAY, "Nothing.\n", Touch.REMOVED),
        ("Nothing.\n", AIRWAY, Touch.ADDED),
        (AIRWAY, AIRWAY.replace("child first", "child first [@key2020]"), Touch.EDITORIAL),
        (AIRWAY, f"Before.\n\n{AIRWAY}", None),
    ],
)
def test_it_is_said_whether_what_is_voted_on_changed(before, after, touch):
    found = compare_parts(parts(f"# A\n\n{before}\n"), parts(f"# A\n\n{after}\n"))

    assert [one.touch for one in found.recommendations] == ([touch] if touch else [])


SECTIONS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x y z", "x z", "q r", "# H", "p"])),
    max_size=5, unique_by=lambda one: one[0],
)  # fmt: skip


@given(SECTIONS, SECTIONS)
def test_both_versions_can_be_read_off_a_comparison(before, after):
    old = [Part(key, "", key, f"# {key}\n\n{words}\n\n") for key, words in before]
    new = [Part(key, "", key, f"# {key}\n\n{words}\n\n") for key, words in after]
    found = compare_parts(old, new)

    assert [one.after for one in found.sections if one.after] == new
    assert {one.key for one in found.sections if one.before} == {part.key for part in old}
    for one in found.sections:
        if one.kind is SectionKind.SAME:
            continue
        olds = [row.before for row in one.rows if row.kind in _WAS]
        news = [row.after for row in one.rows if row.kind in _IS]
        was, now = (one.before.source if one.before else ""), one.after.source if one.after else ""
        assert "".join(was[b.start : b.end] for b in olds) == was
        assert "".join(now[b.start : b.end] for b in news) == now


_WAS = (RowKind.SAME, RowKind.CHANGED, RowKind.REMOVED, RowKind.MOVED_AWAY)
_IS = (RowKind.SAME, RowKind.CHANGED, RowKind.ADDED, RowKind.MOVED_HERE)


@pytest.mark.parametrize(
    ("old", "new", "deeds"),
    [
        ([("a", "1"), ("b", "1")], [("a", "2"), ("b", "1")], [("a", Deed.WRITTEN)]),
        ([("a", "1"), ("b", "1")], [("b", "1"), ("a", "1")], [("b", Deed.MOVED)]),
        ([("a", "1")], [("a", "1"), ("b", "1")], [("b", Deed.ADDED)]),
        ([("a", "1"), ("b", "1")], [("a", "1")], [("b", Deed.REMOVED)]),
        ([("a", "1")], [("a", "1")], []),
    ],
)
def test_what_a_version_did_to_its_sections(old, new, deeds):
    found = section_deeds(manifest(*old), manifest(*new))

    assert [(one.section_id, one.deed) for one in found] == deeds


def test_words_come_and_go():
    rows = [("a", 1, False), ("a", 2, True), ("a", 5, True), ("a", 7, False), ("b", 3, True)]

    assert flips(rows) == [2, 7, 3]


def numbers(document, **wanted):
    return [one.version.number for one in history_of(document, Filter(**wanted)).entries]


def test_the_history_is_read_page_by_page_and_filtered(build, author, document):
    other = build.actor(document.project, Role.AUTHOR)
    scope, airway = section_called(document, "Scope"), section_called(document, "Airway")
    save(author, scope, scope.revision.source.replace("adults", "grown-ups"), "Plain words")
    save(other, airway, airway.revision.source.replace("anaesthetist", "nurse"), "As discussed")
    scope = section_called(document, "Scope")
    last = save(author, scope, scope.revision.source.replace("grown-ups", "adults"), "Back")
    with transaction():
        service.label_version(author, last.version, label="Sent to the panel")

    assert numbers(document) == [4, 3, 2, 1]
    page = history_of(document, Filter(), size=2)
    assert [one.version.number for one in page.entries] == [4, 3]
    assert page.older == 3
    assert numbers(document, below=page.older) == [2, 1]
    assert numbers(document, author=other.person_id) == [3]
    assert numbers(document, section=airway.section.id) == [3, 1]
    assert numbers(document, words="plain WORDS") == [2]
    assert numbers(document, words="sent to") == [4]
    assert numbers(document, words="grown-ups") == [4, 2]
    assert numbers(document, words="100 %") == []
    assert numbers(document, named=True) == [4]
    [entry] = history_of(document, Filter(author=other.person_id)).entries
    assert [one.deed for one in entry.recommendations] == [Deed.WORDING]


def test_one_section_is_brought_back_and_the_rest_stays(author, document):
    scope = section_called(document, "Scope")
    save(author, scope, scope.revision.source.replace("adults", "grown-ups"))
    follow = section_called(document, "Follow-up")
    save(author, follow, follow.revision.source.replace("family", "whole family"))
    first = queries.version_numbered(document, 1)
    with transaction():
        version = service.restore_section(author, first, scope.section)

    assert version.parents == [3, 1]
    assert "not about adults" in text(document)
    assert "whole family" in text(document)
    with transaction():
        assert service.restore_section(author, first, scope.section).number == version.number


def test_a_section_that_was_taken_out_comes_back_in_its_place(author, document):
    airway = section_called(document, "Airway")
    with transaction():
        service.remove_section(author, airway.section)
    assert queries.recommendations_of(document) == []
    with transaction():
        service.restore_section(author, queries.version_numbered(document, 1), airway.section)

    items = queries.sections_in(queries.current_version(document))
    assert [item.title for item in items] == ["Scope", "Airway", "Follow-up"]
    assert [row.key for row in queries.recommendations_of(document)] == ["rec-airway"]


def test_a_recommendation_that_stands_elsewhere_now_is_not_doubled(author, document):
    airway, follow = section_called(document, "Airway"), section_called(document, "Follow-up")
    save(author, airway, airway.revision.source.replace(AIRWAY, "See below.\n"))
    save(author, follow, f"{follow.revision.source}\n{AIRWAY}")
    with transaction():
        service.restore_section(author, queries.version_numbered(document, 1), airway.section)

    keys = [row.key for row in queries.recommendations_of(document)]
    assert len(keys) == len(set(keys)) == 2
    assert "rec-airway" in keys


def test_a_locked_wording_stays_when_a_section_is_brought_back(build, author, document):
    airway = section_called(document, "Airway")
    save(author, airway, airway.revision.source.replace("first", "before all others"))
    chair = build.actor(document.project, Role.CHAIR)
    with transaction():
        service.lock_wording(chair, document, ["rec-airway"], reason="The panel is voting.")

    with pytest.raises(Conflict, match="rec-airway"), transaction():
        service.restore_section(author, queries.version_numbered(document, 1), airway.section)
    session.rollback()
    assert "before all others" in text(document)


def test_only_a_section_that_the_version_had_is_brought_back(author, document):
    with transaction():
        saved = service.add_section(author, document, source="# New\n\nText.\n")

    with pytest.raises(Missing), transaction():
        service.restore_section(
            author, queries.version_numbered(document, 1), saved.revision.section
        )


def test_the_page_compares_in_both_views_and_for_one_recommendation(build, author, document):
    airway = section_called(document, "Airway")
    table = "| Age | Dose |\n|---|---|\n| child | 10 mg |\n"
    saved = save(author, airway, f"{airway.revision.source}\n{table}")
    item = section_called(document, "Airway")
    changed = item.revision.source.replace("10 mg", "12 mg").replace(AIRWAY, AGAIN)
    save(author, item, changed)
    client = build.sign_in(build.member(document.project, Role.AUTHOR))
    base = f"/documents/{document.id}/compare?before={saved.version.number}&after=3"
    page = client.get(base).text
    for words in (
        "1 section changed", "Recommendation 1", "Wording changed", "compare-table",
        "a vote on the older wording does not count", 'id="change-2"',
    ):  # fmt: skip
        assert words in page, words
    assert "compare-two" in client.get(f"{base}&view=side").text
    page = client.get(f"{base}&recommendation=rec-airway").text
    assert "Show all changes" in page
    assert "10 mg" not in page
    page = client.get(f"{base}&section={airway.section.id}").text
    assert "12 mg" in page
    assert client.get(f"/documents/{document.id}/compare?before=1&after=99").status_code == 404
    page = client.get(f"/documents/{document.id}/compare?before=1&after=1").text
    assert "Both have the same text." in page


def test_a_text_that_is_not_saved_yet_is_compared_by_whoever_wrote_it(build, document):
    person = build.member(document.project, Role.AUTHOR)
    item = section_called(document, "Scope")
    with transaction():
        session.add(
            WorkingCopy(
                person_id=person.id, section_id=item.section.id, network_id=document.network_id,
                project_id=document.project_id, document_id=document.id,
                base_id=item.revision.id, editor="page", counter=1,
                source=item.revision.source.replace("adults", "grown-ups"),
            )
        )  # fmt: skip
    address = f"/documents/{document.id}/compare?before=1&after=mine"
    page = build.sign_in(person).get(address).text
    assert "grown-ups" in page
    assert "From version 1 to my text that is not saved yet" in page
    other = build.sign_in(build.member(document.project, Role.AUTHOR)).get(address).text
    assert "grown-ups" not in other


def test_the_page_of_versions_finds_and_brings_a_section_back(build, author, document):
    scope = section_called(document, "Scope")
    save(author, scope, scope.revision.source.replace("adults", "grown-ups"), "Plain words")
    client = build.sign_in(build.member(document.project, Role.AUTHOR))
    page = client.get(f"/documents/{document.id}/versions?words=grown-ups").text
    assert "Plain words" in page
    assert "version-1" not in page
    page = client.get(f"/documents/{document.id}/versions?words=nothing+of+it").text
    assert "No such version" in page
    first = queries.version_numbered(document, 1)
    assert "Bring a section back" in client.get(f"/versions/{first.id}").text
    answer = client.post(
        f"/versions/{first.id}/restore", data={"section": scope.section.id},
        follow_redirects=True,
    )  # fmt: skip
    assert "The section is as it was in version 1 again, saved as version 3." in answer.text


def test_a_version_is_renamed_and_loses_its_name_and_the_record_keeps_both(author, document):
    version = queries.current_version(document)
    with transaction():
        service.label_version(author, version, label="Sent")
    with transaction():
        service.label_version(author, version, label=" Sent to  the panel ")
    assert queries.current_version(document).label == "Sent to the panel"
    with transaction():  # the same again is no event
        service.label_version(author, version, label="Sent to the panel")
        service.unlabel_version(author, version)
    assert queries.current_version(document).label == ""
    with pytest.raises(Conflict), transaction():
        service.unlabel_version(author, version)
    told = [
        (one.event, one.detail["label"])
        for one in audit.history(document.project_id)
        if one.event.startswith("version.")
    ]
    assert told == [
        ("version.unlabelled", "Sent to the panel"),
        ("version.labelled", "Sent to the panel"),
        ("version.labelled", "Sent"),
    ]


def test_a_name_belongs_to_one_version_and_is_free_again_when_it_is_removed(author, document):
    first = queries.current_version(document)
    scope = section_called(document, "Scope")
    save(author, scope, "# Scope\n\nOther words.\n")
    with transaction():
        service.label_version(author, first, label="Sent")
    with pytest.raises(Invalid), transaction():
        service.label_version(author, queries.current_version(document), label="Sent")
    with transaction():
        service.unlabel_version(author, first)
        service.label_version(author, queries.current_version(document), label="Sent")
    assert queries.current_version(document).label == "Sent"


def test_the_page_of_versions_renames_and_removes(build, document):
    browser = build.client(document.project, Role.AUTHOR)
    version = queries.current_version(document)
    url, page = f"/versions/{version.id}/label", f"/documents/{document.id}/versions"
    browser.post(url, data={"label": "Sent"})
    assert "Rename" in browser.get(page).text
    browser.post(url, data={"label": "Sent again"})
    assert "Sent again" in browser.get(page).text
    browser.post(url, data={"label": "Sent again", "remove": "yes"})
    text = browser.get(page).text
    assert "has no name any more" in text
    assert "Rename" not in text
    browser.post(url, data={"remove": "yes"})
    assert "This version has no name." in browser.get(page).text
