"""Days on pages: one form, whatever is known of them."""

from datetime import UTC, date, datetime

import pytest

from guidelines.web.templating import day


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (date(2026, 3, 3), "3 March 2026"),
        (datetime(2026, 3, 3, 23, 30, tzinfo=UTC), "3 March 2026"),
        ("2026-03-03", "3 March 2026"),
        ("2026-03", "March 2026"),
        ("2026", "2026"),
        ("spring 2026", "spring 2026"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_is_written_as_people_write_it(app, given, shown):
    with app.test_request_context():
        assert day(given) == shown


def test_a_day_is_that_of_its_time_zone(app):
    with app.test_request_context():
        assert day(datetime(2026, 3, 3, 23, 30, tzinfo=UTC), "Europe/Berlin") == "4 March 2026"
