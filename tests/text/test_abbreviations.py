"""Abbreviations: found where a text explains them, and written into its list."""

import pytest

from guidelines.text.abbreviations import (
    Abbreviation,
    at_odds,
    explained,
    in_text,
    listed,
    used,
    with_list,
)

SECTION = """# Abbreviations {.unnumbered}

Kept.

::: {.abbreviations}
CT
:   computed tomography
:::

Kept too.
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("raised intracranial pressure (ICP) is", [("ICP", "intracranial pressure")]),
        ("Magnetic Resonance Imaging (MRI)", [("MRI", "Magnetic Resonance Imaging")]),
        ("health-related quality of life (HRQoL)", [("HRQoL", "health-related quality of life")]),
        ("obstructive sleep apnoea (OSA) and polysomnography (PSG)",
         [("OSA", "obstructive sleep apnoea"), ("PSG", "polysomnography")]),
        ("multidisciplinary teams (MDTs) meet", [("MDT", "multidisciplinary teams")]),
        ("deoxyribonucleic acid (DNA)", [("DNA", "deoxyribonucleic acid")]),
        ("It is rare. Continuous positive airway pressure (CPAP) helps",
         [("CPAP", "Continuous positive airway pressure")]),
        ("see below (page) or (2019)", []),
        ("the mean (SD) was", []),
        ("no long form here (XYZ)", []),
        ("twice: blood pressure (BP), then blood pressure (BP)", [("BP", "blood pressure")]),
    ],
)  # fmt: skip
def test_what_a_text_explains_is_found(text, found):
    assert [(one.short, one.meaning) for one in explained(text)] == found


def test_what_looks_like_an_abbreviation_is_found():
    text = "CT and MRIs in type II, pH 7, COVID-19, the USA, a DOI, AND OR 5 mL"

    assert used(text) == ["CT", "MRI", "USA"]


def test_the_list_is_read_and_written_and_all_else_stays():
    assert listed(SECTION) == [Abbreviation("CT", "computed tomography")]

    after = with_list(SECTION, [*listed(SECTION), Abbreviation("BP", "blood pressure")])
    assert after == SECTION.replace("CT\n", "BP\n:   blood pressure\n\nCT\n")
    assert with_list(after, listed(SECTION)) == SECTION
    assert [one.short for one in listed(with_list("# A\n", listed(after)))] == ["BP", "CT"]
    assert listed("# A\n") == []


def test_the_list_itself_explains_nothing():
    assert in_text(SECTION) == "Abbreviations Kept. Kept too."


def test_two_meanings_of_one_short_form_are_told():
    one, other = Abbreviation("CT", "computed tomography"), Abbreviation("CT", "clinical trial")

    assert at_odds([[one], [other], [one]]) == {"CT": ["computed tomography", "clinical trial"]}
