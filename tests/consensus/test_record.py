"""The published record of a round, counted again twice over, and each way to tamper with it."""

import copy
import importlib.util
import json
import random
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.config import ROOT
from guidelines.consensus import commands
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import OVERALL, Content, Given, dimensions_of
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.clauses import BandName, Clause, Comparison, GroupClause, Outcome
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.policies import Conflicted, Denominator
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.record import published, record
from guidelines.consensus.rules.results import Asked, Electorate, entries, tables
from guidelines.consensus.rules.scales import Band, Dimension, Scale
from guidelines.consensus.rules.verifying import check_record
from guidelines.errors import Invalid

SCRIPT = ROOT / "exports" / "verify_consensus.py"


def the_script():
    found = importlib.util.spec_from_file_location("verify_consensus", SCRIPT)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


verify = the_script()

FEASIBILITY = Dimension(
    "feasibility",
    "Feasibility",
    "Can it be done?",
    Scale(1, 5, "no", "yes"),
    Band(1, 2),
    Band(4, 5),
)


def asked(number):
    name = f"version{number:05}"
    return Asked(
        f"statement{number:03}", name, number, f"rec-{number}", 1, 1, f"Do {number}.",
        sha256(name.encode()).hexdigest(), "0" * 64,
    )  # fmt: skip


def a_record(rule, boxes, absent=(), recused_absent=0):
    """Return the record of a round: `boxes` came, `absent` are the groups of those who did not."""
    versions = sorted({version for box in boxes for version in box.content.answers})
    statements = [asked(int(version[7:])) for version in versions]
    groups, recused = {}, {}
    counting = [box for box in boxes if box.counts]
    for group in [*(box.group for box in counting), *absent]:
        groups[group] = groups.get(group, 0) + 1
    for box in counting:
        for version in box.recused:
            recused.setdefault(version, []).append(box.group)
    electorate = Electorate(groups, recused)
    rows = [
        row
        for dimension in dimensions_of(rule)
        for found in published(rule, statements, dimension, boxes)
        for row in found.rows()
    ]
    random.Random(1).shuffle(rows)
    results = {
        "schema": 2,
        "round": 1,
        "rule": rule.document(),
        "rule_sha256": rule.sha256,
        "answers_sha256": sealing.digest([row.commitment for row in rows]),
        "n_electors": electorate.size,
        "n_population": electorate.size,
        "n_not_counted": sum(not box.counts for box in boxes),
        "statements": entries(rule, statements, tables(rule, versions, boxes), electorate),
    }
    results = json.loads(json.dumps(results))
    return json.loads(json.dumps(record(results, fingerprint(results), rows)))


@st.composite
def rules(draw):
    rule = preset(draw(st.sampled_from(sorted(PRESETS))))
    rule = replace(
        rule,
        denominator=draw(st.sampled_from(list(Denominator))),
        quantile_type=draw(st.sampled_from([2, 6, 7, 8])),
        quorum=draw(st.sampled_from([None, Fraction(1, 2), Fraction(9, 10)])),
        conflicted=draw(st.sampled_from(list(Conflicted))),
    )
    if draw(st.booleans()):
        rule = replace(rule, dimensions=(FEASIBILITY,))
        if rule.agreed_when and draw(st.booleans()):
            feasible = Clause(
                BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1, 2), FEASIBILITY.key
            )
            rule = replace(rule, agreed_when=(*rule.agreed_when, feasible))
    if rule.agreed_when and draw(st.booleans()):
        inside = Clause(BandName.AGREEMENT, Comparison.MORE_THAN, Fraction(1, 2))
        rule = replace(rule, group_clauses=(GroupClause(Outcome.AGREED, inside),))
    return rule


def a_cell(dice, points, middle):
    """Return an answer near the limits of rules: mostly one of two neighbouring points."""
    if dice.random() < 0.1:
        codes = [code for code in OptOut if code is not OptOut.RECUSED]
        return Given(code=dice.choice(codes)) if dice.random() < 0.6 else Given()
    near = [point for point in points if middle <= point <= middle + 1]
    return Given(rating=dice.choice(near if dice.random() < 0.8 else list(points)))


