"""`guidelines consensus analyse`: the numbers, the table and the sentences."""

import csv
import json
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from guidelines.consensus.commands import group
from guidelines.consensus.rules.presets import preset
from tests.real_data import real_data

KEYS = [
    "statement",
    "n_eligible",
    "n_rated",
    "n_opted_out",
    "n_missing",
    "min",
    "q1",
    "median",
    "q3",
    "max",
    "iqr",
    "mean",
    "sd",
    "percent_in",
    "percent_out",
    "p30",
    "p70",
    "ipr",
    "ipras",
    "di",
    "disagreement",
    "agreement",
    "awmf_class",
    "rand_class",
    "verdict",
]
OVERALL_KEYS = [
    "kendall_w",
    "kendall_w_uncorrected",
    "chi2",
    "df",
    "krippendorff_alpha_nominal",
    "krippendorff_alpha_ordinal",
    "krippendorff_alpha_interval",
    "gwet_ac1",
    "gwet_ac2_linear",
    "gwet_ac2_quadratic",
]
ENLIGHT = [
    "--rule",
    "agree-75",
    "--scale",
    "1-7",
    "--bands",
    "1-3,5-7",
    "--opt-out",
    "X=not-my-expertise",
    "--columns",
    "statement=item_id,panelist=respondent",
]


def run(*arguments, stdin=None):
    return CliRunner().invoke(group, ["analyse", *map(str, arguments)], input=stdin)


def report(*arguments, stdin=None):
    done = run(*arguments, "--json", stdin=stdin)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def table(*lines, columns="statement,panelist,rating"):
    return "\n".join([columns, *lines])


FOUR = table("A,1,9", "A,2,9", "A,3,9", "A,4,1", "B,1,5", "B,2,unclear", "B,3,recused", "B,4,")


def test_the_report_in_json():
    found = report("-", "--rule", "agree-75", stdin=FOUR)
    assert found["rule"]["name"] == "agree-75"
    assert found["rule_sha256"] == preset("agree-75").sha256
    first, second = found["statements"]
    assert set(KEYS) <= set(first)
    assert list(found["overall"]) == [
        *OVERALL_KEYS[:2],
        "kendall_w_statements",
        "kendall_w_raters",
        *OVERALL_KEYS[2:],
    ]
    assert "stability" not in found
    assert (first["statement"], first["verdict"], first["percent_in"]) == (
        "A",
        "consensus-for",
        75.0,
    )
    assert (first["n_eligible"], first["n_rated"], first["median"], first["sd"]) == (4, 4, 9, 4)
    assert {key: second[key] for key in KEYS[1:5]} == {
        "n_eligible": 3,
        "n_rated": 1,
        "n_opted_out": 1,
        "n_missing": 1,
    }
    assert (second["sd"], second["verdict"]) == (None, "not-computable")
    assert found["overall"]["kendall_w"] is None


def test_the_table_for_people():
    done = run("-", "--rule", "agree-75", stdin=FOUR)
    assert done.exit_code == 0
    assert "at least 75 % of those who rated it chose 7 to 9" in done.stdout
    assert "With your 4 people this means at least 3 must choose 7, 8 or 9" in done.stdout
    rows = [line.split() for line in done.stdout.splitlines()]
    sketch_a, sketch_b = "▃·······█", "····█····"
    assert ["A", "4", "0", "0", "9", "7", "9", "75", "25", "consensus", "for", sketch_a] in rows
    assert ["B", "1", "1", "1", "5", "5", "5", "0", "0", "not", "computable", sketch_b] in rows
    assert "2 statements: 1 consensus for, 1 not computable" in done.stdout


def test_a_vote():
    votes = table(*(f"A,{i},yes" for i in range(20)), "A,20,no", "A,21,abstain")
    (result,) = report("-", "--rule", "awmf", stdin=votes)["statements"]
    assert (result["awmf_class"], result["awmf_derived"]) == ("strong-consensus", False)
    assert (result["verdict"], result["denominator"]) == ("consensus-for", 21)
    assert "strong-consensus  consensus for" in run("-", "--rule", "awmf", stdin=votes).stdout


def test_what_a_vote_means_for_this_panel():
    votes = table(*(f"A,{i},yes" for i in range(18)))
    assert "Strong consensus needs all 18" in run("-", "--rule", "awmf", stdin=votes).stdout


