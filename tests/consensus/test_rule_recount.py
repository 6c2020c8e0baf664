"""Two programs without a common line come to the same results: ours, and that for recounting."""

import importlib.util
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.config import ROOT
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import Content, Estimate, Given
from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Denominator, Method
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.starters import STARTERS, starter
from guidelines.consensus.rules.verdicts import evaluate_all
from guidelines.consensus.rules.verifying import check_record
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.tallies import Tally
from tests.consensus.test_record import a_record, asked

_SPEC = importlib.util.spec_from_file_location("recount", ROOT / "exports" / "verify_consensus.py")
recount = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(recount)

BASES = [rule for rule in STARTERS.values() if rule.method is not Method.DESCRIPTION]
clauses = st.builds(
    Clause,
    st.sampled_from(BandName),
    st.sampled_from(Comparison),
    st.fractions(0, 1, max_denominator=20),
)


@st.composite
def rules(draw):
    rule = draw(st.sampled_from(BASES))
    rule = replace(
        rule,
        group_clauses=(),
        denominator=draw(st.sampled_from(Denominator)),
        quantile_type=draw(st.sampled_from([2, 6, 7, 8])),
        median_convention=draw(st.sampled_from(MedianConvention)),
        quorum=draw(st.none() | st.fractions(0, 1, max_denominator=10)),
        least_ratings=draw(st.integers(2, 4)),
    )
    if rule.method is Method.SHARES:
        some = st.lists(clauses, max_size=2).map(tuple)
        rule = replace(
            rule,
            agreed_when=draw(st.lists(clauses, min_size=1, max_size=2).map(tuple)),
            rejected_when=draw(some),
            near_when=draw(some),
            undecided_when=draw(some),
        )
    return rule


@st.composite
def rounds(draw):
    rule = draw(rules())
    points = st.sampled_from(list(rule.scale.points))
    statements = draw(
        st.lists(
            st.tuples(st.lists(points, max_size=17), st.integers(0, 4), st.integers(0, 4)),
            min_size=1,
            max_size=4,
        )
    )
    return rule, statements


@settings(deadline=None, max_examples=150)
@given(told=rounds())
def test_both_programs_come_to_the_same_results(told):
    rule, statements = told
    ours = [
        Counted(
            Tally.of(ratings, rule.scale.lowest, rule.scale.highest),
            Counter({OptOut.UNCLEAR: out}),
            len(ratings) + out + missing,
        )
        for ratings, out, missing in statements
    ]
    document = rule.document()
    theirs = [
        recount.Counted(document, ratings, out, len(ratings) + out + missing)
        for ratings, out, missing in statements
    ]
    cutoff = recount.majorities(theirs) if rule.method is Method.APMO else None
    for result, other in zip(evaluate_all(rule, ours), theirs, strict=True):
        assert result.verdict == recount.verdict(document, other, cutoff)
        mine = result.document()
        for key, figure in other.figures().items():
            alike = pytest.approx(figure) if isinstance(figure, float) else figure
            assert mine[key] == alike, key
        found = recount._strength(document, other, result.verdict) if other.n else None
        assert mine.get("strength") == found


@pytest.mark.parametrize("name", PRESETS)
def test_the_digest_is_that_of_the_rule(name):
    assert recount.fingerprint(preset(name).document()) == preset(name).sha256


def test_a_share_of_nobody_is_nothing_in_both():
    rule = replace(preset("agree-75"), quorum=Fraction(0))
    other = recount.Counted(rule.document(), [], 3, 5)
    [result] = evaluate_all(rule, [Counted(Tally.of([], 1, 9), Counter({OptOut.UNCLEAR: 3}), 5)])
    assert result.verdict == recount.verdict(rule.document(), other, None) == "not-computable"


def test_a_round_of_estimates_is_counted_by_both():
    rule = starter("estimate")
    triples = [(5, 10, 20), (Decimal("2.5"), Decimal("12.5"), 40), (1, 20, 30), None]
    boxes = []
    for place, triple in enumerate(triples):
        given_ = Given(code=OptOut.UNCLEAR)
        if triple is not None:
            given_ = Given(estimate=Estimate(*map(Decimal, triple)))
        answers = {asked(1).version_id: {"overall": given_}}
        boxes.append(Opened(Content(f"{place:032x}", answers=answers), frozenset(), "a", True))
    found = a_record(rule, boxes)
    [one] = found["results"]["statements"]
    assert (one["n_rated"], one["n_opted_out"], one["n_missing"]) == (3, 1, 0)
    assert (one["median"], one["mean"], one["verdict"]) == (
        12.5,
        pytest.approx(42.5 / 3),
        "not-computable",
    )
    assert one["estimates"]["median_highest"] == 30
    assert (one["counts"], one["percent_in"], one["awmf_class"]) == ({}, None, None)
    assert check_record(found) == []
    assert list(recount.problems(found)) == []
    found["results"]["statements"][0]["median"] = 13
    assert check_record(found)
    assert list(recount.problems(found))