@st.composite
def rounds(draw):
    """Return a definition, boxes and the groups of those who did not come."""
    rule, dice = draw(rules()), random.Random(draw(st.integers(0, 2**32)))
    numbers = range(1, dice.randint(2, 4))
    middles = {
        (number, key): dice.choice(list(rule.of_dimension(key).scale.points))
        for number in numbers
        for key in dimensions_of(rule)
    }
    boxes = []
    for _ in range(dice.choice([0, 1, 2, 4, *range(7, 17), *range(7, 17)])):
        answers = {
            asked(number).version_id: {
                key: a_cell(dice, rule.of_dimension(key).scale.points, middles[number, key])
                for key in dimensions_of(rule)
            }
            for number in numbers
        }
        recused = frozenset(version for version in answers if dice.random() < 0.05)
        content = Content(dice.randbytes(16).hex(), answers=answers)
        boxes.append(Opened(content, recused, dice.choice("abc"), dice.random() > 0.05))
    return rule, boxes, [dice.choice("abc") for _ in range(dice.choice([0, 0, 1, 3]))]


@settings(max_examples=600)
@given(rounds())
def test_both_counts_come_to_what_the_product_says(round_):
    found = a_record(*round_)

    assert list(verify.problems(found)) == []
    assert check_record(found) == []


def a_round(rule, *statements):
    """Return the record of a round in which each statement got these ratings."""
    boxes = [
        Opened(
            Content(
                f"{column:032x}",
                answers={
                    asked(number).version_id: {OVERALL: Given(rating=ratings[column])}
                    for number, ratings in enumerate(statements, start=1)
                },
            )
        )
        for column in range(len(statements[0]))
    ]
    return a_record(rule, boxes)


UNDECIDED = Clause(BandName.AGREEMENT, Comparison.LESS_THAN, Fraction(9, 10))


@pytest.mark.parametrize(
    ("rule", "statements", "verdicts"),
    [
        ("aao-hnsf", [[7] * 8 + [9, 5]], ["near"]),  # two lie exactly 2 points from the mean
        ("comet-70-15", [[8] * 14 + [2] * 3 + [5] * 3], ["no-consensus"]),  # 15 % is not below
        ("comet-70-15", [[8] * 14 + [2] * 2 + [5] * 4], ["consensus-for"]),
        (  # half is no majority, so the cut-off is 16 of 30 and not 21 of 30
            "apmo",
            [[8] * 5 + [5] * 5, [8] * 6 + [5] * 4, [8] * 10],
            ["no-consensus", "consensus-for", "consensus-for"],
        ),
        (
            replace(preset("agree-75"), undecided_when=(UNDECIDED,)),
            [[8] * 8 + [2] * 2, [8] * 9 + [2]],
            ["no-consensus", "consensus-for"],
        ),
    ],
)
def test_ties_at_limits(rule, statements, verdicts):
    found = a_round(preset(rule) if isinstance(rule, str) else rule, *statements)

    assert [one["verdict"] for one in found["results"]["statements"]] == verdicts
    assert both(found) == (False, False)


def a_box(rating, code=None, group="a", **more):
    """Return a box with the same answer to two statements."""
    one = Given(code=code) if code else Given(rating=rating)
    answers = {asked(number).version_id: {OVERALL: one} for number in (1, 2)}
    secret = random.Random(f"{rating}{code}{group}{more}").randbytes(16).hex()
    return Opened(Content(secret, answers=answers), frozenset(), group, **more)


@pytest.fixture
def good():
    boxes = [a_box(8, group=str(n)) for n in range(9)] + [a_box(2, group="x")]
    boxes.append(a_box(None, OptOut.NOT_MY_EXPERTISE))
    return a_record(preset("agree-75"), boxes, ["x"])


