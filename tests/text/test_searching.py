"""What is typed into a search: read harmlessly, compared without accents, shown in its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.folding import folded, words_of
from guidelines.text.searching import MOST_PARTS, asked_of, passage, whole


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ærø, Łódź, İstanbul", "aero, lodz, istanbul"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ὀδυσσεύς ΆΝΘΡΩΠΟΣ", "οδυσσευσ ανθρωποσ"),
        ("Йод Ёлка Щенята", "иод елка щенята"),
        ("co\u00adop\u200beration", "cooperation"),
        ("№ 5 ﬁne", "no 5 fine"),
    ],
)
def test_words_are_compared_without_accents_and_capitals(written, plain):
    assert folded(written) == plain


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("cleft palate", [(("cleft",), False), (("palate",), True)]),
        ('"cleft palate" airw', [(("cleft", "palate"), False), (("airw",), True)]),
        ("„Cléft Palate“", [(("cleft", "palate"), False)]),
        ("Q35.9 x", [(("q35", "9"), False), (("x",), True)]),
        ('an "open quote', [(("open",), False), (("quote",), True)]),
        ("the or", [(("the",), False), (("or",), True)]),
        ('timing of the "of"', [(("timing",), False), (("of",), False)]),
        ("σχιστίες", [(("σχιστ",), True)]),
        ("ακοή σχιστίας x", [(("ακοη",), False), (("σχιστ",), True), (("x",), True)]),
        ("NOT (a OR b*) : -c NEAR/2", None),
        ("", []),
        ('"" \x00 \'; -- _ %', []),
    ],
)
def test_what_is_typed_is_read_as_words_and_phrases(typed, parts):
    asked = asked_of(typed)
    if parts is not None:
        assert [(part.words, part.beginning) for part in asked.parts] == parts
    for part in asked.parts:
        assert all(re.fullmatch(r"[^\W_]+", word) for word in part.words)


@given(st.text(max_size=400), st.text(max_size=400))
def test_anything_typed_is_harmless_and_pieces_make_the_text(typed, text):
    asked = asked_of(typed)
    assert len(asked.parts) <= MOST_PARTS
    assert "".join(piece.words for piece in whole(text, asked)) == text
    passage(text, asked)


def test_a_very_long_search_is_cut():
    assert len(asked_of("word " * 10_000).parts) == 2
    assert asked_of("x" * 10_000).parts[0].words == ("x" * 80,)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("strasse", "Die STRASSE, die Straße, die Strassen", ["STRASSE", "Straße", "Strassen"]),
        ("oedem", "Œdème und Oedem", ["Œdème", "Oedem"]),
        ("οδυσσευς", "ο Ὀδυσσεύς λέει", ["Ὀδυσσεύς"]),
        ("иод", "без йода", ["йода"]),
        ('"cleft lip"', "cleft-lip, cleft, cleft\nlip", ["cleft-lip", "cleft\nlip"]),
        ('"cleft" x', "clefts and a cleft", ["cleft"]),
        ("the", "bathe these", ["these"]),
        ("fistulas x", "a fistula, fistulae; fistulous", ["fistula"]),
        ("fistula x", "a Fistula, fistulae; fistulous", ["Fistula", "fistulae"]),
        ("anesthesia x", "Anaesthesia, anesthesias", ["Anaesthesia", "anesthesias"]),
        ("diseases", "disease, diseases, diseased", ["disease", "diseases"]),
        ("παιδί", "τα παιδιά, παίζουν", ["παιδιά"]),
        ("caf\u0065\u0301", "Café CAFE\u0301S", ["Café", "CAFE\u0301S"]),
    ],
)
def test_what_was_found_is_marked_as_it_is_written(typed, text, found):
    assert [one.words for one in whole(text, asked_of(typed)) if one.found] == found


def test_a_passage_is_the_one_with_most_of_what_was_asked():
    text = "airway " * 3 + "filler " * 200 + "the airway of a child with a cleft. " + "end " * 300
    pieces = passage(text, asked_of("cleft airway child"))
    assert [one.words for one in pieces if one.found] == ["airway", "child", "cleft"]
    assert pieces[0].words.startswith("… ")
    assert len("".join(one.words for one in pieces)) < 320
    assert passage(text, asked_of("dragon")) == []


def test_words_are_cut_where_databases_would_refuse_them():
    assert [len(word) for word in words_of("a" * 300 + " b")] == [80, 1]
