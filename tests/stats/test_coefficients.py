"""Kendall's W, Krippendorff's alpha, Gwet's AC and stability against known numbers."""

import json

import numpy as np
import pytest

from guidelines.stats.concordance import concordance
from guidelines.stats.reliability import Weighting, gwet_ac, krippendorff_alpha
from guidelines.stats.stability import stability, variation
from guidelines.stats.tallies import UNRATED, tally_rows
from tests.real_data import real_data
from tests.stats.real_ratings import enlight, rows, two_stages

AGREED_COLUMNS = [
    ("krippendorff_alpha_nominal", lambda c: krippendorff_alpha(c, 1, "nominal")),
    ("krippendorff_alpha_ordinal", lambda c: krippendorff_alpha(c, 1, "ordinal")),
    ("krippendorff_alpha_interval", lambda c: krippendorff_alpha(c, 1, "interval")),
    ("gwet_AC_identity", lambda c: gwet_ac(c, Weighting.IDENTITY)),
    ("gwet_AC_linear", lambda c: gwet_ac(c, Weighting.LINEAR)),
    ("gwet_AC_quadratic", lambda c: gwet_ac(c, Weighting.QUADRATIC)),
]


def expected() -> dict:
    return json.loads(real_data("delphi", "expected.json").read_text())


def ratings(*lines: list[int]) -> np.ndarray:
    return np.array(lines, dtype=np.int16)


def test_concordance_by_hand():
    # Three raters, four statements, no ties: rank sums 4, 6, 8, 12, so S = 35.
    found = concordance(ratings([1, 1, 2], [2, 3, 1], [3, 2, 3], [4, 4, 4]))
    assert found.w == found.w_uncorrected == pytest.approx(12 * 35 / (9 * 60))
    assert (found.df, found.chi2) == (3, pytest.approx(3 * 3 * found.w))


@pytest.mark.parametrize(
    "nothing_to_rank",
    [
        ratings([9, 9, 9], [9, 9, 9]),  # every rater ties everything
        ratings([1, 2, 3]),  # one statement
        ratings([1], [2]),  # one rater
        ratings([1, UNRATED], [UNRATED, 2]),  # nobody is complete
    ],
)
def test_no_concordance_without_an_order(nothing_to_rank):
    assert concordance(nothing_to_rank) is None


def test_gwet_ac1_by_hand():
    # Two raters, ten statements, two categories: 8 alike (7 of them "2"), pi_2 = 16/20.
    counts = np.array([[2, 0]] + [[0, 2]] * 7 + [[1, 1]] * 2)
    chance = 2 * (16 / 20) * (4 / 20)
    assert gwet_ac(counts, Weighting.IDENTITY) == pytest.approx((0.8 - chance) / (1 - chance))


@pytest.mark.parametrize(
    "counts", [np.zeros((2, 5), int), np.array([[1, 0, 0], [0, 1, 0]]), np.zeros((0, 5), int)]
)
def test_no_reliability_without_pairs(counts):
    assert gwet_ac(counts, Weighting.QUADRATIC) is None
    assert krippendorff_alpha(counts, 1, "ordinal") is None


def test_no_alpha_without_variation():
    everybody_nine = np.array([[0] * 8 + [12]] * 3)
    assert krippendorff_alpha(everybody_nine, 1, "interval") is None
    assert gwet_ac(everybody_nine, Weighting.IDENTITY) == 1


def test_enlight_concordance():
    known = expected()["enlight_round1"]
    for section, key in (
        ("", "kendall_w_complete_case_raters"),
        ("11.", "kendall_w_section11_complete"),
    ):
        found, wanted = concordance(enlight(section)[1]), known[key]
        assert (found.items, found.raters, found.df) == (
            wanted["items"],
            wanted["raters"],
            wanted["df"],
        )
        assert found.w == pytest.approx(wanted["W_ties"])
        assert found.w_uncorrected == pytest.approx(wanted["W_uncorrected"])
        assert found.chi2 == pytest.approx(wanted["chi2"])


def test_enlight_reliability():
    known = expected()["enlight_round1"]["agreement_X_as_missing"]
    counts = tally_rows(enlight()[1], 1, 7)
    for key, coefficient in AGREED_COLUMNS:
        assert coefficient(counts) == pytest.approx(known[key], abs=1e-8), key


@pytest.mark.parametrize("case", ["Zukunft", "Activate", "Bellinzona", "Winterthur"])
def test_two_stage_panels(case):
    known = expected()["deliberr_two_stage"][case]
    items, before, after = two_stages(case)
    for stage, table in (("stage1", before), ("stage2", after)):
        found, wanted = concordance(table), known[stage]["kendall_w"]
        assert found.w == pytest.approx(wanted["W_ties"])
        assert found.w_uncorrected == pytest.approx(wanted["W_uncorrected"])
        assert found.chi2 == pytest.approx(wanted["chi2"])
        counts = tally_rows(table, 1, 7)
        for key, coefficient in AGREED_COLUMNS:
            assert coefficient(counts) == pytest.approx(known[stage]["agreement"][key], abs=1e-8)
    pooled = stability(before.ravel(), after.ravel(), 1, 7)
    assert float(pooled.unchanged) == pytest.approx(known["pooled_pct_unchanged"])
    assert float(pooled.within_one) == pytest.approx(known["pooled_pct_within1"])
    assert pooled.kappa_linear == pytest.approx(known["pooled_kappa_linear"])
    assert pooled.kappa_quadratic == pytest.approx(known["pooled_kappa_quadratic"])
    wanted_rows = {
        row["statement"]: row
        for row in rows("deliberr_two_stage", "expected_stability.csv")
        if row["case"] == case
    }
    for i, item in enumerate(items):
        wanted, found = wanted_rows[item], stability(before[i], after[i], 1, 7)
        assert (found.pairs, found.changed) == (int(wanted["n"]), int(wanted["n_nonzero"]))
        for value, key in [
            (found.unchanged, "pct_unchanged"),
            (found.within_one, "pct_within1"),
            (found.wilcoxon_statistic, "wilcoxon_stat"),
            (found.wilcoxon_p, "wilcoxon_p_approx"),
            (found.kappa, "kappa_unweighted"),
            (found.kappa_linear, "kappa_linear"),
            (found.kappa_quadratic, "kappa_quadratic"),
            (found.cv_before, "cv1"),
            (found.cv_after, "cv2"),
            (found.cv_change, "cv_change"),
        ]:
            assert float(value) == pytest.approx(float(wanted[key]), rel=1e-8, abs=1e-9), (
                item,
                key,
            )


def test_stability_of_nobody_is_not_computable():
    nobody = stability(ratings([])[0], ratings([])[0], 1, 9)
    assert (nobody.pairs, nobody.unchanged, nobody.wilcoxon_p, nobody.kappa) == (
        0,
        None,
        None,
        None,
    )
    assert nobody.cv_change is None


def test_stability_where_nothing_changed():
    same = stability(ratings([7, 7, 7])[0], ratings([7, 7, 7])[0], 1, 9)
    assert (float(same.unchanged), same.wilcoxon_p, same.kappa, same.cv_change) == (1, 1, None, 0)


def test_stability_needs_pairs():
    with pytest.raises(ValueError, match="one rating for each pair"):
        stability(ratings([1, 2])[0], ratings([1])[0], 1, 9)


def test_variation_needs_a_mean():
    assert variation(np.array([0, 0, 0])) is None
    assert variation(np.array([3])) is None