def both(record_):
    """Return whether each of the two counts finds something wrong."""
    try:
        ours = bool(check_record(record_))
    except Invalid:
        ours = True
    try:
        theirs = bool(list(verify.problems(record_)))
    except (KeyError, ValueError, TypeError, StopIteration):
        theirs = True
    return ours, theirs


def sign(record_):
    """Write every digest anew, as somebody would who covers their tracks."""
    results = record_["results"]
    every = [row[0] for one in record_["answers"] for row in one["rows"]]
    results["answers_sha256"] = sealing.digest(every)
    results["rule_sha256"] = fingerprint(results["rule"])
    record_["results_sha256"] = fingerprint(results)
    record_["sha256"] = fingerprint({k: v for k, v in record_.items() if k != "sha256"})


def change_rating(record_):
    row = next(row for row in record_["answers"][0]["rows"] if row[1] == "2")
    row[1] = "9"


def drop_row(record_):
    record_["answers"][0]["rows"].pop()


def add_row(record_):
    salt = "0" * 32
    one = record_["answers"][0]
    one["rows"].append(
        [sealing.commitment(salt, one["wording_sha256"], "9"), "9", salt]
    )  # fmt: skip


def copy_row(record_):
    rows_ = record_["answers"][0]["rows"]
    rows_.append(list(rows_[0]))


def change_rule(record_):
    record_["results"]["rule"]["agreed_when"][0]["limit"] = "95/100"


def change_verdict(record_):
    for key in ("verdict", "verdict_of_all"):
        record_["results"]["statements"][0][key] = "no-consensus"


def change_final_verdict(record_):
    record_["results"]["statements"][0]["verdict"] = "no-consensus"


def change_median(record_):
    record_["results"]["statements"][1]["median"] = 9.0


def hide_answers(record_):
    for row in record_["answers"][0]["rows"]:
        if row[1] == "2":
            row[1:] = ["?", ""]


def change_totals(record_):
    entry = record_["results"]["statements"][0]
    entry["opt_outs"]["not-my-expertise"] += 1
    entry["n_opted_out"] += 1
    entry["n_missing"] -= 1


def swap_wording(record_):
    record_["answers"][0]["wording_sha256"] = "1" * 64


def drop_statement(record_):
    gone = record_["results"]["statements"].pop()
    record_["answers"] = [a for a in record_["answers"] if a["version"] == gone["version"]]


TAMPERINGS = [
    change_rating, drop_row, add_row, copy_row, change_rule, change_verdict,
    change_final_verdict, change_median, hide_answers, change_totals, swap_wording, drop_statement,
]  # fmt: skip


def test_a_good_record_fits(good):
    assert both(good) == (False, False)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_each_tampering_is_found(good, tamper):
    changed = copy.deepcopy(good)
    tamper(changed)
    assert changed != good
    assert both(changed) == (True, True)


@pytest.mark.parametrize(
    "tamper",
    [one for one in TAMPERINGS if one is not change_rule],
    ids=lambda one: one.__name__,
)
def test_each_tampering_is_found_though_every_digest_was_written_anew(good, tamper):
    changed = copy.deepcopy(good)
    tamper(changed)
    sign(changed)
    assert both(changed)[1], "the stand-alone script"


def test_another_rule_with_all_its_results_has_another_digest(good):
    """Who recounts under another rule makes another record: its digest gives it away."""
    boxes = [a_box(8, group=str(n)) for n in range(9)] + [a_box(2, group="x")]
    boxes.append(a_box(None, OptOut.NOT_MY_EXPERTISE))
    other = a_record(preset("agree-80"), boxes, ["x"])

    assert both(other) == (False, False)
    assert other["sha256"] != good["sha256"]
    assert other["results"]["rule_sha256"] != good["results"]["rule_sha256"]


@pytest.mark.parametrize("digest", ["sha256", "results_sha256"])
def test_a_changed_digest_is_found(good, digest):
    good[digest] = "0" * 64
    assert both(good) == (True, True)


