"""Percentages on pages: one form, and never rounded across a limit."""

import pytest

from guidelines.web.templating import percentage


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (7, 8, "87.5"),
        (8, 8, "100"),
        (3, 4, "75"),
        (2, 3, "66.7"),
        (0, 9, "0"),
        (1499, 2000, "74.95"),
        (1501, 2001, "75.01"),
        (1999, 2000, "99.95"),
        (1, 3000, "0.03"),
    ],
)
def test_a_percentage_stays_on_its_side_of_a_limit(app, part, whole, shown):
    with app.test_request_context():
        assert percentage(100 * part / whole) == shown


def test_no_percentage_is_a_dash(app):
    with app.test_request_context():
        assert percentage(None) == "–"
