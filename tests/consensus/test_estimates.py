"""Numeric estimates in results, feedback and report: their own figures and a plot of their own."""

import re

import pytest

from guidelines.consensus import service
from guidelines.consensus.queries import results_document
from guidelines.consensus.queries.accounts import distributions
from guidelines.consensus.queries.course import course_of
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.estimating import span_of
from guidelines.consensus.rules.verifying import check_record
from guidelines.db import transaction
from guidelines.permissions import Role
from guidelines.stats.drawings import Words
from guidelines.stats.spans import Span, span
from tests.consensus.build import a_panel, an_open_round, close, vote
from tests.consensus.test_answering import ESTIMATE, estimate
from tests.consensus.test_routes import text_of

GIVEN = [("5", "10", "20"), ("10", "20", "40"), ("10", "30", "50"), ("20", "40", "60"), None]


@pytest.fixture
def closed(build):
    panel = a_panel(build, rule=ESTIMATE)
    round_ = an_open_round(panel)
    for index, one in enumerate(GIVEN):
        answer = Given(estimate=estimate(*one)) if one else None
        vote(panel, round_, index, {"rec-airway": answer} if answer else {})
    return panel, round_, close(panel, round_)


def test_best_lowest_and_highest_are_described_each(closed):
    _panel, _round, found = closed
    one = found["rec-airway"]

    assert (one["n_rated"], one["q1"], one["median"], one["q3"]) == (4, 17.5, 25, 32.5)
    ends = one["estimates"]
    assert (ends["min_lowest"], ends["median_lowest"], ends["max_lowest"]) == (5, 10, 20)
    assert (ends["q1_highest"], ends["median_highest"], ends["q3_highest"]) == (35, 45, 52.5)
    assert (ends["min_highest"], ends["max_highest"]) == (20, 60)
    assert span_of(one) == Span(25, 17.5, 32.5, (10, 45), (5, 60))


def test_nobody_estimated_is_no_number_and_no_picture(closed):
    _panel, _round, found = closed
    one = found["rec-hearing"]
    assert (one["verdict"], one["median"]) == ("not-computable", None)
    assert set(one["estimates"].values()) == {None}
    assert span_of(one) is None


def test_pages_show_the_figures_and_the_plot(closed):
    panel, round_, _found = closed
    client = panel.build.client(panel.project, Role.FACILITATOR)
    answer = client.get(f"/rounds/{round_.id}/results")
    page = text_of(answer)

    assert "Best estimates: median 25, middle half 17.5 to 32.5" in page
    assert "Usual range 10 to 45" in page
    assert "4 people gave an estimate" in page
    assert "Nobody gave an estimate." in page
    assert answer.get_data(as_text=True).count("span-median") == 1


def test_ones_own_estimate_is_in_the_picture_of_the_feedback_alone(closed):
    panel, round_, _found = closed
    with transaction():
        service.report_round(panel.office, round_)
    client = panel.build.sign_in(panel.people[0])
    page = client.get(f"/questionnaires/{round_.id}/feedback").get_data(as_text=True)
    assert page.count("span-own") == 1
    assert "Yours: 10, from 5 to 20." in page
    assert client.get(f"/questionnaires/{round_.id}/feedback.pdf").data.startswith(b"%PDF")


def test_the_report_draws_them_and_the_record_can_be_counted_again(closed):
    panel, round_, _found = closed
    [picture] = distributions(course_of(panel.process))
    assert picture.title == "Estimates on statement 1 (%)"
    assert "4 estimates; best: median 25" in picture.svg
    record = publication(round_)
    assert check_record(record) == []
    older = results_document(round_)
    kept = ("median_lowest", "median_highest", "mean_lowest", "mean_highest")
    for one in older["statements"]:
        one["estimates"] = {name: one["estimates"][name] for name in kept}
    told = [str(one) for one in check_record({**record, "results": older})]
    assert not [one for one in told if "estimates" in one]  # older records say less, not wrong
    assert span_of(older["statements"][0]).whole == (10, 45)


@pytest.mark.parametrize(
    ("whole", "ticks"),
    [((5, 60), [0, 20, 40, 60]), ((0.2, 0.4), [0.2, 0.25, 0.3, 0.35, 0.4]), ((7, 7), None)],
)
def test_the_line_has_round_numbers_and_everything_lies_on_it(whole, ticks):
    low, high = whole
    middle = (low + high) / 2
    svg = span(Span(middle, low, high, (low, high), whole, (low, middle, high)), Words("A", "B"))
    found = [float(one) for one in re.findall(r'class="plot-tick"[^>]*>([^<]+)<', svg)]
    if ticks:
        assert found == ticks
    assert found == sorted(set(found))
    assert all(0 <= float(one) <= 420 for one in re.findall(r'x[12]="([\d.-]+)"', svg))