@pytest.mark.parametrize("digest", ["rule_sha256", "answers_sha256"])
def test_a_changed_digest_of_the_results_is_found(good, digest):
    good["results"][digest] = "0" * 64
    assert both(good) == (True, True)


@pytest.mark.parametrize("broken", [{}, [], {"format": "x"}, {"format": verify.FORMAT}, None, 7])
def test_something_else_is_refused_with_a_sentence(broken):
    with pytest.raises(Invalid, match="not the published record"):
        check_record(broken)


def run(tmp_path, capsys, record_, *more):
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record_), encoding="utf-8")
    code = verify.main([str(path), *more])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_the_script_says_what_it_found(tmp_path, capsys, good):
    code, said = run(tmp_path, capsys, good)
    assert code == 0
    assert "consensus-for      9 of 10" in said
    assert said.endswith("Everything fits.\n")

    change_rating(good)
    code, said = run(tmp_path, capsys, good)
    assert code == 1
    assert "NOT RIGHT" in said

    (tmp_path / "torn.json").write_text("{")
    assert verify.main([str(tmp_path / "torn.json")]) == 2
    assert run(tmp_path, capsys, {"format": "other"})[0] == 1
    assert run(tmp_path, capsys, {"format": verify.FORMAT})[0] == 2


def test_a_receipt_is_found_or_not(tmp_path, capsys, good):
    numbers = {one["version"]: one["number"] for one in good["results"]["statements"]}
    lines = [f"{numbers[one['version']]}. {one['rows'][3][0][:32]}" for one in good["answers"]]
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("My receipt\n" + "\n".join(lines))
    code, said = run(tmp_path, capsys, good, "--receipt", str(receipt))
    assert code == 0
    assert "2 numbers of the receipt are in the record." in said

    receipt.write_text(lines[0] + "\n2. " + "ab" * 16)
    code, said = run(tmp_path, capsys, good, "--receipt", str(receipt))
    assert code == 1
    assert "The number abab" in said

    elsewhere = lines[0].replace(lines[0][:2], "2.")
    receipt.write_text(elsewhere)
    assert run(tmp_path, capsys, good, "--receipt", str(receipt))[0] == 1


def test_the_command_says_the_same(tmp_path, capsys, good):
    path, receipt = tmp_path / "record.json", tmp_path / "receipt.txt"
    receipt.write_text(f"1. {good['answers'][0]['rows'][3][0][:32]}\n2. {'ab' * 16}")
    for change in (lambda one: None, change_rating, change_verdict):
        change(good)
        path.write_text(json.dumps(good), encoding="utf-8")
        for more in ((), ("--receipt", str(receipt))):
            answer = CliRunner().invoke(commands.group, ["verify", str(path), *more])
            code, said = run(tmp_path, capsys, good, *more)
            assert answer.exit_code == code
            assert answer.output.splitlines()[0] == said.splitlines()[0]
            assert ("Everything fits." in answer.output) == ("Everything fits." in said)

    path.write_text("{")
    answer = CliRunner().invoke(commands.group, ["verify", str(path)])
    assert answer.exit_code == 1
    assert answer.output == "Error: This is not the published record of a round.\n"


def test_the_script_needs_nothing_but_the_standard_library():
    text = Path(SCRIPT).read_text(encoding="utf-8")
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported == {
        "argparse", "hashlib", "json", "math", "re", "sys", "fractions",
    }  # fmt: skip


def test_what_does_not_count_stays_sealed():
    boxes = [a_box(8, group=str(n)) for n in range(5)] + [a_box(2, counts=False)]
    found = a_record(preset("agree-75"), boxes)

    rows = found["answers"][0]["rows"]
    assert sorted(row[1] for row in rows) == [*["8"] * 5, "?"]
    assert [row[2] for row in rows if row[1] == "?"] == [""]
    assert both(found) == (False, False)
