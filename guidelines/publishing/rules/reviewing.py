"""When people are reminded that a guideline is due for review."""

from datetime import UTC, date, datetime, time, timedelta

BEFORE = (180, 60)
"""So many days before the day of the review authors and chairs are reminded, and the day after."""
MORNING = time(8)
SOON = timedelta(days=60)


def reminders(due: date, today: date) -> list[tuple[int, datetime]]:
    """Return the reminders still to come: days before (-1: overdue), and the moment in UTC."""
    found = [(days, due - timedelta(days=days)) for days in (*BEFORE, -1)]
    return [(days, datetime.combine(day, MORNING, UTC)) for days, day in found if day > today]


def is_near(due: date, today: date) -> bool:
    """Tell whether a review is due so soon, or overdue, that it waits for somebody."""
    return due - SOON <= today
