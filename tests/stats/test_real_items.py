"""Items of the real panels: every published or independently computed number."""

from collections import defaultdict

import pytest

from guidelines.stats.descriptions import describe
from guidelines.stats.quantiles import TYPES
from guidelines.stats.tallies import Tally, tally_rows
from tests.stats.real_ratings import enlight, rows


def test_enlight_items_by_four_definitions_of_a_quartile():
    items, table = enlight()
    tallies = [Tally(1, tuple(map(int, row))) for row in tally_rows(table, 1, 7)]
    wanted = {r["item_id"]: r for r in rows("enlight_round1", "expected_item_statistics.csv")}
    narrow = dict.fromkeys(TYPES, 0)
    for item, tally in zip(items, tallies, strict=True):
        row = wanted[item]
        assert tally.n == int(row["n_numeric"])
        for kind in TYPES:
            found = describe(tally, kind)
            assert found.median == float(row["median"])
            assert found.mean == pytest.approx(float(row["mean"]))
            assert found.sd == pytest.approx(float(row["sd_ddof1"]))
            assert found.q1 == pytest.approx(float(row[f"q1_type{kind}"])), (item, kind)
            assert found.q3 == pytest.approx(float(row[f"q3_type{kind}"])), (item, kind)
            assert found.iqr == pytest.approx(float(row[f"iqr_type{kind}"])), (item, kind)
            narrow[kind] += found.iqr <= 1
    assert narrow == {7: 24, 6: 22, 8: 22, 2: 24}


def test_trauma_audit_filters_have_the_published_medians():
    scores = defaultdict(list)
    for row in rows("utaf", "allscores.csv"):
        scores[float(row["code"]), float(row["site"])].append(int(float(row["score"])))
    published = {
        (float(r["code"]), float(r["site"])): float(r["median_score"])
        for r in rows("utaf", "results.csv")
    }
    found = {key: describe(Tally.of(given, 1, 10)).median for key, given in scores.items()}
    assert len(found) == 67
    assert found == published
    everybody = [score for given in scores.values() for score in given]
    assert describe(Tally.of(everybody, 1, 10)).mean == pytest.approx(9.0114, abs=5e-5)
