"""The pages of results for every kind of answer: numbers, words, nothing said that is not so."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from guidelines.consensus import service
from guidelines.consensus.queries import results_document
from guidelines.consensus.queries.accounts import parts_of, report_of
from guidelines.consensus.queries.package import package_of
from guidelines.consensus.rules.ballots import Estimate, Given
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.reaches import reaches_of
from guidelines.consensus.rules.scales import STANDARD_BANDS, Dimension, Scale
from guidelines.consensus.rules.starters import starter
from guidelines.consensus.rules.writeup import as_markdown
from guidelines.db import transaction
from guidelines.permissions import Role
from guidelines.stats.drawings import clean
from tests.consensus.build import a_panel, an_open_round, close, vote, vote_all
from tests.consensus.test_meetings import a_meeting, count

KEYS = ("rec-airway", "rec-hearing", "rec-follow-up")


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def table_of(page):
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def a_result(build, rule, table, size=5):
    panel = a_panel(build, rule=rule, size=size)
    round_ = an_open_round(panel)
    vote_all(panel, round_, table)
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
    return panel, round_, build.sign_in(build.member(panel.project, Role.METHODOLOGIST))


def all_pages(panel, round_, office, build):
    """Return every page that shows these results; none of them may fail."""
    member = build.sign_in(panel.people[0])
    pages = [
        office.get(f"/rounds/{round_.id}/results"),
        office.get(f"/rounds/{round_.id}/methods"),
        office.get(f"/processes/{panel.process.id}/report"),
        member.get(f"/questionnaires/{round_.id}/results"),
        member.get(f"/questionnaires/{round_.id}/feedback"),
    ]
    assert [page.status_code for page in pages] == [200] * 5
    as_markdown(parts_of(report_of(panel.process), ""))
    return [text_of(page) for page in pages]


def test_ratings(build):
    table = {"rec-airway": [9, 9, 8, 9, 3], "rec-hearing": [1, 2, 5, 8, "cannot"]}
    table["rec-follow-up"] = [7, 8, 6, 5, 4]
    panel, round_, office = a_result(build, preset("agree-75"), table)

    results, methods, *_more = all_pages(panel, round_, office, build)

    assert "80 % ( 4 of 5 )" in results.replace("(4 of 5)", "( 4 of 5 )")
    assert "Strong recommendation Agreement 80 % (4 of 5)" in results
    assert "Locked" in results
    assert "derived from ratings" in methods
    assert "W is of the 4 people who rated every statement." in methods
    found = results_document(round_)
    low, high = reaches_of(preset("agree-75"), found)["gwet_ac1"]
    assert low <= found["reliability"]["gwet_ac1"] <= high
    assert len(re.findall(r"\(\S+ to \S+\)", methods)) == 6


def test_strong_consensus_never_stands_beside_a_strong_recommendation(build):
    everybody = {key: [1] * 5 for key in KEYS}
    panel, round_, office = a_result(build, preset("awmf"), everybody)

    results, methods, _report, for_panel, _feedback = all_pages(panel, round_, office, build)

    for page in (results, for_panel):
        assert "Strong recommendation" in page
        assert "strong consensus" not in page.partition("Results of all statements")[2].lower()
    assert "strong consensus" in methods
    assert "strong recommendation" not in methods.lower()
    assert "derived from ratings" not in methods  # a vote is what the classes are made for
    assert "Median" not in table_of(office.get(f"/rounds/{round_.id}/results").text)


def test_uncertain_is_a_rating_of_appropriateness_and_no_result(build):
    split = {key: [1, 2, 3, 8, 9, 9, 5, 5, 6] for key in KEYS}
    panel, round_, office = a_result(build, preset("rand-ucla"), split, size=9)

    results, *_more = all_pages(panel, round_, office, build)

    assert "rated of uncertain appropriateness" in results
    page = office.get(f"/rounds/{round_.id}/results").text
    assert "ncertain" not in table_of(page)


def test_the_grade_grid_is_shown_by_its_words(build):
    table = {key: [2, 2, 1, 2, -1] for key in KEYS}
    panel, round_, office = a_result(build, preset("grade-grid"), table)

    results, *_more = all_pages(panel, round_, office, build)

    label = preset("grade-grid").scale.labels[-1].words
    assert clean(label) in office.get(f"/rounds/{round_.id}/results").text
    assert "Median" not in table_of(office.get(f"/rounds/{round_.id}/results").text)
    assert "80 %" in results


def test_further_dimensions_are_shown_beside_the_deciding_one(build):
    worse, better = STANDARD_BANDS[1, 5]
    feasible = Dimension("feasibility", "Feasibility", "Can it be done?", Scale(1, 5, "no", "yes"),
                         worse, better)  # fmt: skip
    rule = replace(preset("agree-75"), dimensions=(feasible,))
    table = {
        key: [{"overall": Given(rating=9), "feasibility": Given(rating=2)}] * 5 for key in KEYS
    }
    panel, round_, office = a_result(build, rule, table)

    results, _methods, _report, _panel, feedback = all_pages(panel, round_, office, build)

    assert "Feasibility: median 2" in results
    assert "Can it be done?" in results
    assert "Feasibility: median 2" in feedback
    assert "Your answer: 2" in feedback
    with zipfile.ZipFile(io.BytesIO(package_of(panel.process))) as archive:
        first = next(csv.DictReader(io.StringIO(archive.read("round-1/statements.csv").decode())))
    assert (first["median"], first["count_9"], first["verdict"]) == ("9.0", "5", "consensus-for")
    further = {name: first[f"feasibility.{name}"] for name in ("n_rated", "median", "n_out")}
    assert further == {"n_rated": "5", "median": "2.0", "n_out": "5"}
    assert [first[f"feasibility.count_{point}"] for point in range(1, 6)] == list("05000")


def test_estimates_are_described(build):
    rule = starter("estimate")
    low = rule.quantity.lowest
    best = Given(estimate=Estimate(*(Decimal(int(low) + n) for n in (1, 2, 4))))
    panel, round_, office = a_result(build, rule, {key: [best] * 5 for key in KEYS})

    results, _methods, _report, _panel, feedback = all_pages(panel, round_, office, build)

    assert "Best estimates: median" in results
    assert "Your estimate: " in feedback


def test_a_ranking(build):
    table = {"rec-airway": [1] * 5, "rec-hearing": [2] * 5, "rec-follow-up": [3] * 5}
    panel, round_, office = a_result(build, starter("ranking"), table)

    all_pages(panel, round_, office, build)


def test_nobody_came(build):
    panel, round_, office = a_result(build, preset("agree-75"), {})

    results, methods, *_more = all_pages(panel, round_, office, build)

    assert "0 / 5" in results
    assert "Nobody rated it." in results
    assert "not computable" in methods


@pytest.mark.parametrize("by_hands", [True, False])
def test_a_meeting_is_marked_as_not_anonymous_wherever_it_is_shown(build, by_hands):
    panel, round_ = a_meeting(build, by_hands=by_hands)
    if by_hands:
        count(panel, round_, dict.fromkeys(KEYS, (4, 1, 0)))
    else:
        vote(panel, round_, 0, dict.fromkeys(KEYS, 1))
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
    office = build.sign_in(build.member(panel.project, Role.METHODOLOGIST))

    results, _methods, report, for_panel, _feedback = all_pages(panel, round_, office, build)

    assert "Not anonymous" in results
    assert "Not anonymous" in for_panel
    assert "Held in a meeting, not anonymous: round 1." in report
    with transaction():
        service.finish_process(panel.office, panel.process)
    assert package_of(panel.process)


@pytest.mark.parametrize("page", ["results", "methods"])
def test_an_open_round_has_neither_results_nor_coefficients(build, page):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9, 9, 8, 9, 3]})
    office = build.sign_in(build.member(panel.project, Role.METHODOLOGIST))

    answer = office.get(f"/rounds/{round_.id}/{page}")

    assert "There are no results to show" in text_of(answer)
    assert "%" not in text_of(answer).partition("There are no results to show")[2]
