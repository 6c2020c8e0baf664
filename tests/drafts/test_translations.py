"""Translations: paragraph beside paragraph, and what happens when the source moves on."""

import pytest

from guidelines.db import session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import BlockBasis, Document, DocumentKind
from guidelines.drafts.queries import (
    current_version,
    recommendations_of,
    sections_in,
    source_of,
)
from guidelines.drafts.queries.translations import progress_of_document, translation_of
from guidelines.drafts.rules.kinds import Beginning
from guidelines.drafts.rules.translation_edits import Typed, Verb
from guidelines.drafts.rules.translation_words import call_in
from guidelines.drafts.rules.translations import State
from guidelines.drafts.service.translation_edits import rest_on, save_translation
from guidelines.drafts.service.translations import (
    adopt_translation,
    start_translation,
    take_section,
)
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from tests.drafts.build import a_document, an_author, save, section_called


@pytest.fixture
def source(build):
    return a_document(build)


@pytest.fixture
def author(build, source):
    return an_author(build, source.project)


def translate(author, source, kind=DocumentKind.TRANSLATION, **more) -> Document:
    with transaction():
        return start_translation(
            author, source, title="Sikre luftveje", kind=kind, language="da", **more
        )


def section_beside(document: Document, title: str):
    """Return a section of the translation by the heading of its source."""
    source = session.get_one(Document, document.source_id)
    return next(
        one for one in translation_of(document, source) if (one.source or one.item).title == title
    )


def key_of(one, words: str) -> str:
    """Return the lineage of the paragraph of the source that has these words."""
    return next(p.lineage for p in one.there if words in p.block.text)


def write(author, document, title, texts=None, verb=Verb.SAVE, about="", shorts=None):
    one = section_beside(document, title)
    typed = Typed(
        {key_of(one, words): text for words, text in (texts or {}).items()},
        {(key_of(one, words), name): text for (words, name), text in (shorts or {}).items()},
        verb,
        key_of(one, about) if about else "",
    )
    with transaction():
        return save_translation(
            author,
            one.item.section,
            base_revision_id=one.item.revision.id,
            source_revision_id=one.source.revision.id,
            typed=typed,
        )


def states(document, title):
    one = section_beside(document, title)
    return [
        (one.there[line.source].block.text if line.source is not None else "", line.state)
        for line in one.lines
        if line.counts
    ]


def test_a_translation_begins_as_a_copy_with_everything_still_to_do(source, author):
    document = translate(author, source)
    assert source_of(current_version(document)) == source_of(current_version(source))
    progress = progress_of_document(document)
    assert (progress.total, progress.done, progress.changed) == (8, 0, 0)
    assert (document.source_id, document.source_number) == (source.id, 1)


def test_what_is_written_counts_and_stays_beside_its_source(source, author):
    document = translate(author, source)
    write(
        author,
        document,
        "Scope",
        {
            "# Scope": "# Anvendelse",
            "about children": "Denne vejledning handler om børn.",
            "about adults": "Den handler ikke om voksne.",
        },
    )
    assert {state for _text, state in states(document, "Scope")} == {State.DONE}
    assert progress_of_document(document).done == 3
    assert section_called(document, "Anvendelse").revision.source == (
        "# Anvendelse\n\nDenne vejledning handler om børn.\n\nDen handler ikke om voksne.\n\n"
    )


def test_a_change_of_the_source_is_marked_until_somebody_says_it_fits(source, author):
    document = translate(author, source)
    write(author, document, "Scope", {"about children": "Om børn.", "about adults": "Om voksne."})
    item = section_called(source, "Scope")
    save(author, item, item.revision.source.replace("about children", "about children under two"))

    assert ("This guideline is about children under two.", State.CHANGED) in states(
        document, "Scope"
    )
    assert progress_of_document(document).changed == 1
    one = section_beside(document, "Scope")
    [line] = [line for line in one.lines if line.state is State.CHANGED]
    assert line.was == "This guideline is about children."

    write(author, document, "Scope", verb=Verb.SETTLE, about="under two")
    assert progress_of_document(document).changed == 0
    assert "Om børn." in source_of(current_version(document))


def test_a_paragraph_that_became_two_stays_with_its_source(source, author):
    document = translate(author, source)
    write(author, document, "Follow-up", {"See the family": "Se familien.\n\nIgen."})
    one = section_beside(document, "Follow-up")
    line = next(
        line for line in one.lines if line.source is not None and line.last > line.first + 1
    )
    assert [one.here[n].block.text for n in range(line.first, line.last)] == [
        "Se familien.",
        "Igen.",
    ]


