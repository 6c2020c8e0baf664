"""The outline: a section goes with all below it, by steps or to a place, at a level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import (
    current_version,
    recommendations_of,
    sections_in,
    source_of,
    versions_of,
)
from guidelines.drafts.rules.manifest import Entry
from guidelines.drafts.rules.outline_edits import (
    Place,
    Step,
    arranged,
    levels,
    stepped,
    with_shifted_headings,
)
from guidelines.errors import Conflict
from guidelines.permissions import Role
from tests.drafts.build import AIRWAY, section_called

SECTIONS = (
    "# One\n\nText.\n",
    "## One a\n",
    "### One a i\n",
    "## One b\n",
    f"# Two\n\n{AIRWAY}",
    "## Two a\n",
    "# Three\n",
)


def outline(*depths):
    return tuple(Entry(f"s{n}", f"r{n}", "0" * 64, depth) for n, depth in enumerate(depths))


@pytest.mark.parametrize(
    ("section", "step", "expected"),
    [
        pytest.param("s0", Step.DOWN, "s4 s5 s0 s1 s2 s3 s6", id="a chapter over a chapter"),
        pytest.param("s4", Step.UP, "s4 s5 s0 s1 s2 s3 s6", id="and back up"),
        pytest.param("s6", Step.UP, "s0 s1 s2 s3 s6 s4 s5", id="over one with sections"),
        pytest.param("s3", Step.UP, "s0 s3 s1 s2 s4 s5 s6", id="a section over one with more"),
        pytest.param("s3", Step.DOWN, "s0 s1 s2 s4 s3 s5 s6", id="into the next chapter"),
        pytest.param("s5", Step.UP, "s0 s1 s2 s3 s5 s4 s6", id="into the chapter before"),
        pytest.param("s0", Step.UP, "s0 s1 s2 s3 s4 s5 s6", id="nowhere at the beginning"),
        pytest.param("s6", Step.DOWN, "s0 s1 s2 s3 s4 s5 s6", id="nowhere at the end"),
    ],
)
def test_a_step_goes_over_what_stands_beside(section, step, expected):
    manifest = outline(1, 2, 3, 2, 1, 2, 1)
    after, shift = arranged(manifest, section, stepped(manifest, section, step))
    assert " ".join(entry.section_id for entry in after) == expected
    assert shift == 0


@pytest.mark.parametrize(
    ("section", "step", "shift"),
    [("s3", Step.OUT, -1), ("s4", Step.IN, 1), ("s1", Step.OUT, -1), ("s3", Step.IN, 1)],
)
def test_a_step_to_another_level_stays_in_place(section, step, shift):
    manifest = outline(1, 2, 3, 2, 1, 2, 1)
    after, by = arranged(manifest, section, stepped(manifest, section, step))
    assert (after, by) == (manifest, shift)


@pytest.mark.parametrize(
    ("depths", "section", "step"),
    [
        ((1, 2), "s0", Step.OUT),
        ((1, 2), "s0", Step.IN),
        ((1, 2), "s1", Step.IN),
        ((0, 1), "s0", Step.OUT),
        ((1, 0), "s1", Step.IN),
    ],
)
def test_a_level_that_cannot_be_is_refused(depths, section, step):
    with pytest.raises(Conflict):
        stepped(outline(*depths), section, step)


def test_a_section_cannot_go_into_itself_nor_too_deep():
    manifest = outline(1, 2, 3, 4, 5, 6, 1)
    with pytest.raises(Conflict, match="into itself"):
        arranged(manifest, "s1", Place("s2", 3))
    deep = outline(1, 2, 3, 4, 5, 1, 2, 3)
    with pytest.raises(Conflict, match="six levels"):
        arranged(deep, "s5", Place("s4", 6))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.data(), st.integers(1, 6))
def test_laws_of_arranging(depths, data, level):
    manifest = outline(*depths)
    ids = [entry.section_id for entry in manifest]
    section = data.draw(st.sampled_from(ids))
    after = data.draw(st.sampled_from([None, *ids]))
    try:
        result, shift = arranged(manifest, section, Place(after, level))
    except Conflict:
        return
    assert set(result) == set(manifest)
    assert len(result) == len(manifest)
    at = [entry.section_id for entry in result].index(section)
    assert (result[at - 1].section_id if at else None) == after
    if shift:
        above = levels(result)[at - 1] if at else 0
        own = levels(manifest)[ids.index(section)] + shift
        assert 1 <= own <= max(above + 1, min(levels(manifest)))


@pytest.mark.parametrize(
    ("source", "shift", "expected"),
    [
        ("# A\n\n## B {#b}\n\nText.\n", 1, "## A\n\n### B {#b}\n\nText.\n"),
        ("## A ##\n\n### B\n", -1, "# A ##\n\n## B\n"),
        ("A\n=\n\nB\n---\n", 1, "## A\n\n### B\n"),
        ("```\n# code\n```\n\n# A\n", 1, "```\n# code\n```\n\n## A\n"),
        ("# A\n\n::: note\n# In a block\n:::\n", 1, "## A\n\n::: note\n# In a block\n:::\n"),
        ("###### A\n", 1, "###### A\n"),
        ("# A\n", -1, "# A\n"),
    ],
)
def test_headings_are_shifted_and_nothing_else(source, shift, expected):
    assert with_shifted_headings(source, shift) == expected


@pytest.fixture
def document(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with transaction():
        return service.start_document(
            chair, project, title="Outline", kind=DocumentKind.GUIDELINE, sections=SECTIONS
        )


def titles(document):
    return [(i.number, i.title) for i in sections_in(current_version(document))]


def move(client, document, title, **form):
    section = section_called(document, title).section
    return client.post(f"/sections/{section.id}/move", data=form)


def test_a_chapter_goes_under_another_with_its_sections_and_recommendations(build, document):
    client = build.client(document.project, Role.AUTHOR)
    last = section_called(document, "One b").section
    answer = move(client, document, "Two", after=last.id, level="2")
    section = section_called(document, "Two").section
    assert answer.location.endswith(f"/documents/{document.id}#section-{section.id}")
    assert titles(document) == [
        ("1", "One"), ("1.1", "One a"), ("1.1.1", "One a i"), ("1.2", "One b"), ("1.3", "Two"),
        ("1.3.1", "Two a"), ("2", "Three"),
    ]  # fmt: skip
    text = source_of(current_version(document))
    assert "\n## Two\n" in text
    assert "\n### Two a\n" in text
    assert AIRWAY in text
    assert [row.key for row in recommendations_of(document)] == ["rec-airway"]
    assert len(versions_of(document)) == 2
    move(client, document, "Two", direction="out")
    assert titles(document)[-3:] == [("2", "Two"), ("2.1", "Two a"), ("3", "Three")]
    assert source_of(current_version(document)) == source_of(versions_of(document)[-1])


def test_steps_without_scripts(build, document):
    client = build.client(document.project, Role.AUTHOR)
    move(client, document, "Three", direction="up")
    assert [title for _n, title in titles(document)][-3:] == ["Three", "Two", "Two a"]
    move(client, document, "One b", direction="in")
    assert ("1.1.2", "One b") in titles(document)


def test_a_place_that_is_none_is_said_and_changes_nothing(build, document):
    client = build.client(document.project, Role.AUTHOR)
    answer = move(client, document, "One", after=section_called(document, "One a").section.id)
    assert "cannot go into itself" in client.get(answer.location).text
    answer = move(client, document, "Two", after="nowhere")
    assert "no longer part" in client.get(answer.location).text
    answer = move(client, document, "One", after="")
    assert "stands there already" in client.get(answer.location).text
    assert len(versions_of(document)) == 1


def test_the_outline_tells_what_goes_on(build, document):
    person = build.member(document.project, Role.AUTHOR, person=build.person("Ada Ark"))
    ada = build.sign_in(person)
    item = section_called(document, "Two")
    ada.put(
        f"/sections/{item.section.id}/working-copy",
        json={"base": item.revision.id, "source": "x", "counter": 1, "editor": "page-one"},
    )
    other = build.client(document.project, Role.CHAIR).get(f"/documents/{document.id}").text
    assert "Ada Ark is writing here" in other
    assert "is no version yet" not in other
    own = ada.get(f"/documents/{document.id}").text
    assert "is writing here" not in own
    assert "is no version yet" in own


def test_a_reader_sees_the_outline_without_its_handles(build, document):
    page = build.client(document.project, Role.REVIEWER).get(f"/documents/{document.id}").text
    assert "One a i" in page
    assert "data-handle" not in page
    assert "Move up" not in page
