"""Days of a round as the people of a project count them, in their time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)
"""When a round opens on its day: nobody is written to in the night."""
LAST_MINUTE = time(23, 59)


def days_later(moment: datetime, days: int, time_zone: str) -> datetime:
    """Return the same time of the day some days later, also where clocks change between."""
    local = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    return _at((local + timedelta(days=days)).date(), local.time(), time_zone)


def morning_of(day: date | None, time_zone: str) -> datetime | None:
    """Return eight in the morning of a day in a time zone, in UTC."""
    return None if day is None else _at(day, MORNING, time_zone)


def end_of_day(day: date | None, time_zone: str) -> datetime | None:
    """Return the last minute of a day in a time zone, in UTC."""
    return None if day is None else _at(day, LAST_MINUTE, time_zone)


def _at(day: date, hour: time, time_zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(time_zone)).astimezone(UTC)
