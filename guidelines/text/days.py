"""Days as people write them in the language of a text."""

import contextlib
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date


def day_in_words(day: str, language: str) -> str:
    """Return a day (2026-03-04) or a month (2026-03) in words: 4 March 2026, 4. März 2026.

    What is no day, and a day in a language that nobody knows here, stays as it was written.
    """
    try:
        # Without a country English is not American: the day stands first in all of Europe.
        locale = Locale.parse("en-GB" if language == "en" else language, sep="-")
    except (ValueError, UnknownLocaleError):
        return day
    for pattern, shown in (("%Y-%m-%d", "long"), ("%Y-%m", "LLLL y")):
        with contextlib.suppress(ValueError):
            found = datetime.strptime(day, pattern).date()  # noqa: DTZ007
            return format_date(found, shown, locale=locale)
    return day
