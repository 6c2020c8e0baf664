"""The definition of consensus as a document: canonical, hashed, honestly named."""

import json
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from guidelines.consensus.rules.definition import (
    Band,
    BandName,
    Clause,
    Comparison,
    Denominator,
    Rule,
    read_limit,
    sha256_of,
)
from guidelines.consensus.rules.presets import PRESETS, adapt, preset, read_rule
from guidelines.consensus.rules.starters import STARTERS
from guidelines.errors import Invalid

LOCKED = {
    "agree-75": "2cc7a75b",
    "agree-80": "56b34989",
    "comet-70-15": "727654f5",
    "comet-70-15-groups": "2c377abc",
    "rand-ucla": "70360983",
    "rand-ucla-ipras": "9543180c",
    "aao-hnsf": "bf9f05d4",
    "median-iqr": "4efceb6f",
    "apmo": "d1f9c920",
    "grade-grid": "79063485",
    "awmf": "0a2abc50",
    "ranking": "08831302",
    "estimate": "f911b323",
}
EARLIER_FIELDS = {
    "name",
    "question",
    "scale",
    "agreement",
    "disagreement",
    "source",
    "method",
    "agreed_when",
    "rejected_when",
    "near_when",
    "denominator",
    "quantile_type",
    "median_convention",
    "least_ratings",
    "based_on",
    "version",
}


def edited(name: str, /, **changes: object) -> str:
    document = preset(name).document()
    document.update(changes)
    return json.dumps(document)


@pytest.mark.parametrize("name", PRESETS)
def test_a_rule_survives_its_document(name):
    rule = preset(name)
    again = read_rule(rule.canonical())
    assert again == rule
    assert again.sha256 == rule.sha256
    assert rule.name == name
    assert rule.source


def test_the_hash_ignores_layout_and_sees_content():
    rule = preset("agree-75")
    shuffled = json.dumps(dict(reversed(rule.document().items())), indent=4)
    assert read_rule(shuffled).sha256 == rule.sha256
    assert len({preset(name).sha256 for name in PRESETS}) == len(PRESETS)
    assert adapt(rule, quantile_type=6).sha256 != rule.sha256


def test_locked_hashes_never_move():
    """A sealed rule must hash the same in every later release."""
    assert set(LOCKED) == set(STARTERS)
    for name, start in LOCKED.items():
        assert STARTERS[name].sha256.startswith(start), name


def test_a_rule_locked_by_an_earlier_release_is_read_and_keeps_its_hash():
    """It names fewer fields; its hash is that of its own text."""
    later = set(preset("agree-75").document()) - EARLIER_FIELDS
    for name, start in {"agree-75": "62cba520", "awmf": "3b8cf56c"}.items():
        old = {k: v for k, v in preset(name).document().items() if k not in later}
        old["scale"] = {k: v for k, v in old["scale"].items() if k != "labels"}
        for clauses in (old["agreed_when"], old["rejected_when"]):
            for clause in clauses:
                del clause["dimension"]
        assert sha256_of(old).startswith(start)
        assert read_rule(json.dumps(old)) == preset(name)


def test_a_rule_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        preset("agree-75").quantile_type = 6


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3/4", Fraction(3, 4)),
        ("75 %", Fraction(3, 4)),
        ("75%", Fraction(3, 4)),
        ("0.7", Fraction(7, 10)),
        ("66.7 %", Fraction(667, 1000)),
    ],
)
def test_limits_are_exact(text, limit):
    assert read_limit(text) == limit


@pytest.mark.parametrize(
    "text", ["three quarters", "3/0", "", 0.75, None, "nan", "1e999999999", "-1"]
)
def test_other_limits_are_refused(text):
    with pytest.raises(ValueError, match="limit"):
        read_limit(text)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "at the document"),
        ("[]", "the document"),
        (b"\xff\xfe", "the document"),
        (edited("agree-75", surprise=1), "at surprise"),
        (edited("agree-75", version=2), "at version"),
        (edited("agree-75", quantile_type=5), "quantile type 2, 6, 7 or 8"),
        (edited("agree-75", denominator="everybody"), "at denominator"),
        (edited("agree-75", agreed_when=[]), "Say when a statement is agreed"),
        (edited("agree-75", least_ratings=1), "at least 2 ratings"),
        (edited("agree-75", agreement={"low": 3, "high": 9}), "without a common point"),
        (edited("agree-75", agreement={"low": 7, "high": 10}), "scale from 1 to 9"),
        (edited("agree-75", quorum="120 %"), "between 0 % and 100 %"),
        (edited("agree-75", smallest_cell=1), "at least 2 people"),
        (edited("agree-75", stopping={"when": "fixed", "rounds": 0, "change": "10 %"}), "1 to 20"),
        (edited("agree-75", kind="vote"), "from 0 (no) to 1 (yes)"),
        (edited("agree-75", kind="grid"), "points from -2 to 2"),
        (edited("agree-75", kind="estimate"), "needs a range and a unit"),
        (edited("agree-75", method="grade-grid"), "belongs to the GRADE grid"),
        (edited("agree-75", method="apmo"), "has no shares to name"),
        (edited("aao-hnsf", outliers=None), "which mean agrees"),
        (edited("median-iqr", most_iqr=None), "how wide the interquartile range"),
        (edited("median-iqr", most_iqr=1.5), "at most_iqr"),
        (edited("grade-grid", strong_at=None), "when it is strong"),
        (
            edited(
                "agree-75",
                scale={
                    "lowest": 1,
                    "highest": 9,
                    "low_label": "",
                    "high_label": "",
                    "labels": [{"point": 10, "words": "more"}],
                },
            ),
            "no other point can",
        ),
        (
            edited(
                "agree-75",
                agreed_when=[
                    {
                        "band": "agreement",
                        "comparison": ">=",
                        "limit": "75 %",
                        "dimension": "feasibility",
                    }
                ],
            ),
            "no such dimension is asked",
        ),
        (
            edited(
                "agree-75",
                group_clauses=[
                    {
                        "decides": "agreed",
                        "clause": {"band": "agreement", "comparison": ">=", "limit": "75 %"},
                        "smallest_group": 1,
                    }
                ],
            ),
            "at least 2 ratings",
        ),
        (edited("rand-ucla", agreement={"low": 6, "high": 9}), "RAND/UCLA belongs to the scale"),
        (
            edited(
                "agree-75",
                agreed_when=[{"band": "agreement", "comparison": ">=", "limit": 0.75}],
            ),
            "write a limit as text",
        ),
        (
            edited(
                "agree-75",
                agreed_when=[{"band": "agreement", "comparison": ">=", "limit": "175 %"}],
            ),
            "between 0 % and 100 %",
        ),
        (
            edited(
                "agree-75",
                scale={"lowest": 1, "highest": 10**9, "low_label": "", "high_label": ""},
            ),
            "from 2 to 101 points",
        ),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(document, words):
    with pytest.raises(Invalid) as refused:
        read_rule(document)
    assert words in str(refused.value)


