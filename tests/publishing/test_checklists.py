"""Checklists: the shipped files, how an item stands, and what people say of it."""

import io
import json
import zipfile
from datetime import date

import pypdf
import pytest

from guidelines.audit import AuditEntry
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed, sentence
from guidelines.permissions import Role
from guidelines.publishing.jobs.checklists import annexed
from guidelines.publishing.queries.checklists import entries
from guidelines.publishing.queries.checklists.catalogue import all_checklists, checklist_named
from guidelines.publishing.queries.checklists.known import FACTS, Knowledge
from guidelines.publishing.queries.checklists.tables import (
    kept_of,
    lines_of,
    printed_tables,
    table_of,
)
from guidelines.publishing.queries.editions import edition_with_content
from guidelines.publishing.queries.shipped import FOLDER, SHIPPED
from guidelines.publishing.rules.checklists.catalogue import checklist_from
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.mending import MENDED
from guidelines.publishing.rules.checklists.needs import NAMES, usual
from guidelines.publishing.rules.checklists.passages import STEMS, fitting, mark_of
from guidelines.publishing.rules.checklists.standing import (
    ANSWERED,
    PLACE_WORDS,
    STATE_WORDS,
    Fact,
    Place,
    Said,
    State,
    Verdict,
    state_of,
)
from guidelines.publishing.service.checklists import (
    choose_checklist,
    confirm_recorded,
    keep_checklist,
    mark_item,
)
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.recipes import Recipe, typeset_all
from tests.publishing.build import a_guideline, a_request, an_edition, change_text

# How many items and sections the authors of each checklist publish.
PUBLISHED = {
    "agree-ii": (23, [3, 3, 8, 3, 4, 2]),
    "agree-rex": (9, [3, 4, 2]),
    "right": (35, [6, 8, 5, 7, 2, 4, 3]),
    "checkup": (16, [6, 3, 7]),
    "gin-mcmaster": (18, None),
    "accord": (35, [1, 3, 21, 5, 2, 3]),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_checklist_has_the_items_of_its_original(name):
    found = checklist_named(name)
    count, by_section = PUBLISHED[name]
    assert len(found.items) == len(found.by_id) == count
    if by_section:
        assert [len(found.in_section(one)) for one, _title in found.sections] == by_section


@pytest.mark.parametrize("found", all_checklists(), ids=lambda one: one.name)
def test_a_checklist_says_where_it_comes_from_and_what_may_be_done_with_it(found):
    assert found.source
    assert found.link.startswith("http")
    assert "own words" in found.licence or "names of the 18 topics" in found.licence
    assert found.paraphrase
    assert all(item.text.strip() and item.mend in MENDED for item in found.items)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_file_names_facts_and_passages_that_exist(name):
    for item in checklist_named(name).items:
        assert set(item.facts) <= set(FACTS), item.id
        assert set(item.passages) <= set(STEMS), item.id
    used = {p for one in SHIPPED for item in checklist_named(one).items for p in item.passages}
    assert used == set(STEMS)


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"colour": "red"}, TypeError),
        ({"kind": "other"}, ValueError),
        ({"items": "twice"}, ValueError),
        ({"mend": "nowhere"}, ValueError),
        ({"section": "nowhere"}, ValueError),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(change, trouble):
    plain = json.loads((FOLDER / "right.json").read_text())
    if change.get("items") == "twice":
        plain["items"].append(plain["items"][0])
    elif {"mend", "section"} & set(change):
        plain["items"][0].update(change)
    else:
        plain.update(change)
    with pytest.raises(trouble):
        checklist_from(plain)


FACT = Fact("searches", sentence("Searched on 2026-03-01."))
PART = Fact("searches", sentence("Two of five."), whole=False)
OTHER = Fact("bias", sentence("Judged."))
PASSAGE = Place("section", "2 Search", "s1", "search")
MET = Said(Verdict.MET, "", "Searched on 2026-03-01.")


