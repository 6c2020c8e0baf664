"""What a panel should look like: each question met and not met."""

import pytest

from guidelines.interests.rules.panel import Composition, Seat, panel_checks
from guidelines.permissions import Role

CHAIR = Seat(frozenset({Role.CHAIR}), country="DE", discipline="Surgery")
BIASED_CHAIR = Seat(frozenset({Role.CHAIR}), leads_freely=False)
METHODS = Seat(frozenset({Role.METHODOLOGIST}))
PATIENT = Seat(
    frozenset({Role.PATIENT_REPRESENTATIVE}), country="FR", discipline="lived experience"
)
MEMBER = Seat(frozenset({Role.PANELIST}), country="DE", discipline=" Surgery ")
BIASED = Seat(frozenset({Role.PANELIST}), is_conflicted=True, leads_freely=False, country="DE")
GOOD = (CHAIR, METHODS, PATIENT, PATIENT, MEMBER, BIASED)


def failing(*seats, share=50):
    return {one.name for one in panel_checks(Composition(seats, share)) if not one.passes}


@pytest.mark.parametrize(
    ("seats", "share", "fails"),
    [
        (GOOD, 50, set()),
        ((BIASED_CHAIR, *GOOD[1:]), 50, {"chair-free"}),
        ((BIASED_CHAIR, *GOOD), 50, set()),
        (GOOD, 24, {"share-conflicted"}),
        (GOOD, 25, set()),
        ((CHAIR, METHODS, PATIENT, MEMBER), 50, {"patient-representatives"}),
        ((CHAIR, PATIENT, PATIENT, MEMBER), 50, {"methodologist"}),
        ((CHAIR, METHODS, PATIENT, PATIENT), 50, {"countries", "disciplines"}),
        (
            (),
            50,
            {
                "chair-free",
                "share-conflicted",
                "patient-representatives",
                "methodologist",
                "countries",
                "disciplines",
            },
        ),
    ],
)
def test_what_a_panel_lacks(seats, share, fails):
    assert failing(*seats, share=share) == fails


def test_every_question_names_its_source_and_its_figures():
    found = {one.name: one for one in panel_checks(Composition(GOOD))}

    assert (
        found["share-conflicted"].found == "Abstain from something: 1 of 4 (25 %; at most 50 %)."
    )
    assert found["countries"].found == "Countries: 2 (France 2, Germany 2)."
    assert found["disciplines"].found == "Disciplines: 2 (lived experience 2, surgery 1)."
    assert {one.name for one in found.values() if one.must} == {"chair-free", "share-conflicted"}
    assert all(one.source and one.mend for one in found.values())


def test_a_panel_that_has_named_nothing_is_told_so():
    found = {one.name: one for one in panel_checks(Composition(()))}

    assert found["countries"].found == "Nobody on the panel has named a country yet."
    assert found["disciplines"].found == "Nobody on the panel has named a discipline yet."
