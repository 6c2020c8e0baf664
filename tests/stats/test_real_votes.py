"""Real votes and estimates: the last vote counts once, estimates have the published scores."""

import json
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from click.testing import CliRunner

from guidelines.consensus.commands import group
from guidelines.consensus.rules.starters import starter
from guidelines.consensus.rules.verdicts import evaluate_estimates
from guidelines.stats.descriptions import describe
from guidelines.stats.stability import revision
from guidelines.stats.tallies import Values
from tests.real_data import real_data
from tests.stats.real_ratings import rows

POLIS = ["brexit-consensus", "15-per-hour-seattle"]
ANSWER = {"1": "yes", "-1": "no", "0": "abstain"}


def analysed(lines: list[str]):
    table = "\n".join(["statement,panelist,rating", *lines])
    return CliRunner().invoke(group, ["analyse", "-", "--rule", "awmf", "--json"], input=table)


@pytest.mark.parametrize("conversation", POLIS)
def test_one_current_vote_for_each_person_and_statement(conversation):
    last: dict[tuple[str, str], str] = {}
    events = sorted(rows("polis", conversation, "votes.csv"), key=lambda r: int(r["timestamp"]))
    for event in events:
        last[event["comment-id"], event["voter-id"]] = event["vote"]
    known = json.loads(real_data("delphi", "expected.json").read_text())["polis"][conversation]
    assert (len(events), len(last)) == (
        known["vote_events"],
        known["distinct_voter_statement_pairs"],
    )
    done = analysed([f"{item},{voter},{ANSWER[vote]}" for (item, voter), vote in last.items()])
    assert done.exit_code == 0, done.output
    found = {one["statement"]: one for one in json.loads(done.stdout)["statements"]}
    for row in rows("polis", conversation, "expected_last_vote_tallies.csv"):
        one = found[row["comment-id"]]
        passed = one["opt_outs"].get("abstain", 0)
        assert (one["counts"]["1"], one["counts"]["0"], passed) == tuple(
            int(row[name]) for name in ("agree", "disagree", "pass")
        )


@pytest.mark.parametrize("conversation", POLIS)
def test_every_event_at_once_is_refused(conversation):
    events = rows("polis", conversation, "votes.csv")
    done = analysed([f"{e['comment-id']},{e['voter-id']},{ANSWER[e['vote']]}" for e in events])
    assert done.exit_code == 1
    assert "One row for each is expected" in done.output


def estimates(round_: str) -> dict[str, dict[str, tuple[Fraction, ...]]]:
    """By claim and person: lowest, best, highest."""
    order = {f"three_point_{name}": i for i, name in enumerate(("lower", "best", "upper"))}
    found: dict = defaultdict(lambda: defaultdict(lambda: [Fraction(0)] * 3))
    for row in rows("aggrecat_two_round", "estimates_long.csv"):
        if row["round"] == round_:
            found[row["paper_id"]][row["user_name"]][order[row["element"]]] = Fraction(
                row["value"]
            )
    return found


def test_estimates_have_the_published_scores():
    published: dict[tuple[str, str], float] = {
        (row["method"], row["paper_id"]): float(row["cs"])
        for row in rows("aggrecat_two_round", "published_scores.csv")
    }
    claims = estimates("round_2")
    assert len(claims) == 25
    for claim, people in claims.items():
        triples = [tuple(sorted(one)) for one in people.values()]
        best = describe(Values.of(one[1] for one in people.values()))
        assert best.mean == pytest.approx(100 * published["ArMean", claim])
        assert best.median == pytest.approx(100 * published["Median", claim])
        result = evaluate_estimates(starter("estimate"), triples, n_eligible=25)
        assert (result.n, result.verdict) == (25, "not-computable")


def test_estimates_between_two_rounds():
    known = json.loads(real_data("delphi", "expected.json").read_text())["aggrecat_two_round"]
    first, second = estimates("round_1"), estimates("round_2")
    pairs = [
        (first[claim][person][1], second[claim][person][1])
        for claim in second
        for person in second[claim]
    ]
    found = revision(*zip(*pairs, strict=True))
    assert found.pairs == known["pairs"]
    assert float(found.unchanged) == pytest.approx(known["pct_unchanged"])
    assert found.mean_change == pytest.approx(known["mean_abs_change"])
    for table, key in ((first, "sd_within_claim_round1"), (second, "sd_within_claim_round2")):
        spread = [describe(Values.of(p[1] for p in one.values())).sd for one in table.values()]
        assert sum(spread) / len(spread) == pytest.approx(known[key])
    assert revision([], []).mean_change is None
    assert Counter(len(one) for one in second.values()) == {25: 25}
