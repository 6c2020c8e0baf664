"""What every event has."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The base of all events."""

    name: ClassVar[str]
    network_id: str | None = None
    project_id: str | None = None

    @property
    def chain(self) -> str:
        """The chain this event is recorded in."""
        return self.project_id or self.network_id or "installation"