def test_a_drawing(tmp_path):
    path = tmp_path / "plot.svg"
    assert run("-", "--rule", "agree-75", "--plot", path, stdin=FOUR).exit_code == 0
    drawing = path.read_text(encoding="utf-8")
    assert ElementTree.fromstring(drawing).tag.endswith("svg")
    assert ">A<" in drawing
    refused = run("-", "--rule", "agree-75", "--plot", tmp_path / "no" / "p.svg", stdin=FOUR)
    assert refused.exit_code == 1
    assert "cannot be written: No such file" in refused.stderr


def test_intervals_groups_and_who_left():
    rows = [
        f"S{s},{p},{(s * p) % 5 + 3 + r},{r},{'clinician' if p % 2 else 'patient'}"
        for r in (1, 2)
        for s in range(6)
        for p in range(1, 12 if r == 1 else 9)
    ]
    ratings = table(*rows, columns="statement,panelist,rating,round,group")
    found = report("-", "--rule", "comet-70-15-groups", stdin=ratings)
    low, high = found["intervals"]["krippendorff_alpha_ordinal"]
    assert low <= found["overall"]["krippendorff_alpha_ordinal"] <= high
    assert found == report("-", "--rule", "comet-70-15-groups", stdin=ratings)  # seeded
    assert [(g["group"], g["n_rated"]) for g in found["statements"][0]["groups"]] == [
        ("clinician", 4),
        ("patient", 4),
    ]
    assert [group["group"] for group in found["groups"]] == ["clinician", "patient"]
    first, second = found["attrition"]["rounds"]
    assert (first["n_answered"], second["n_retained"]) == (11, 8)
    assert second["percent_retained"] == pytest.approx(800 / 11)
    clinicians, patients = found["attrition"]["groups"]
    assert [one["n_retained"] for one in clinicians["rounds"]] == [6, 4]
    assert [one["n_retained"] for one in patients["rounds"]] == [5, 4]
    assert {one["n_leavers"] for one in found["attrition"]["statements"]} == {3}
    shown = run("-", "--rule", "comet-70-15-groups", stdin=ratings).stdout
    assert "By stakeholder group:" in shown
    assert "round 2: 8 of 8 answered, 8 of the first round's people" in shown


def test_rand_table_shows_its_class():
    ratings = table(*(f"A,{i},{r}" for i, r in enumerate([1, 1, 1, 1, 9, 9, 9, 9, 9])))
    (result,) = report("-", "--rule", "rand-ucla", stdin=ratings)["statements"]
    assert (result["rand_class"], result["verdict"]) == ("uncertain", "no-consensus")
    assert (result["ipr"], result["ipras"], result["di"]) == (8, 2.35, pytest.approx(3.404255319))
    assert "uncertain  no consensus" in run("-", "--rule", "rand-ucla", stdin=ratings).stdout


def test_rounds_and_stability():
    ratings = table(
        *("A,1,5,1", "A,2,7,1", "A,3,7,1", "B,1,9,1", "B,2,9,1", "B,3,9,1"),
        *("A,1,7,2", "A,2,8,2", "A,3,7,2", "A,4,7,2"),
        columns="statement,panelist,rating,round",
    )
    found = report("-", "--rule", "agree-75", stdin=ratings)
    assert [(s["statement"], s["round"], s["n_eligible"]) for s in found["statements"]] == [
        ("A", 2, 4),
        ("B", 1, 3),
    ]
    (change,) = found["stability"]["statements"]
    assert (change["statement"], change["n_pairs"], change["n_changed"]) == ("A", 3, 2)
    assert change["percent_within_one"] == pytest.approx(200 / 3)
    assert found["stability"]["pooled"]["n_pairs"] == 3
    assert (
        "Stability from round 1 to round 2" in run("-", "--rule", "agree-75", stdin=ratings).stdout
    )


def test_stability_compares_the_last_two_rounds():
    ratings = table(
        *("A,1,1,1", "A,2,1,1", "A,1,7,2", "A,2,8,2", "A,2,9,3", "A,1,7,3"),
        columns="statement,panelist,rating,round",
    )
    found = report("-", "--rule", "agree-75", stdin=ratings)
    (change,) = found["stability"]["statements"]
    assert (change["round_before"], change["round_after"], change["n_changed"]) == (2, 3, 1)
    assert found["rounds"] == [1, 2, 3]


