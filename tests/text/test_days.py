"""Days in words, in the languages in which files are printed."""

import pytest

from guidelines.text.days import day_in_words


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        ("2026-03-04", "en", "4 March 2026"),
        ("2026-03-04", "en-GB", "4 March 2026"),
        ("2026-03-04", "en-US", "March 4, 2026"),
        ("2026-03-04", "de", "4. März 2026"),
        ("2026-03-04", "es", "4 de marzo de 2026"),
        ("2026-03-04", "el", "4 Μαρτίου 2026"),
        ("2026-03-04", "bg", "4 март 2026\u202fг."),
        ("2026-03", "de-AT", "März 2026"),
        ("2026", "en", "2026"),
        ("in spring", "en", "in spring"),
        ("", "en", ""),
        ("2026-13-40", "en", "2026-13-40"),
        ("2026-03-04", "xx-unknown", "2026-03-04"),
    ],
)
def test_a_day_is_told_as_people_write_it(day, language, words):
    assert day_in_words(day, language) == words
