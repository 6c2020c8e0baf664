"""What happens to the indicators of recommendations."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSaved(Event):
    """Somebody said how it is measured whether a recommendation is followed."""

    name = "indicator.saved"
    document_id: str
    indicator_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRemoved(Event):
    """An indicator of a recommendation was taken out."""

    name = "indicator.removed"
    document_id: str
    indicator_id: str
    key: str