def test_a_rule_of_ones_own(tmp_path):
    path = tmp_path / "ours.json"
    document = preset("agree-75").document() | {"name": "ours", "least_ratings": 5}
    path.write_text(json.dumps(document))
    found = report("-", "--rule", path, stdin=FOUR)
    assert found["rule"]["name"] == "ours"
    assert {s["verdict"] for s in found["statements"]} == {"not-computable"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-", "--rule", "agree-57"], 'no definition of consensus "agree-57"'),
        (["absent.csv", "--rule", "awmf"], "“absent.csv” cannot be read: No such file"),
        (["-", "--rule", "absent.json"], "“absent.json” cannot be read: No such file"),
        (["-", "--rule", "agree-75", "--scale", "nine"], "“nine” is not two whole numbers"),
        (["-", "--rule", "agree-75", "--scale", "9-1"], "from 2 to 101 points"),
        (["-", "--rule", "agree-75", "--bands", "1-3,5-7,8-9"], "at most two bands"),
        (["-", "--rule", "agree-75", "--bands", "1-7,5-9"], "without a common point"),
        (["-", "--rule", "agree-75", "--bands", "high"], "not two whole numbers"),
        (["-", "--rule", "rand-ucla", "--scale", "1-7"], "RAND/UCLA belongs to the scale"),
        (["-", "--rule", "agree-75", "--columns", "item=x"], "“item” is none of our columns"),
        (["-", "--rule", "agree-75", "--columns", "item"], "not of the form NAME=VALUE"),
        (["-", "--rule", "agree-75", "--opt-out", "X=dunno"], "“dunno” is no opt-out code"),
        (["-", "--rule", "agree-75", "--scale", "1-5"], "Row 2, column rating: “9” is not"),
        (["-", "--rule", "agree-75", "--scale", "1-5"], "At least 2 more follow."),
    ],
)
def test_bad_input_gets_one_sentence_and_a_status(arguments, words):
    done = run(*arguments, stdin=FOUR)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert re.search(words, done.stderr), done.stderr


@pytest.mark.parametrize("option", ["--quantile", "--denominator"])
def test_unknown_choice_is_refused(option):
    done = run("-", "--rule", "agree-75", option, "5", stdin=FOUR)
    assert done.exit_code == 2
    assert "'5' is not one of" in done.stderr


def test_help_names_the_rules_and_columns():
    shown = run("--help").stdout
    for word in ("agree-75", "comet-70-15", "rand-ucla", "awmf", "statement", "not-my-expertise"):
        assert word in shown


@pytest.mark.parametrize(("denominator", "agreed"), [("rated", 30), ("rated+opted-out", 24)])
def test_enlight_the_denominator_decides(denominator, agreed):
    path = real_data("delphi", "enlight_round1", "ratings_long.csv")
    found = report(path, *ENLIGHT, "--denominator", denominator)
    assert Counter(s["verdict"] for s in found["statements"])["consensus-for"] == agreed
    with real_data("delphi", "enlight_round1", "expected_item_statistics.csv").open() as file:
        known = {row["item_id"]: row for row in csv.DictReader(file)}
    suffix = "excl_X" if denominator == "rated" else "incl_X"
    for one in found["statements"]:
        row = known[one["statement"]]
        assert one["n_rated"] == int(row["n_numeric"])
        assert one["n_opted_out"] == int(row["n_optout_X"])
        assert one["n_missing"] == int(row["n_missing"])
        assert one["percent_in"] / 100 == pytest.approx(
            float(row[f"pct_5_7_denominator_{suffix}"])
        )
        assert (one["verdict"] == "consensus-for") == (row[f"include_gt75_{suffix}"] == "True")
    assert found["overall"]["kendall_w"] == pytest.approx(0.3841441571)


@pytest.mark.parametrize("kind", ["2", "6", "7", "8"])
def test_enlight_quartiles_by_type(kind):
    path = real_data("delphi", "enlight_round1", "ratings_long.csv")
    narrow = [s["iqr"] <= 1 for s in report(path, *ENLIGHT, "--quantile", kind)["statements"]]
    assert sum(narrow) == {"2": 24, "6": 22, "7": 24, "8": 22}[kind]