@pytest.mark.parametrize(
    ("said", "facts", "passages", "state"),
    [
        (None, [], [], State.MISSING),
        (None, [], [PASSAGE], State.FOUND),
        (None, [FACT], [], State.RECORDED),
        (None, [FACT], [PASSAGE], State.RECORDED),
        (None, [PART], [], State.PARTLY),
        (None, [PART], [PASSAGE], State.FOUND),
        (None, [OTHER], [], State.PARTLY),
        (MET, [FACT], [], State.MET),
        (MET, [PART], [], State.CHANGED),
        (Said(Verdict.MET, "", "", stale=True), [], [], State.CHANGED),
        (Said(Verdict.MET, "see text", ""), [FACT], [], State.MET),
        (Said(Verdict.NOT_MET, "no", "Searched on 2026-03-01."), [PART], [], State.NOT_MET),
        (Said(Verdict.PARTLY, "half", ""), [FACT], [], State.PARTLY),
        (Said(Verdict.NOT_APPLICABLE, "none", "x"), [FACT], [], State.NOT_APPLICABLE),
    ],
)
def test_how_an_item_stands(said, facts, passages, state):
    assert state_of(said, facts, passages, deciding="searches") is state


def test_every_state_has_words_and_a_guess_is_no_answer():
    assert set(STATE_WORDS) == set(State)
    assert not ANSWERED & {State.FOUND, State.PARTLY, State.MISSING, State.CHANGED, State.NOT_MET}


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("7 Funding and support", "funding"),
        ("Finanzierung der Leitlinie", "funding"),
        ("Appendix: search strategies", "search"),
        ("Keeping it up to date", "updating"),
        ("Conflits d’intérêts", "interests"),
    ],
)
def test_a_heading_is_known_by_its_words(heading, concept):
    place = Place("section", heading, "s1", "x")
    other = Place("section", "Timing of surgery", "s2", "y")
    assert fitting([other, place], [concept]) == (place,)


def test_a_comma_does_not_change_a_passage_but_a_dose_does():
    assert mark_of("Give 5 mg, slowly.") == mark_of("give 5 mg slowly")
    assert mark_of("Give 5 mg slowly.") != mark_of("Give 50 mg slowly.")


@pytest.mark.parametrize(
    ("name", "voted", "published", "asked"),
    [
        ("right", False, False, Asked.SHOULD),
        ("accord", False, False, Asked.NO),
        ("accord", True, False, Asked.SHOULD),
        ("checkup", True, False, Asked.NO),
        ("checkup", True, True, Asked.SHOULD),
        ("gin-mcmaster", True, True, Asked.NO),
    ],
)
def test_what_is_asked_follows_from_the_document_where_nobody_chose(name, voted, published, asked):
    from guidelines.drafts.models import DocumentKind

    assert usual(name, DocumentKind.GUIDELINE, voted=voted, published=published) is asked
    assert usual("right", DocumentKind.PATIENT_VERSION, voted=voted, published=published) is (
        Asked.NO
    )


@pytest.fixture
def guideline(build):
    return a_guideline(build)


def row(guideline, item, checklist="right"):
    session.expire_all()
    return Knowledge(guideline.document).standing(checklist).row(item)


def mark(guideline, item, verdict=Verdict.MET, checklist="right", **more):
    with transaction():
        return mark_item(
            guideline.chair,
            guideline.document,
            checklist=checklist,
            item=item,
            verdict=verdict,
            **more,
        )


def heading(guideline, words):
    places = Knowledge(guideline.document).passages
    return next(one for one in places if words in one.words)


def test_what_the_system_knows_fills_itself_in_with_its_source(guideline):
    interests = row(guideline, "19a")
    assert interests.state is State.RECORDED
    assert [place.kind for place in interests.facts[0].places] == ["interests"]
    assert "Interests declared by: 4" in str(interests.facts[0].words)
    assert row(guideline, "2").state is State.RECORDED
    assert row(guideline, "18a").state is State.MISSING
    assert row(guideline, "1c").state is State.FOUND  # a heading “Scope”, nobody has looked yet
    assert row(guideline, "15").state is State.MISSING  # no vote was prepared here


def test_every_fact_can_be_asked_of_any_document(guideline):
    for standing in Knowledge(guideline.document).standings():
        for one in standing.rows:
            assert all(place.kind in PLACE_WORDS for place in one.places), one


def test_a_person_confirms_with_a_passage_and_it_shows_when_that_changes(guideline):
    place = heading(guideline, "Scope")
    mark(guideline, "5", places=[place.address], note="")
    found = row(guideline, "5")
    assert (found.state, found.places) == (State.MET, (place,))
    change_text(guideline, "is about children", "is about, children")
    assert row(guideline, "5").state is State.MET
    change_text(guideline, "children with a cleft palate", "adults with a cleft palate")
    assert row(guideline, "5").state is State.CHANGED