def test_new_and_removed_paragraphs_are_offered(source, author):
    document = translate(author, source)
    write(author, document, "Scope", {"about children": "Om børn.", "about adults": "Om voksne."})
    item = section_called(source, "Scope")
    new = "And their families, wherever they live."
    longer = item.revision.source.replace("children.\n", f"children.\n\n{new}\n")
    save(author, item, longer)
    item = section_called(source, "Scope")
    save(author, item, longer.replace("It is not about adults.\n", ""))
    found = dict(states(document, "Scope"))
    assert found["And their families, wherever they live."] is State.NEW
    assert found[""] is State.REMOVED

    write(author, document, "Scope", verb=Verb.TAKE, about="families")
    assert "Om børn.\n\nAnd their families, wherever they live.\n\nOm voksne." in (
        source_of(current_version(document))
    )
    assert dict(states(document, "Scope"))["And their families, wherever they live."] is State.OPEN

    one = section_beside(document, "Scope")
    [gone] = [line for line in one.lines if line.state is State.REMOVED]
    with transaction():
        save_translation(
            author,
            one.item.section,
            base_revision_id=one.item.revision.id,
            source_revision_id=one.source.revision.id,
            typed=Typed(verb=Verb.DROP, about=one.here[gone.first].lineage),
        )
    assert "Om voksne." not in source_of(current_version(document))
    assert progress_of_document(document).removed == 0


def test_leaving_a_paragraph_out_is_a_decision_that_holds(source, author):
    document = translate(author, source)
    write(author, document, "Scope", verb=Verb.LEAVE, about="about adults")
    assert ("It is not about adults.", State.LEFT_OUT) in states(document, "Scope")
    assert "adults" not in source_of(current_version(document))


def test_the_grading_of_a_recommendation_comes_from_the_source(source, author):
    document = translate(author, source)
    item = section_called(source, "Airway")
    save(author, item, item.revision.source.replace("strength=strong", "strength=conditional"))
    assert progress_of_document(document).total == 8
    one = section_beside(document, "Airway")
    assert any(line.state is State.CHANGED and not line.counts for line in one.lines)

    write(author, document, "Airway", {"anaesthetist": "Vi anbefaler en anæstesilæge."})
    [row] = recommendations_of(document)
    assert (row.key, row.strength, row.wording) == (
        "rec-airway",
        "conditional",
        "Vi anbefaler en anæstesilæge.",
    )


def test_a_new_recommendation_of_the_source_is_taken_over_whole(source, author):
    document = translate(author, source)
    item = section_called(source, "Follow-up")
    block = (
        '::: {.recommendation #rec-new type=good-practice population="all children"}\nCall.\n:::\n'
    )
    save(author, item, f"{item.revision.source}{block}")
    write(author, document, "Follow-up", verb=Verb.TAKE, about="rec-new")
    assert [row.key for row in recommendations_of(document)] == ["rec-airway", "rec-new"]
    write(
        author,
        document,
        "Follow-up",
        {"Call.": "Ring."},
        shorts={("rec-new", "population"): "alle børn"},
    )
    row = recommendations_of(document)[1]
    assert (row.wording, row.attributes["population"]) == ("Ring.", "alle børn")
    assert (State.OPEN, "Call.") not in states(document, "Follow-up")


def test_a_new_section_of_the_source_is_taken_over_in_its_place(source, author):
    document = translate(author, source)
    after = section_called(source, "Scope").section.id
    with transaction():
        saved = service.add_section(author, source, source="# Methods\n\nWe met.\n", after=after)
    assert progress_of_document(document).new == 1
    with transaction():
        take_section(author, document, source_section_id=saved.revision.section_id)
    titles = [item.title for item in sections_in(current_version(document))]
    assert titles == ["Scope", "Methods", "Airway", "Follow-up"]
    assert progress_of_document(document).new == 0
    with pytest.raises(Conflict), transaction():
        take_section(author, document, source_section_id=saved.revision.section_id)


def test_two_translators_at_once_merge_by_paragraph(source, author, build):
    document = translate(author, source)
    one = section_beside(document, "Scope")
    other = an_author(build, source.project)
    for who, words, text in ((author, "about children", "Om børn."), (other, "adults", "Ikke.")):
        with transaction():
            save_translation(
                who,
                one.item.section,
                base_revision_id=one.item.revision.id,
                source_revision_id=one.source.revision.id,
                typed=Typed({key_of(one, words): text}),
            )
    assert "Om børn.\n\nIkke." in source_of(current_version(document))
    assert dict(states(document, "Scope"))["It is not about adults."] is State.DONE
    assert dict(states(document, "Scope"))["This guideline is about children."] is State.DONE


def test_work_in_the_ordinary_editor_keeps_its_place(source, author):
    document = translate(author, source)
    item = section_called(document, "Scope")
    save(author, item, "# Anvendelse\n\nKun for børn og unge.\n\nIkke voksne.\n")
    assert [state for _text, state in states(document, "Scope")] == [State.DONE] * 3