def test_two_real_stages():
    path = real_data("delphi", "deliberr_two_stage", "ratings_long.csv")
    with path.open() as file:
        lines = file.read().splitlines()
    case = "\n".join([lines[0], *(line for line in lines if line.startswith("Winterthur"))])
    found = report(
        *("-", "--rule", "agree-75", "--scale", "1-7"),
        *("--columns", "panelist=participant,round=stage"),
        stdin=case,
    )
    known = json.loads(real_data("delphi", "expected.json").read_text())["deliberr_two_stage"]
    pooled = found["stability"]["pooled"]
    assert pooled["percent_unchanged"] / 100 == pytest.approx(
        known["Winterthur"]["pooled_pct_unchanged"]
    )
    assert pooled["kappa_quadratic"] == pytest.approx(
        known["Winterthur"]["pooled_kappa_quadratic"]
    )
    assert found["overall"]["kendall_w"] == pytest.approx(
        known["Winterthur"]["stage2"]["kendall_w"]["W_ties"]
    )


def test_estimates():
    cells = ["A,1,10|20|40", "A,2,30", 'A,3,"5|22,5|60"', "A,4,skipped", "A,5,"]
    found = report("-", "--rule", "estimate", stdin=table(*cells))
    [one] = found["statements"]
    assert (one["n_rated"], one["n_opted_out"], one["n_missing"]) == (3, 1, 1)
    assert (one["median"], one["min"], one["verdict"]) == (22.5, 20, "not-computable")
    assert one["estimates"]["median_lowest"] == 10
    shown = run("-", "--rule", "estimate", stdin=table(*cells)).stdout
    assert "Not computable: Estimates are described" in shown
    for wrong in ("A,1,120", "A,1,30|20|40", "A,1,1|2", "A,1,many"):
        refused = run("-", "--rule", "estimate", stdin=table(wrong))
        assert refused.exit_code == 1
        assert "or lowest|best|highest such as 10|20|40" in refused.stderr


def test_the_mean_and_the_majorities_are_printed():
    ratings = table(*(f"{s},{p},{8 if p else 2}" for s in "AB" for p in range(9)))
    assert "7.33, 1         consensus for" in run("-", "--rule", "aao-hnsf", stdin=ratings).stdout
    assert (
        "Average percent of majority opinions: 88.9 %"
        in run("-", "--rule", "apmo", stdin=ratings).stdout
    )


def test_the_grade_grid():
    answers = table(*(f"A,{p},{2 if p < 7 else 1}" for p in range(10)), "B,1,-2", "B,2,-1")
    first, second = report("-", "--rule", "grade-grid", stdin=answers)["statements"]
    assert (first["verdict"], first["strength"]) == ("consensus-for", "strong")
    assert (second["verdict"], second["strength"]) == ("consensus-against", "conditional")
    assert (
        "conditional  consensus against" in run("-", "--rule", "grade-grid", stdin=answers).stdout
    )


def test_places():
    answers = table(*(f"{s},{p},{i + 1}" for i, s in enumerate("ABCD") for p in range(5)))
    found = report("-", "--rule", "ranking", stdin=answers)
    assert [one["verdict"] for one in found["statements"]] == [
        *["consensus-for"] * 3,
        "no-consensus",
    ]
    assert found["overall"]["kendall_w"] == 1


def test_only_people_of_all_rounds(tmp_path):
    path = tmp_path / "all.json"
    path.write_text(json.dumps(preset("agree-75").document() | {"population": "all-rounds"}))
    rows = ["A,1,9,1", "A,2,9,1", "A,3,1,1", "A,1,9,2", "A,2,9,2", "A,4,1,2", "A,5,1,2"]
    ratings = table(*rows, columns="statement,panelist,rating,round")
    [here] = report("-", "--rule", "agree-75", stdin=ratings)["statements"]
    [there] = report("-", "--rule", path, stdin=ratings)["statements"]
    assert (here["n_rated"], here["verdict"]) == (4, "no-consensus")
    assert (there["n_rated"], there["n_eligible"], there["verdict"]) == (2, 2, "consensus-for")
