"""Other forms of a word: one and many, here and there, without being told the language."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.folding import folded
from guidelines.text.spellings import EMPTY, MOST_FORMS, beginning_of, other_forms

PAIRS = """
fistula fistulas, fistula fistulae, vertebra vertebrae, surgery surgeries, biopsy biopsies
diagnosis diagnoses, metastasis metastases, disease diseases, abscess abscesses, tube tubes
criterion criteria, ostium ostia, thrombus thrombi, child children, tooth teeth, woman women
patient patients, index indexes, suture sutures, craniosynostosis craniosynostoses
spalte spalten, fistel fisteln, operation operationen, empfehlung empfehlungen, atemweg atemwege
saugling sauglinge, patient patienten, arztin arztinnen, kind kinder
hopital hopitaux, fente fentes, recomendacion recomendaciones
bambino bambini, recomendacao recomendacoes
anaesthesia anesthesia, haemorrhage hemorrhage, oedema edema, oesophagus esophagus
paediatric pediatric, tumour tumor, centre center, randomised randomized, optimisation optimization
anaemia anemia, aetiology etiology, diarrhoea diarrhea, foetal fetal, caesarean cesarean
analyse analyze
"""


@pytest.mark.parametrize("pair", [one.strip() for one in re.split(r"[,\n]", PAIRS) if one.strip()])
def test_each_form_leads_to_the_other(pair):
    one, other = pair.split()
    assert other in other_forms(one)
    assert one in other_forms(other)


@pytest.mark.parametrize(
    ("typed", "other", "found"),
    [
        ("tumours", "tumor", True),
        ("saeuglinge", "sauglinge", True),
        ("gehoer", "gehor", True),
        ("plane", "plan", False),
        ("care", "car", False),
        ("pus", "pu", False),
        ("abscess", "absces", False),
        ("q35", "q3", False),
        ("сyst", "cyst", False),
    ],
)
def test_a_form_is_no_other_word(typed, other, found):
    assert (other in other_forms(typed)) is found


@pytest.mark.parametrize(
    ("forms", "beginning"),
    [
        ("σχιστία σχιστίας σχιστίες σχιστιών", "σχιστ"),
        ("παιδιά παιδιού", "παιδ"),
        ("расщелина расщелины расщелину", "расщелин"),
        ("детей", "дете"),
        ("ακοή cleft x", ""),
    ],
)
def test_inflected_scripts_are_looked_up_by_their_beginning(forms, beginning):
    assert {beginning_of(folded(form)) for form in forms.split()} == {beginning}


@given(st.text(alphabet="abcdefghilmnoprstuxyzαικσωжщё", min_size=1, max_size=30))
def test_forms_are_few_words_and_never_the_word_itself(word):
    forms = other_forms(folded(word))
    assert len(forms) <= MOST_FORMS
    assert folded(word) not in forms
    assert all(re.fullmatch("[a-z]+", form) for form in forms)
    assert folded(word).startswith(beginning_of(folded(word)))


def test_empty_words_are_folded():
    assert {folded(word) for word in EMPTY} == EMPTY
