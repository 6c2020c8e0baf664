"""The moment at which a published version becomes public, as people state it."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from guidelines.errors import Invalid, sentence

MORNING = time(9)


def moment_of(day: str, hour: str, time_zone: str) -> datetime | None:
    """Return a day and an hour, as fields send them, in UTC; None where no day is given.

    Without an hour it is nine in the morning in the time zone. Raises `Invalid` for what is no
    day or hour, such as an hour that the clocks of that place skip.
    """
    if not day.strip():
        if hour.strip():
            raise Invalid({"public_day": sentence("Choose the day as well.")})
        return None
    try:
        at = time.fromisoformat(hour.strip()) if hour.strip() else MORNING
        local = datetime.combine(datetime.fromisoformat(day.strip()).date(), at)
    except ValueError:
        raise Invalid(
            {"public_day": sentence("Choose a day and an hour, such as 2026-03-03 and 09:00.")}
        ) from None
    zone = ZoneInfo(time_zone)
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise Invalid(
            {"public_hour": sentence("The clocks skip this hour on that day. Choose another.")}
        )
    return moment


def check_moment(moment: datetime, at: datetime, latest: datetime | None) -> None:
    """Raise `Invalid` unless a moment lies ahead of `at` and after the version that waits too."""
    if moment <= at:
        raise Invalid({"public_day": sentence("Choose a moment to come, or leave it empty.")})
    if latest is not None and moment <= latest:
        raise Invalid(
            {
                "public_day": sentence(
                    "An earlier version is not public yet. Choose a later moment than its own."
                )
            }
        )
