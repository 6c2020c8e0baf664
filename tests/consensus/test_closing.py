"""Closing: whose answers count, what is said of groups, and what nobody can work out."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from guidelines.consensus import service
from guidelines.consensus.models import ClosedBallot, OpenedAnswer, Panelist, Result
from guidelines.consensus.queries import results_document
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.rules.ballots import OVERALL, Content, Given
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.clauses import BandName, Clause, Comparison, GroupClause, Outcome
from guidelines.consensus.rules.opened import Opened
from guidelines.consensus.rules.policies import Conflicted, Partial, Population
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.results import Electorate, entries, tables
from guidelines.consensus.rules.verifying import check_record
from guidelines.db import session, transaction
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote
from tests.consensus.test_record import asked, verify

AGREE = preset("agree-75")
INSIDE = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1, 2))
IN_EACH = replace(AGREE, name="custom", group_clauses=(GroupClause(Outcome.AGREED, INSIDE),))


def grouped(build, sizes, rule=AGREE):
    """Return a panel in stakeholder groups of these sizes, in order."""
    panel = a_panel(build, size=sum(sizes.values()), rule=rule)
    names = [name for name, size in sizes.items() for _ in range(size)]
    with transaction():
        panelists = {one.person_id: one for one in rows(Panelist)}
        for person, name in zip(panel.people, names, strict=True):
            session.merge(panelists[person.id]).group_title = name
    return panel


def rated(panel, round_, ratings, key="rec-airway"):
    for index, rating in enumerate(ratings):
        if rating is not None:
            vote(panel, round_, index, {key: rating})


def possible_tallies(entry, sizes):
    """Return every way in which the groups could have rated, that fits what is published."""
    shown = {one["group"]: one["counts"] for one in entry["groups"]}
    points = [point for point, n in entry["counts"].items() if n]
    hidden = [name for name in sizes if name not in shown]
    rest = {p: n - sum(counts[p] for counts in shown.values()) for p, n in entry["counts"].items()}

    def splits(total, parts):
        if parts == 1:
            yield (total,)
            return
        for first in range(total + 1):
            for more in splits(total - first, parts - 1):
                yield (first, *more)

    ways = set()
    if hidden:
        for choice in product(*(splits(rest[p], len(hidden)) for p in points)):
            table = tuple(zip(*choice, strict=True))
            if all(sum(row) <= sizes[n] for row, n in zip(table, hidden, strict=True)):
                ways.add(table)
    return hidden, ways


def test_a_suppressed_group_cannot_be_subtracted_out_of_the_total(build):
    """Two groups, one of them small, and the total is shown: then no group is."""
    sizes = {"clinicians": 7, "patients": 3}
    panel = grouped(build, sizes)
    round_ = an_open_round(panel)
    rated(panel, round_, [8, 8, 9, 9, 7, 7, 2, 1, 2, 9])
    entry = close(panel, round_)["rec-airway"]

    assert entry["n_rated"] == 10
    assert entry["groups"] == []
    assert entry["groups_sealed"] is True
    hidden, ways = possible_tallies(entry, sizes)
    assert len(ways) > 20
    for place, _name in enumerate(hidden):
        assert len({way[place] for way in ways}) > 5


def test_large_groups_are_shown_and_small_ones_hide_each_other(build):
    sizes = {"clinicians": 6, "nurses": 5, "patients": 3, "methodologists": 2}
    panel = grouped(build, sizes)
    round_ = an_open_round(panel)
    rated(panel, round_, [8, 8, 9, 9, 7, 2, 8, 8, 3, 9, 9, 1, 2, 9, 5, 6])
    entry = close(panel, round_)["rec-airway"]

    assert [one["group"] for one in entry["groups"]] == ["clinicians", "nurses"]
    assert entry["groups"][0]["n_rated"] == 6
    assert entry["groups"][0]["percent_in"] == pytest.approx(500 / 6)
    assert set(entry["groups"][0]) == {
        "group", "n_rated", "counts", "n_in", "n_out", "percent_in", "percent_out", "median",
        "q1", "q3",
    }  # fmt: skip
    _hidden, ways = possible_tallies(entry, sizes)
    assert len(ways) > 5


def test_a_condition_inside_groups_is_checked_under_seal(build):
    sizes = {"clinicians": 9, "patients": 3}
    panel = grouped(build, sizes, IN_EACH)
    round_ = an_open_round(panel)
    rated(panel, round_, [9] * 9 + [1, 1, 9])
    entry = close(panel, round_)["rec-airway"]
    document = json.dumps(results_document(round_))

    assert entry["verdict_of_all"] == "consensus-for"
    assert entry["verdict"] == "no-consensus"
    assert entry["groups"] == []
    assert "groups_held" not in document
    assert check_record(publication(round_)) == []


def test_answers_that_were_not_submitted_count_unless_the_definition_says_otherwise(build):
    for partial, n in ((Partial.COUNT, 5), (Partial.ONLY_SUBMITTED, 3)):
        panel = a_panel(build, rule=replace(AGREE, partial=partial))
        round_ = an_open_round(panel)
        for index in range(5):
            vote(panel, round_, index, dict.fromkeys(KEYS, 8), submit=index < 3)
        entry = close(panel, round_)["rec-airway"]
        results = results_document(round_)

        assert entry["n_rated"] == n
        assert (results["n_ballots"], results["n_not_counted"]) == (5, 5 - n)
        assert check_record(publication(round_)) == []
        sealed = [r for r in rows(OpenedAnswer) if r.round_id == round_.id and r.answer == "?"]
        assert len(sealed) == (5 - n) * len(KEYS)
        assert all(row.salt == "" and row.rating is None for row in sealed)


def test_only_those_who_came_every_time_count_if_the_definition_says_so(build):
    panel = a_panel(build, size=7, rule=replace(AGREE, population=Population.ALL_ROUNDS))
    first = an_open_round(panel)
    for index in range(6):
        vote(panel, first, index, dict.fromkeys(KEYS, 5))
    close(panel, first)
    second = an_open_round(panel)
    for index in range(1, 7):
        vote(panel, second, index, dict.fromkeys(KEYS, 8))
    entry = close(panel, second)["rec-airway"]

    assert (entry["n_rated"], entry["n_eligible"]) == (5, 6)
    assert results_document(second)["n_not_counted"] == 1
    assert check_record(publication(second)) == []


def a_box(rating, conflicted, group="a", number=1):
    one = asked(number)
    content = Content(f"{rating:032x}", answers={one.version_id: {OVERALL: Given(rating=rating)}})
    return Opened(content, frozenset({one.version_id} if conflicted else ()), group)


@pytest.mark.parametrize(("conflicted", "shown"), [(0, False), (4, False), (5, True), (7, True)])
def test_the_result_without_conflicted_votes_decides(conflicted, shown):
    rule = replace(AGREE, conflicted=Conflicted.DOUBLE_VOTE)
    boxes = [a_box(2, False) for _ in range(6)] + [a_box(9, True) for _ in range(conflicted)]
    version = asked(1).version_id
    electorate = Electorate({"a": len(boxes)}, {version: ["a"] * conflicted})
    [entry] = entries(rule, [asked(1)], tables(rule, [version], boxes), electorate)

    assert entry["verdict"] == "consensus-against"
    assert (entry["n_rated"], entry["n_recused"]) == (6, conflicted)
    assert bool(entry["conflicted"]) is shown
    if shown:
        assert entry["conflicted"]["n_conflicted"] == conflicted
        assert entry["conflicted"]["n_rated"] == 6 + conflicted


def test_those_with_an_interest_answer_apart_where_the_definition_lets_them(build, monkeypatch):
    panel = a_panel(build, size=6, rule=replace(AGREE, conflicted=Conflicted.DOUBLE_VOTE))
    declared = {panel.people[0].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: declared
    )
    round_ = an_open_round(panel)
    for index in range(6):
        vote(panel, round_, index, dict.fromkeys(KEYS, 1 if index else 9))
    receipt = service.receipt_for(round_, elector_of(round_, panel.people[0].id))
    entry = close(panel, round_)["rec-airway"]
    record = publication(round_)

    assert receipt.askable == len(KEYS)
    assert (entry["n_rated"], entry["n_recused"], entry["conflicted"]) == (5, 1, None)
    assert entry["verdict"] == "consensus-against"
    assert check_record(record) == []
    assert list(verify.problems(record)) == []
    text = "\n".join(f"{one.statement}. {one.commitment}" for one in receipt.commitments)
    assert verify.missing_from(record, text) == ([], len(KEYS))  # found, and never opened


def test_removing_a_panel_member_leaves_results_and_hashes_as_they_are(build):
    panel = a_panel(build, size=6)
    round_ = an_open_round(panel)
    for index in range(6):
        vote(panel, round_, index, dict.fromkeys(KEYS, index + 4))
    close(panel, round_)
    before = json.dumps(publication(round_))
    with transaction():
        person = session.merge(panel.people[0])
        person.name, person.email, person.affiliation = "Removed", "removed@gone.example", ""
        next(
            one for one in rows(Panelist) if one.person_id == person.id
        ).withdrawn_on = round_.closed_at.date()
    session.expire_all()

    assert json.dumps(publication(round_)) == before
    result = session.get(Result, round_.id)
    assert fingerprint(result.document) == result.sha256


def test_linked_rows_leave_coefficients_alone(build):
    panel = a_panel(build, size=6)
    first = an_open_round(panel)
    for index in range(6):
        vote(panel, first, index, {"rec-airway": index + 1, "rec-hearing": 5, "rec-follow-up": 9})
    close(panel, first)
    second = an_open_round(panel)
    for index in range(6):
        vote(panel, second, index, {"rec-airway": index + 2, "rec-hearing": 5})
    close(panel, second)
    one, two = results_document(first), results_document(second)

    assert one["reliability"]["kendall_w"] is not None
    assert "stability" not in one
    assert two["stability"]["pooled"]["n_pairs"] == 12
    assert two["stability"]["pooled"]["percent_unchanged"] == 50.0
    assert {row["statement"] for row in two["stability"]["statements"]} == {
        entry["version"] for entry in two["statements"]
    }
    names = {row.pseudonym for row in rows(ClosedBallot)}
    assert not [name for name in names if name in json.dumps([one, two])]


def test_few_pairs_give_no_stability(build):
    panel = a_panel(build, size=5)
    first = an_open_round(panel)
    for index in range(5):
        vote(panel, first, index, dict.fromkeys(KEYS, 5))
    close(panel, first)
    second = an_open_round(panel)
    for index in range(4):
        vote(panel, second, index, dict.fromkeys(KEYS, 5))
    close(panel, second)

    found = results_document(second)["stability"]
    assert found["statements"] == []


def test_an_annulled_round_has_no_record(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    for index in range(5):
        vote(panel, round_, index, dict.fromkeys(KEYS, 5))
    close(panel, round_)
    with transaction():
        service.annul_round(panel.office, round_, reason="The wrong text.")
    assert publication(round_) is None


@pytest.mark.parametrize("leavers", [0, 1, 5])
def test_few_who_left_cannot_be_subtracted_out_of_the_stability(build, leavers):
    """With the published totals a mean of those who stayed would tell what the others said."""
    panel = a_panel(build, size=10)
    first = an_open_round(panel)
    rated(panel, first, [1, 2, 3, 4, 5, 6, 7, 8, 9, 2])
    rated(panel, first, [9, 2, 8, 1, 5, 6, 7, 8, 9, 2], "rec-hearing")
    close(panel, first)
    second = an_open_round(panel, keys=["rec-airway", "rec-hearing"])
    for index in range(10 - leavers):
        vote(panel, second, index, {"rec-airway": 5, "rec-hearing": index % 9 + 1})
    close(panel, second)

    found = results_document(second)["stability"]
    told = leavers != 1
    assert len(found["statements"]) == (2 if told else 0)
    assert found["pooled"]["n_pairs"] == 2 * (10 - leavers)
    assert found["pooled"]["percent_redistributed"] is not None
    for name in ("net_movement", "cv_before", "kappa_linear", "wilcoxon_p"):
        assert (found["pooled"][name] is not None) == told


def test_those_in_no_group_are_not_asked_as_one(build):
    panel = grouped(build, {"": 6, "clinicians": 6}, IN_EACH)
    round_ = an_open_round(panel)
    rated(panel, round_, [1, 1, 1, 9, 1, 9] + [9] * 6)
    rated(panel, round_, [9, 9, 9, 9, 9, 9] + [1] * 6, "rec-hearing")
    found = close(panel, round_)

    assert [one["group"] for one in found["rec-airway"]["groups"]] == ["clinicians"]
    assert found["rec-airway"]["groups_sealed"] is False
    assert found["rec-hearing"]["verdict"] == "no-consensus"

    panel = grouped(build, {"": 6}, IN_EACH)
    round_ = an_open_round(panel)
    rated(panel, round_, [9] * 6)
    entry = close(panel, round_)["rec-airway"]
    assert (entry["verdict_of_all"], entry["verdict"]) == ("consensus-for", "not-computable")
    assert entry["groups"] == []


def test_what_did_not_count_is_compared_with_nothing(build):
    """Else the published totals, subtracted from a mean of the pairs, would open it."""
    panel = a_panel(build, size=10, rule=replace(AGREE, partial=Partial.ONLY_SUBMITTED))
    for not_submitted in (0, None):
        round_ = an_open_round(panel)
        for index in range(10):
            answers = {"rec-airway": index % 9 + 1, "rec-hearing": 5}
            vote(panel, round_, index, answers, submit=index != not_submitted)
        close(panel, round_)

    found = results_document(round_)["stability"]
    assert found["pooled"]["n_pairs"] == 18
    assert [one["n_pairs"] for one in found["statements"]] == [0]  # the one nobody rated
    assert found["pooled"]["net_movement"] is None