def test_what_was_confirmed_from_the_record_shows_when_the_record_says_otherwise(guideline, build):
    mark(guideline, "19a")
    assert row(guideline, "19a").state is State.MET
    build.actor(guideline.project, Role.AUTHOR)  # has not declared
    assert row(guideline, "19a").state is State.CHANGED


@pytest.mark.parametrize(
    ("item", "verdict", "note", "error"),
    [
        ("18a", Verdict.MET, "", "Choose the passage"),
        ("18a", Verdict.NOT_APPLICABLE, " ", "does not apply"),
        ("19a", Verdict.NOT_MET, "", "otherwise"),
        ("19a", Verdict.MET, "x" * 4001, "at most"),
    ],
)
def test_a_word_without_its_reason_is_refused(guideline, item, verdict, note, error):
    with pytest.raises(Invalid) as refused:
        mark(guideline, item, verdict, note=note)
    assert error in str(refused.value.errors)
    assert row(guideline, item).mark is None


def test_an_override_keeps_its_reason_and_the_word_before(guideline):
    mark(guideline, "19a")
    mark(guideline, "19a", Verdict.NOT_MET, note="Two declarations are blank.")
    found = row(guideline, "19a")
    assert (found.state, found.mark.number) == (State.NOT_MET, 2)
    marked = session.query(AuditEntry).filter_by(event="checklist.marked")
    events = marked.order_by(AuditEntry.number)
    assert [one.detail["verdict"] for one in events] == ["met", "not-met"]


def test_nothing_is_overwritten_that_somebody_else_said_meanwhile(guideline):
    mark(guideline, "19a", seen=0)
    with pytest.raises(Conflict, match="meanwhile"):
        mark(guideline, "19a", seen=0)


def test_a_passage_that_is_not_there_is_refused(guideline):
    with pytest.raises(Invalid):
        mark(guideline, "5", places=["section:nowhere:x"])


def test_what_the_record_answers_is_confirmed_at_once(guideline):
    before = Knowledge(guideline.document).standing("right")
    with transaction():
        done = confirm_recorded(guideline.chair, guideline.document, checklist="right")
    assert done == [one.item.id for one in before.recorded]
    session.expire_all()
    after = Knowledge(guideline.document).standing("right")
    assert after.answered == before.answered
    assert not after.recorded
    with pytest.raises(Conflict), transaction():
        confirm_recorded(guideline.chair, guideline.document, checklist="right")


def test_a_kept_table_stays_as_it_was(guideline):
    mark(guideline, "18a", Verdict.MET, note="Paid by the network alone.")
    with transaction():
        kept = keep_checklist(guideline.chair, guideline.document, checklist="right")
    mark(guideline, "18a", Verdict.NOT_MET, note="Not quite.")
    session.expire_all()
    line = next(one for one in kept.table["rows"] if one["id"] == "18a")
    assert (line["state"], line["note"]) == ("met", "Paid by the network alone.")
    assert kept.version_number == guideline.document.newest


def test_the_checklist_of_an_earlier_version_knows_what_was_said_then(guideline):
    from guidelines.drafts.queries import current_version, version_numbered

    mark(guideline, "18a", Verdict.MET, note="Then.")
    number = current_version(guideline.document).number
    change_text(guideline, "cleft palate", "cleft lip")
    mark(guideline, "18a", Verdict.NOT_MET, note="Now.")
    earlier = Knowledge(guideline.document, version_numbered(guideline.document, number))
    assert earlier.standing("right").row("18a").mark.note == "Then."


def test_a_project_chooses_what_is_asked_and_printed(guideline):
    assert [one.name for one in entries(guideline.document)] == [
        "checklist:right", "checklist:agree-ii",
    ]  # fmt: skip
    for name, asked in (("right", Asked.MUST), ("agree-ii", Asked.NO), ("checkup", Asked.SHOULD)):
        with transaction():
            choose_checklist(
                guideline.chair,
                guideline.document,
                checklist=name,
                asked=asked,
                printed=name == "right",
            )
    session.expire_all()
    found = {one.name: one for one in entries(guideline.document)}
    assert list(found) == ["checklist:right", "checklist:checkup"]
    assert found["checklist:right"].blocks
    assert "18a" in [spot.words for spot in found["checklist:right"].where]
    assert not found["checklist:checkup"].blocks
    [printed] = printed_tables(guideline.document)
    assert printed["name"] == "right"
    assert {one["by"] for one in printed["rows"]} == {""}


