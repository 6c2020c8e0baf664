"""Two programs without a common line come to the same results: ours, and that for recounting."""

import importlib.util
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.config import ROOT
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Denominator, Method
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.starters import STARTERS
from guidelines.consensus.rules.verdicts import evaluate_all
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.tallies import Tally

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