def test_unknown_preset_names_the_known_ones():
    with pytest.raises(Invalid, match="Choose one of agree-75, agree-80, comet-70-15"):
        preset("agree-57")


@pytest.mark.parametrize(
    ("name", "changes", "becomes"),
    [
        ("agree-75", {}, "agree-75"),
        ("agree-75", {"scale": (1, 7)}, "agree-75"),
        ("agree-75", {"scale": (1, 5)}, "agree-75"),
        ("agree-75", {"scale": (1, 7), "bands": (Band(1, 3), Band(5, 7))}, "agree-75"),
        ("agree-75", {"scale": (1, 7), "bands": (None, Band(6, 7))}, "custom"),
        ("agree-75", {"scale": (0, 10), "bands": (Band(0, 3), Band(7, 10))}, "custom"),
        ("agree-75", {"denominator": Denominator.RATED_AND_OPTED_OUT}, "custom"),
        ("agree-75", {"denominator": Denominator.RATED}, "agree-75"),
        ("agree-75", {"quantile_type": 6}, "custom"),
        ("comet-70-15", {"scale": (1, 7)}, "custom"),
        ("awmf", {"scale": (1, 9)}, "custom"),
        ("rand-ucla", {"quantile_type": 6}, "custom"),
        ("median-iqr", {"scale": (1, 5)}, "median-iqr"),
        ("median-iqr", {"scale": (1, 10), "bands": (Band(1, 3), Band(8, 10))}, "custom"),
        ("apmo", {"scale": (1, 7)}, "apmo"),
        ("agree-75", {"scale": (0, 1)}, "custom"),
    ],
)
def test_a_changed_preset_is_called_custom(name, changes, becomes):
    rule = adapt(preset(name), **changes)
    assert rule.name == becomes
    assert rule.based_on == ("" if becomes == name else name)


def test_a_changed_file_cannot_keep_the_name_of_a_preset():
    softer = [{"band": "agreement", "comparison": ">=", "limit": "60 %"}]
    rule = read_rule(edited("agree-75", agreed_when=softer))
    assert (rule.name, rule.based_on) == ("custom", "agree-75")
    back = replace(rule, agreed_when=preset("agree-75").agreed_when)
    assert adapt(back) == preset("agree-75")


def test_a_rule_of_ones_own_keeps_its_name_and_a_preset_in_other_words_does_not():
    softer = [{"band": "agreement", "comparison": ">", "limit": "1/2"}]
    assert read_rule(edited("agree-75", name="ours", agreed_when=softer)).name == "ours"
    asked = read_rule(edited("agree-75", question="Stimmen Sie zu?"))
    assert (asked.name, asked.based_on) == ("custom", "agree-75")
    assert asked.question == "Stimmen Sie zu?"


def test_bands_follow_the_scale():
    seven, five = (adapt(preset("agree-75"), scale=(1, top)) for top in (7, 5))
    assert (seven.disagreement, seven.agreement) == (Band(1, 3), Band(5, 7))
    assert (five.disagreement, five.agreement) == (Band(1, 2), Band(4, 5))
    with pytest.raises(Invalid, match="scale from 0 to 10 has no usual bands"):
        adapt(preset("agree-75"), scale=(0, 10))
    with pytest.raises(Invalid, match="RAND/UCLA belongs to the scale from 1 to 9"):
        adapt(preset("rand-ucla-ipras"), scale=(1, 7))


def test_nothing_holds_of_nobody():
    for comparison in Comparison:
        assert not Clause(BandName.AGREEMENT, comparison, Fraction(0)).holds(0, 0)


def test_parse_is_strict_about_the_whole_document():
    bare = {"name": "x"}
    with pytest.raises(Invalid, match="cannot be read at question"):
        Rule.parse(json.dumps(bare))
