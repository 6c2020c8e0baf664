"""Doses, units, rates and limits are found in six languages, and unsafe notation with them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.quantities import Fault, quantities_in, statements_in

FOUND = [
    ("en", "Give 0.1 mg/kg/day of the drug for 5 days.", ["0.1 mg/kg/day", "5 days"]),
    ("en", "5-10 mL/kg", ["5-10 mL/kg"]),
    ("en", "5 to 10 mL per hour", ["5 to 10 mL per hour"]),
    ("en", "between 0.5 and 1 mg", ["0.5 and 1 mg"]),
    ("en", "5 mL·kg⁻¹·h⁻¹", ["5 mL·kg⁻¹·h⁻¹"]),
    ("en", "1,000 units once daily", ["1,000 units", "once daily"]),
    ("en", "1/2 tablet every 8 hours", ["1/2 tablet", "every 8 hours"]),
    ("en", "aged 2 to 5 years, ≥ 65 years", ["aged 2 to 5 years", "≥ 65 years"]),
    ("en", "children younger than 12", ["younger than 12"]),
    ("en", "before the age of three months", ["three months"]),
    ("en", "Na 135–145 mmol/L", ["135–145 mmol/L"]),
    ("en", "platelets < 100 × 10⁹/L", ["< 100 × 10⁹/L"]),
    ("en", "pH 7.35 and INR 2.0–3.0", ["pH 7.35", "INR 2.0–3.0"]),
    ("en", "SpO2 ≥ 92 %", ["SpO2 ≥ 92 %"]),
    ("en", "a 3-month follow-up", ["3-month"]),
    ("en", "250 mcg q6h", ["250 mcg", "q6h"]),
    ("en", "37.5 °C, 20 mmHg, 12 Gy", ["37.5 °C", "20 mmHg", "12 Gy"]),
    ("de", "0,5 mg/kg KG alle 6 Stunden", ["0,5 mg/kg KG", "alle 6 Stunden"]),
    ("de", "zweimal täglich 1.000 IE", ["zweimal täglich", "1.000 IE"]),
    ("de", "Kinder ab 12 Jahren, Kontrolle nach sechs Wochen", ["12 Jahren", "sechs Wochen"]),
    ("de", "die 6-monatige Kontrolle", ["6-monatige"]),
    ("fr", "2,5 mg/kg/j pendant 48 heures", ["2,5 mg/kg/j", "48 heures"]),
    ("fr", "deux fois par jour, 1 000 UI", ["deux fois par jour", "1 000 UI"]),
    ("fr", "de 5 à 10 gouttes", ["5 à 10 gouttes"]),
    ("es", "5 a 10 mg/kg cada 8 horas", ["5 a 10 mg/kg cada 8 horas"]),
    ("es", "dos veces al día durante 7 días", ["dos veces al día", "7 días"]),
    ("es", "menores de 3 meses", ["menores de 3 meses"]),
    ("it", "da 5 a 10 mg due volte al giorno", ["5 a 10 mg", "due volte al giorno"]),
    ("it", "10 gocce ogni 12 ore", ["10 gocce", "ogni 12 ore"]),
    ("nl", "tweemaal daags 5 mg, jonger dan 12", ["tweemaal daags", "5 mg", "jonger dan 12"]),
    ("nl", "om de 8 uur 2,5 ml", ["om de 8 uur", "2,5 ml"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_what_could_harm_is_found(language, text, expected):
    found = [text[one.start : one.end] for one in quantities_in(text, language)]
    joined = [" ".join(one.split()) for one in found]
    assert all(any(want in have for have in joined) for want in expected), joined


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 the panel had 34 members [12].",
        "See section 2.3, table 4 and figure 1.",
        "Agreement of 22 of 23.",
        "doi 10.1038/ng and a 3D picture",
        "Call early.",
        "",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert quantities_in(text) == []


FAULTS = [
    ("en", "1.0 mg", [Fault.TRAILING_ZERO]),
    ("de", "1,0 mg", [Fault.TRAILING_ZERO]),
    ("en", "10.0 units", [Fault.TRAILING_ZERO]),
    ("en", "1.05 mg", []),
    ("en", "0.5 mg", []),
    ("en", ".5 mg", [Fault.NAKED_POINT]),
    ("de", ",5 mg", [Fault.NAKED_POINT]),
    ("en", "5 µg", [Fault.MICROGRAM]),
    ("en", "5 μg", [Fault.MICROGRAM]),
    ("en", "5 ug", [Fault.MICROGRAM]),
    ("en", "5 mcg", []),
    ("en", "5 µmol/L", []),
    ("en", "5 U", [Fault.UNIT_LETTER]),
    ("en", "5 IU", [Fault.UNIT_LETTER]),
    ("de", "5 IE", [Fault.UNIT_LETTER]),
    ("en", "5 units", []),
    ("en", "10mg", [Fault.NO_SPACE]),
    ("en", "100000 units", [Fault.NO_SEPARATORS]),
    ("en", "100,000 units", []),
    ("en", "0,5 mg", [Fault.DECIMAL_SIGN]),
    ("de", "0.5 mg", [Fault.DECIMAL_SIGN]),
    ("fr", "0,5 mg", []),
    ("en", "1.000 mg", [Fault.AMBIGUOUS]),
    ("de", "1,000 mg", [Fault.AMBIGUOUS]),
    ("en", "1,000 mg", []),
    ("en", "20 cc", [Fault.CC]),
    ("en", "q.d.", [Fault.LATIN]),
    ("en", "INR 2.0", []),  # a value of the laboratory: the zero says how exact it is
]


@pytest.mark.parametrize(("language", "text", "expected"), FAULTS)
def test_unsafe_notation_is_named(language, text, expected):
    [one] = quantities_in(text, language)
    assert list(one.faults) == expected


def test_sentences_are_cut_where_they_end():
    text = "Use it early. Give 5 mg p.o. daily, e.g. with 0.5 mL. Then rest. After 2 h, i.v."
    assert [one.text for one in statements_in(text)] == [
        "Give 5 mg p.o. daily, e.g. with 0.5 mL.",
        "After 2 h, i.v.",
    ]


def test_in_a_table_the_unit_stands_in_the_heading():
    [row] = statements_in("Infants 5 10", under="Group Dose (mg) Most per day")
    assert [words for words, one in row.pieces if one] == ["5", "10"]
    assert statements_in("Ada 5", under="Name Number") == []
    other = statements_in("Infants 5 10", under="Group Dose (microgram) Most per day")[0]
    assert other.sha256 != row.sha256  # another unit above it is another dose


def test_a_check_holds_for_these_words_whatever_the_space_between_them():
    first, second = (statements_in(text)[0] for text in ("Give 5 mg.", "Give  5\u00a0mg."))
    assert first.sha256 == second.sha256
    assert statements_in("Give 50 mg.")[0].sha256 != first.sha256


PIECES = st.sampled_from(
    [
        "5 mg",
        "0,5 mL/kg/h",
        "≥ 65 years",
        "zwei Wochen",
        "q6h",
        "Call. ",
        "e.g. ",
        "10⁹/L",
        " ",
        "–",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_places_are_true_and_nothing_is_lost(text):
    found = quantities_in(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    stated = statements_in(text)
    assert sum(len(one.quantities) for one in stated) == len(found)
    for one in stated:
        assert text[one.start : one.start + len(one.text)] == one.text
        assert "".join(words for words, _q in one.pieces) == one.text


@given(
    st.decimals("0.001", "9999", places=3),
    st.sampled_from(["mg", "mL", "microgram", "mmol/L", "%", "mg/kg/day", "hours", "Wochen"]),
    st.sampled_from(["Give {} now.", "({})", "x: {}; y", "{}"]),
)
def test_every_number_with_a_unit_is_found(number, unit, around):
    written = f"{number.normalize():f} {unit}"
    text = around.format(written)
    assert any(
        re.search(re.escape(written), text[one.start : one.end]) for one in quantities_in(text)
    )