def test_a_patient_version_is_told_which_sections_have_moved_on(source, author):
    document = translate(author, source, kind=DocumentKind.PATIENT_VERSION)
    assert progress_of_document(document).changed == 0
    item = section_called(source, "Airway")
    save(author, item, item.revision.source.replace("first", "before anybody else"))
    one = next(
        one for one in translation_of(document, source) if one.item and one.item.title == "Airway"
    )
    assert [ground.has_changed for ground in one.grounds] == [True]
    with transaction():
        rest_on(author, one.item.section, source_section_id=item.section.id)
    assert progress_of_document(document).changed == 0
    assert document.source_number == source.newest


def test_a_part_may_rest_on_one_recommendation_alone(source, author):
    document = translate(author, source, kind=DocumentKind.PATIENT_VERSION, begin=Beginning.USUAL)
    item = section_called(source, "Airway")
    part = sections_in(current_version(document))[0].section
    with transaction():
        rest_on(author, part, source_section_id=item.section.id, source_key="rec-airway")
    save(author, item, f"{item.revision.source}One more remark outside.\n")
    assert progress_of_document(document).changed == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language": "en"}, "language"),
        ({"language": "klingon!"}, "language"),
        ({"title": "  "}, "title"),
        ({"kind": DocumentKind.GUIDELINE}, "kind"),
    ],
)
def test_a_translation_needs_a_title_a_kind_and_another_language(source, author, change, field):
    asked = {"title": "T", "kind": DocumentKind.TRANSLATION, "language": "da", **change}
    with pytest.raises(Invalid) as refused, transaction():
        start_translation(author, source, **asked)
    assert field in refused.value.errors


def test_who_may_not_write_may_not_translate(build, source, author):
    document = translate(author, source)
    reviewer = build.actor(source.project, Role.REVIEWER)
    with pytest.raises(NotAllowed), transaction():
        start_translation(
            reviewer, source, title="T", kind=DocumentKind.TRANSLATION, language="da"
        )
    one = section_beside(document, "Scope")
    with pytest.raises(NotAllowed), transaction():
        save_translation(
            reviewer,
            one.item.section,
            base_revision_id=one.item.revision.id,
            source_revision_id=one.source.revision.id,
            typed=Typed(),
        )


def test_the_source_of_another_document_cannot_be_smuggled_in(build, source, author):
    document = translate(author, source)
    foreign = section_called(a_document(build), "Scope")
    one = section_beside(document, "Scope")
    with pytest.raises(Conflict), transaction():
        save_translation(
            author,
            one.item.section,
            base_revision_id=one.item.revision.id,
            source_revision_id=foreign.revision.id,
            typed=Typed(),
        )
    assert session.query(BlockBasis).filter_by(document_id=document.id).count() > 0


def test_the_grading_is_said_in_the_language_of_the_translation():
    graded = {"type": "", "strength": "strong", "direction": "against", "certainty": "low"}
    assert call_in("da", graded) == "Stærk anbefaling, imod · Lav tiltro"
    assert call_in("de-AT", graded) == "Starke Empfehlung, dagegen · Niedrige Evidenzsicherheit"
    assert call_in("is", {"type": "good-practice"}) == "Good practice statement"


def test_a_translation_from_elsewhere_is_tied_paragraph_by_paragraph(build, source, author):
    text = (
        "# Anvendelse\n\nDenne vejledning handler om børn.\n\nDen handler ikke om voksne.\n\n"
        "# Luftveje\n\n::: {.recommendation #rec-airway type=consensus-based strength=strong "
        "direction=for}\nVi anbefaler en anæstesilæge.\n:::\n\nEn ekstra bemærkning.\n\n"
        "# Opfølgning\n\nSee the family again.\n"
    )
    with transaction():
        document, _notices = service.import_document(
            author, source.project, title="Luftveje", source=text, language="da"
        )
    with transaction():
        adopt_translation(author, document, source)
    progress = progress_of_document(document)
    assert (progress.total, progress.done, progress.new) == (8, 6, 1)
    assert dict(states(document, "Follow-up"))["See the family again."] is State.OPEN
    assert dict(states(document, "Airway"))["Because the airway may be difficult."] is State.NEW
    one = section_beside(document, "Airway")
    assert any(line.state is State.OWN for line in one.lines)
    item = section_called(source, "Scope")
    save(author, item, item.revision.source.replace("about children", "about small children"))
    assert progress_of_document(document).changed == 1
    with pytest.raises(Conflict), transaction():
        adopt_translation(author, document, source)


def test_what_is_no_translation_is_not_tied(build, source, author):
    other = a_document(build, source.project, title="Other")
    foreign = a_document(build)
    for original in (other, source, foreign):
        with pytest.raises(Invalid), transaction():
            adopt_translation(author, source, original)
