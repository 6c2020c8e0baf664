"""Certainty by rule, effects per thousand, and rows of findings: tables of cases and laws."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.errors import Invalid, TooLarge
from guidelines.evidence.importers import findings, sheets
from guidelines.evidence.importers.findings import Mistakes
from guidelines.evidence.rules.effects import Absolute, Measure, absolute, risk_with
from guidelines.evidence.rules.findings import COLUMNS, number_in, read_finding, texts_of
from guidelines.evidence.rules.grade import (
    LEVELS,
    MOST_DOWN,
    MOST_UP,
    START,
    Design,
    Lift,
    Reason,
    graded,
    importance_of,
    overall,
)
from guidelines.evidence.rules.judgements import Certainty, Importance
from guidelines.evidence.rules.outcomes import Outcome, outcome_of

HIGH, MODERATE, LOW, VERY_LOW = (
    Certainty.HIGH, Certainty.MODERATE, Certainty.LOW, Certainty.VERY_LOW,
)  # fmt: skip
CRITICAL, IMPORTANT, LIMITED = Importance.CRITICAL, Importance.IMPORTANT, Importance.LIMITED


@pytest.mark.parametrize(
    ("design", "down", "up", "certainty"),
    [
        # GRADE guidelines 3: trials start high, studies without randomisation low.
        (Design.RANDOMISED, {}, {}, HIGH),
        (Design.NON_RANDOMISED, {}, {}, LOW),
        # one level for serious, two for very serious concerns
        (Design.RANDOMISED, {Reason.RISK_OF_BIAS: 1}, {}, MODERATE),
        (Design.RANDOMISED, {Reason.IMPRECISION: 2}, {}, LOW),
        (Design.RANDOMISED, {Reason.RISK_OF_BIAS: 1, Reason.PUBLICATION_BIAS: 1}, {}, LOW),
        (Design.RANDOMISED, {Reason.INDIRECTNESS: 2, Reason.INCONSISTENCY: 2}, {}, VERY_LOW),
        # nothing lies below very low
        (Design.NON_RANDOMISED, {Reason.RISK_OF_BIAS: 2, Reason.IMPRECISION: 2}, {}, VERY_LOW),
        # GRADE guidelines 9: large effect one level, very large two, dose-response one
        (Design.NON_RANDOMISED, {}, {Lift.LARGE_EFFECT: 1}, MODERATE),
        (Design.NON_RANDOMISED, {}, {Lift.LARGE_EFFECT: 2}, HIGH),
        (Design.NON_RANDOMISED, {}, {Lift.LARGE_EFFECT: 2, Lift.DOSE_RESPONSE: 1}, HIGH),
        (Design.NON_RANDOMISED, {Reason.RISK_OF_BIAS: 1}, {Lift.CONFOUNDING: 1}, LOW),
        # GRADE guidelines 18: with ROBINS-I studies start high and may lose three levels
        (Design.ROBINS_I, {}, {}, HIGH),
        (Design.ROBINS_I, {Reason.RISK_OF_BIAS: 3}, {}, VERY_LOW),
        # studies of accuracy and cohorts on prognosis start high
        (Design.ACCURACY, {Reason.INDIRECTNESS: 1}, {}, MODERATE),
        (Design.PROGNOSTIC, {}, {}, HIGH),
        (Design.CASES, {}, {}, LOW),
        (Design.EXPERTS, {}, {}, VERY_LOW),
    ],
)
def test_certainty_by_rule(design, down, up, certainty):
    assert graded(design, down, up) is certainty


DOWNS = st.fixed_dictionaries({one: st.integers(0, most) for one, most in MOST_DOWN.items()})
UPS = st.fixed_dictionaries({one: st.integers(0, most) for one, most in MOST_UP.items()})


@given(st.sampled_from(Design), DOWNS, UPS, st.sampled_from(Reason))
def test_certainty_stays_on_the_scale_and_each_reason_moves_it_one_way(design, down, up, reason):
    rank = LEVELS.index
    found = graded(design, down, up)
    assert graded(design) is START[design]
    assert rank(graded(design, down)) <= rank(found) <= rank(graded(design, {}, up))
    more = {**down, reason: down[reason] + 1}
    assert rank(found) - 1 <= rank(graded(design, more, up)) <= rank(found)


@pytest.mark.parametrize(
    ("rating", "band"),
    [(9, CRITICAL), (7, CRITICAL), (6.5, IMPORTANT), (4, IMPORTANT), (3.5, LIMITED), (1, LIMITED)],
)
def test_bands_of_importance(rating, band):
    assert importance_of(rating) is band


@pytest.mark.parametrize(
    ("outcomes", "certainty", "decided_by", "waiting"),
    [
        # GRADE guidelines 11: the lowest certainty among the critical outcomes
        ([("a", CRITICAL, HIGH), ("b", CRITICAL, LOW)], LOW, ("b",), ()),
        ([("a", CRITICAL, LOW), ("b", CRITICAL, LOW)], LOW, ("a", "b"), ()),
        ([("a", CRITICAL, HIGH), ("b", IMPORTANT, VERY_LOW)], HIGH, ("a",), ()),
        ([("a", CRITICAL, HIGH), ("b", CRITICAL, None)], None, (), ("b",)),
        ([("a", IMPORTANT, HIGH)], None, (), ()),
        ([], None, (), ()),
    ],
)
def test_overall_certainty(outcomes, certainty, decided_by, waiting):
    found = overall(outcomes)
    assert (found.certainty, found.decided_by, found.waiting) == (certainty, decided_by, waiting)


OUTCOMES = st.lists(
    st.tuples(st.text(min_size=1), st.sampled_from(Importance), st.sampled_from(Certainty))
)


@given(OUTCOMES)
def test_no_critical_outcome_is_below_the_overall_certainty(outcomes):
    found = overall(outcomes)
    critical = [LEVELS.index(level) for _name, weight, level in outcomes if weight is CRITICAL]
    assert (found.certainty is None) == (not critical)
    if found.certainty:
        assert LEVELS.index(found.certainty) == min(critical)


@pytest.mark.parametrize(
    ("measure", "effect", "baseline", "difference"),
    [
        # Cochrane Handbook 5.1, 12.5.4.2: RR 0.92 on 300 per 1,000 is 24 fewer per 1,000
        (Measure.RISK_RATIO, 0.92, 300, -24),
        # 12.5.4.3: OR 0.73 on 300 per 1,000 is 62 fewer per 1,000
        (Measure.ODDS_RATIO, 0.73, 300, -62),
        # 11.5.5: RR 0.75 takes 80 % to 60 % and 20 % to 15 %
        (Measure.RISK_RATIO, 0.75, 800, -200),
        (Measure.RISK_RATIO, 0.75, 200, -50),
        # 12.5.4: a risk difference of -0.133 is 133 fewer per 1,000
        (Measure.RISK_DIFFERENCE, -133, 500, -133),
        # by hand: 1 - 0.7 ** 0.5 = 0.1633
        (Measure.HAZARD_RATIO, 0.5, 300, -137),
        # no effect, nobody at risk, and risks that cannot pass everybody
        (Measure.ODDS_RATIO, 1, 300, 0),
        (Measure.RISK_RATIO, 0.5, 0, 0),
        (Measure.RISK_RATIO, 4, 300, 700),
    ],
)
def test_effects_per_thousand(measure, effect, baseline, difference):
    assert absolute(measure, effect, baseline).difference == difference


def test_an_interval_goes_with_its_effect():
    found = absolute(Measure.RISK_RATIO, 0.92, 300, 0.72, 1.18)
    assert found == Absolute(300, 276, -24, -84, 54)
    with pytest.raises(ValueError, match="says nothing about a risk"):
        risk_with(Measure.MEAN_DIFFERENCE, 1, 300)


@given(
    st.sampled_from([Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.HAZARD_RATIO]),
    st.floats(0, 20),
    st.floats(0, 20),
    st.floats(0, 1000),
)
def test_a_risk_stays_a_risk_and_grows_with_the_ratio(measure, one, other, baseline):
    low, high = sorted((risk_with(measure, one, baseline), risk_with(measure, other, baseline)))
    assert 0 <= low <= high <= 1000
    assert (one <= other) == (
        risk_with(measure, one, baseline) <= risk_with(measure, other, baseline)
    ) or low == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.75", 0.75), ("0,75", 0.75), (" 12 ", 12.0), ("−3", -3.0), (".5", 0.5),
        ("1,2,3", None), ("1e9", None), ("nan", None), ("", None), ("0x1", None), ("٣", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({}, {"name"}),
        ({"name": "x" * 301}, {"name"}),
        ({"rating": "0"}, {"rating"}),
        ({"rating": "10"}, {"rating"}),
        ({"studies": "-1", "participants": "1.5"}, {"studies", "participants"}),
        ({"design": "guess"}, {"design"}),
        ({"measure": "rr", "estimate": "-0.5"}, {"estimate"}),
        ({"estimate": "0.5"}, {"measure"}),
        ({"measure": "rr", "estimate": "2", "lower": "0.5", "upper": "1.5"}, {"estimate"}),
        ({"measure": "rr", "estimate": "1", "lower": "0.5"}, {"upper"}),
        ({"measure": "rr", "lower": "0.5", "upper": "1.5"}, {"estimate"}),
        ({"measure": "md", "estimate": "-3", "baseline": "300"}, {"baseline"}),
        ({"measure": "rr", "baseline": "1001"}, {"baseline"}),
        ({"imprecision": "serious", "imprecision-note": "Few."}, {"design"}),
        ({"design": "randomised", "imprecision": "serious"}, {"imprecision-note"}),
        ({"design": "rct", "inconsistency": "3", "inconsistency-note": "x"}, {"inconsistency"}),
        ({"design": "rct", "dose-response": "2", "dose-response-note": "x"}, {"dose-response"}),
        ({"design": "randomised", "settled": "low"}, {"reason"}),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row(texts, wrong):
    outcome, mistakes = read_finding({"name": "Pain", **texts} if texts else {})
    assert outcome is None
    assert set(mistakes) == wrong


def test_a_row_may_use_the_words_of_other_programs():
    outcome, mistakes = read_finding(
        {
            "name": "Pain",
            "design": "Randomized trials",
            "measure": "Relative risk",
            "estimate": "0,5",
            "participants": "12,345",
            "imprecision": "Very serious",
            "imprecision-note": "Few.",
            "publication-bias": "undetected",
            "settled": "Low",
        }
    )
    assert mistakes == {}
    assert outcome is not None
    assert (outcome.participants, outcome.measure, outcome.estimate) == (
        12345, Measure.RISK_RATIO, 0.5,
    )  # fmt: skip
    assert outcome.settled is None  # it is what follows by rule anyway


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30)
RATIO = st.integers(1, 400).map(lambda n: n / 100)


@st.composite
def outcomes(draw):
    """Any outcome that the form can hold."""
    effect = sorted(draw(st.lists(RATIO, min_size=3, max_size=3)))
    note = st.text("abc déf", min_size=1, max_size=20).map(str.strip).filter(bool)
    down = {
        reason: (draw(st.integers(1, most)), draw(note))
        for reason, most in MOST_DOWN.items()
        if draw(st.booleans())
    }
    up = {
        lift: (draw(st.integers(1, most)), draw(note))
        for lift, most in MOST_UP.items()
        if draw(st.booleans())
    }
    return Outcome(
        name="N" + draw(TEXT),
        rating=draw(st.integers(1, 9)),
        finding=draw(TEXT),
        design=draw(st.sampled_from(Design)),
        studies=draw(st.none() | st.integers(0, 10**8)),
        participants=draw(st.none() | st.integers(0, 10**8)),
        follow_up=draw(TEXT),
        measure=draw(st.sampled_from([Measure.RISK_RATIO, Measure.ODDS_RATIO])),
        lower=effect[0], estimate=effect[1], upper=effect[2],
        baseline=draw(st.none() | st.integers(0, 1000)),
        down=down, up=up,
    )  # fmt: skip


@given(outcomes())
def test_an_outcome_comes_back_from_its_texts_and_from_storage(outcome):
    read, mistakes = read_finding(texts_of(outcome))
    assert mistakes == {}
    assert read == outcome
    assert outcome_of(outcome.plain()) == outcome


def test_what_was_stored_before_grading_is_still_read():
    old = {"name": "Pain", "importance": "critical", "certainty": "low", "finding": "Less."}
    found = outcome_of(old)
    assert (found.importance, found.certainty, found.finding) == (CRITICAL, LOW, "Less.")


def test_every_bad_cell_of_a_file_is_named_with_its_row_and_column():
    table = "\n\nOutcome;Importance;Foo\nA;5;\nB;x;\n;7;\n"
    with pytest.raises(Mistakes) as caught:
        findings.read(table.encode())
    assert [(one.row, one.column) for one in caught.value.mistakes] == [
        (3, "Foo"), (5, "Importance"), (6, "Outcome"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"", b"   \n", b"a,b\n1,2\n", b"Outcome\n", b"\x00\x01\x02", b"PK\x03\x04 broken",
        b"Outcome\n" + b"A\n" * 31,
    ],
    ids=["nothing", "blank", "no outcome column", "no row", "binary", "broken zip", "twice"],
)  # fmt: skip
def test_files_that_hold_no_findings(content):
    with pytest.raises(Invalid):
        findings.read(content)


def test_files_that_are_too_large():
    with pytest.raises(TooLarge):
        findings.read(b"Outcome\n" + b"x" * (sheets.MOST_BYTES + 1))
    with pytest.raises(TooLarge):
        findings.read(b"Outcome\n" + b"A\n" * 20_001)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_spreadsheet_runs_nothing_of_what_people_typed(ending):
    evil = Outcome("=HYPERLINK(1)", finding="@SUM(A1)", follow_up="+1 year")
    content = findings.write([evil], ending)
    cells = [cell for row in sheets.rows_of(content) for cell in row]
    assert "=HYPERLINK(1)" in cells  # it comes back as typed
    assert b",=HYPERLINK" not in content
    assert b"\n=HYPERLINK" not in content
    assert b"<f>" not in content
    [found] = findings.read(content)
    assert (found.name, found.finding, found.follow_up) == (evil.name, evil.finding, "+1 year")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_has_every_column(ending):
    [headings] = sheets.rows_of(findings.template(ending))
    assert headings == [column.heading for column in COLUMNS]


def repacked(**changed):
    """Return the template with parts of its archive changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(findings.template("xlsx"))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            change = changed.get(name.rpartition("/")[2], bytes)
            target.writestr(name, change(source.read(name)))
        if "more" in changed:
            target.writestr("xl/more", changed["more"](b""))
    return out.getvalue()


def test_a_workbook_with_a_document_type_is_refused():
    kind = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    hostile = repacked(**{"sheet1.xml": lambda part: kind + part.split(b"?>", 1)[-1]})
    with pytest.raises(Invalid):
        findings.read(hostile)


def test_a_workbook_that_grows_when_it_is_opened_is_refused():
    with pytest.raises(TooLarge):
        findings.read(repacked(more=lambda _part: b"0" * (70 * 1024 * 1024)))
