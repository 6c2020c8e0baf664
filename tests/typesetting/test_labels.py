"""Labels of the finished forms follow the language of the document."""

import json
import re
import zipfile
from io import BytesIO

import pytest

from guidelines.typesetting.labels import (
    FACTS_IN_ENGLISH,
    LABELS,
    NO_LABELS,
    labels_in,
    language_of_labels,
    remarks,
)
from guidelines.typesetting.recipes import Recipe, typeset, typeset_all
from tests.typesetting.manuscripts import a_manuscript

CODES = sorted(path.stem for path in LABELS.glob("*.json"))


@pytest.mark.parametrize("code", CODES)
def test_each_language_has_every_label_with_the_same_places(code):
    english = json.loads((LABELS / "en.json").read_text("utf-8"))
    words = json.loads((LABELS / f"{code}.json").read_text("utf-8"))
    assert list(words) == list(english)
    for name, text in words.items():
        assert text == text.strip() != ""
        assert text.count("{}") == english[name].count("{}"), name
    same = {name for name in words if words[name] == english[name]}
    assert code == "en" or len(same) < 20


def test_the_languages_that_documents_are_written_in_have_labels():
    spoken = "da de fr es it nl sv nb pl pt el bg en"
    assert set(spoken.split()) <= set(CODES)


@pytest.mark.parametrize(
    ("language", "printed"),
    [("da", "da"), ("pt-BR", "pt"), ("EL", "el"), ("en-GB", "en"), ("xx", "en"), ("", "en")],
)
def test_a_language_without_labels_gets_english_ones(language, printed):
    assert language_of_labels(language) == printed
    assert labels_in(language)["references"] == labels_in(printed)["references"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", []), ("en-GB", []), ("da", [FACTS_IN_ENGLISH]), ("hu", [NO_LABELS.format("hu")])],
)
def test_the_downloads_say_which_words_are_english(language, said):
    made = typeset(a_manuscript(language=language), Recipe.HTML)
    assert remarks(language) == said
    assert [one for one in made.warnings if "in English" in one] == said


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", ("Oversigt over anbefalinger", "Tiltro til evidensen", "Referencer", "Betinget")),
        ("el", ("Σύνοψη των συστάσεων", "Βεβαιότητα των τεκμηρίων", "Βιβλιογραφία", "Υπό όρους")),
    ],
)
def test_web_page_and_word_file_speak_the_language_of_the_text(language, expected):
    made = typeset_all(a_manuscript(language=language), [Recipe.HTML, Recipe.DOCX])
    html = made[Recipe.HTML].content.decode()
    word = zipfile.ZipFile(BytesIO(made[Recipe.DOCX].content)).read("word/document.xml").decode()
    for text in expected:
        assert text in html
        assert text in word
    for label in ("Summary of recommendations", "Certainty of evidence"):
        assert label not in html
        assert not re.search(label, word)


def test_nothing_calls_a_draft_approved():
    assert a_manuscript(edition=True).labels["hash"] == "SHA-256 of the approved text"
    assert a_manuscript(edition=False).labels["hash"] == "SHA-256"
