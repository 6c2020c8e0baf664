"""When letters about what is new go out."""

from datetime import UTC, datetime, timedelta

from guidelines.reviews.rules.rounds import Rhythm

GATHERED = timedelta(minutes=5)
"""What happens within this time comes in one letter, for those who want letters at once."""
MORNING = timedelta(hours=6)
LOOKED_BACK = {
    Rhythm.AT_ONCE: timedelta(days=1),
    Rhythm.DAILY: timedelta(days=3),
    Rhythm.WEEKLY: timedelta(days=14),
}
"""How far back the first letter to a person looks; it may go out late."""


def next_letter(rhythm: Rhythm, moment: datetime) -> datetime:
    """Return when what happens at `moment` is told: soon, next morning, next Monday (UTC)."""
    if rhythm is Rhythm.AT_ONCE:
        step = int(GATHERED.total_seconds())
        return datetime.fromtimestamp((int(moment.timestamp()) // step + 1) * step, UTC)
    there = moment.astimezone(UTC)
    morning = there.replace(hour=0, minute=0, second=0, microsecond=0) + MORNING
    if morning <= there:
        morning += timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        morning += timedelta(days=(7 - morning.weekday()) % 7)
    return morning