def test_an_entry_passes_when_nothing_is_left(guideline):
    standing = Knowledge(guideline.document).standing("right")
    for one in standing.open_rows:
        mark(guideline, one.item.id, Verdict.NOT_APPLICABLE, note="Not in this trial.")
    session.expire_all()
    [found, _appraisal] = entries(guideline.document)
    assert (found.passed, found.where, found.problem) == (True, (), None)


def test_a_table_goes_out_whole(guideline):
    lines = lines_of(table_of(Knowledge(guideline.document).standing("right")))
    assert [line[0] for line in lines[1:36]] == list(checklist_named("right").by_id)
    assert any("right-statement.org" in cell for line in lines for cell in line)


def test_who_may_not_fill_in_is_refused(guideline, build):
    for role in (Role.REVIEWER, Role.OBSERVER, Role.PANELIST, Role.APPROVER):
        actor = build.actor(guideline.project, role)
        with pytest.raises(NotAllowed), transaction():
            mark_item(actor, guideline.document, checklist="right", item="2", verdict=Verdict.MET)
    with pytest.raises(NotAllowed), transaction():
        choose_checklist(
            guideline.author,
            guideline.document,
            checklist="right",
            asked=Asked.NO,
            printed=False,
        )


def test_there_is_no_other_checklist_and_no_other_item(guideline):
    for checklist, item in (("left", "1"), ("right", "99")):
        with pytest.raises(Missing):
            mark(guideline, item, checklist=checklist)


def test_names_are_those_of_the_page():
    assert set(NAMES) == {one.name for one in all_checklists()}


def test_what_is_printed_stands_in_the_published_version_without_names(guideline):
    with transaction():
        choose_checklist(
            guideline.chair,
            guideline.document,
            checklist="right",
            asked=Asked.SHOULD,
            printed=True,
        )
    mark(guideline, "18a", Verdict.MET, note="Paid by the network alone.")
    edition = an_edition(guideline)
    session.expire_all()
    [table] = edition_with_content(edition.id).content["checklists"]
    line = next(one for one in table["rows"] if one["id"] == "18a")
    assert (table["name"], line["state"], line["note"], line["by"]) == (
        "right", "met", "Paid by the network alone.", "",
    )  # fmt: skip


def test_a_checklist_that_must_be_complete_stops_approval_and_publication(guideline):
    with transaction():
        choose_checklist(
            guideline.chair,
            guideline.document,
            checklist="right",
            asked=Asked.MUST,
            printed=False,
        )
    with pytest.raises(Conflict, match="Every item of RIGHT is answered"):
        a_request(guideline)


def test_checklists_stand_in_the_annex_of_every_printed_form(guideline):
    table = table_of(Knowledge(guideline.document).standing("right"), named=False)
    scores = {
        "title": "AGREE II", "source": "Source.", "licence": "Licence.", "appraisers": 4,
        "domains": [{"dimension": "quality", "section": "1", "title": "Scope and purpose",
                     "percent": 57, "obtained": 53, "least": 12, "most": 84}],
    }  # fmt: skip
    annex = annexed({"checklists": [table], "appraisals": [scores]})
    manuscript = Manuscript(
        title="Care", body="# Scope\n\nText.\n", date=date(2026, 3, 1), checklists=annex
    )
    made = typeset_all(manuscript, [Recipe.HTML, Recipe.DOCX, Recipe.PDF])
    page = made[Recipe.HTML].content.decode()
    word = zipfile.ZipFile(io.BytesIO(made[Recipe.DOCX].content)).read("word/document.xml")
    paper = "".join(
        part.extract_text() for part in pypdf.PdfReader(io.BytesIO(made[Recipe.PDF].content)).pages
    )
    for said in (page, word.decode(), paper):
        assert "57 %" in said.replace("\N{NO-BREAK SPACE}", " ")
        assert "18a" in said
        assert "RIGHT" in said


def test_what_is_asked_for_is_kept_with_the_text_that_is_signed(guideline):
    request = a_request(guideline)
    kept = kept_of(guideline.document)
    assert {one.checklist for one in kept} == {"right", "agree-ii"}
    assert {one.version_number for one in kept} == {request.version_number}
