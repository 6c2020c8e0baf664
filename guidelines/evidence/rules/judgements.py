"""Certainty, importance, and the judgements between evidence and decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from guidelines.errors import Invalid, Sentence, sentence


class Certainty(StrEnum):
    """Certainty of the evidence in the four GRADE levels."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


CERTAINTY_LEVELS: Mapping[Certainty, Sentence] = MappingProxyType(
    {
        Certainty.HIGH: sentence("high"),
        Certainty.MODERATE: sentence("moderate"),
        Certainty.LOW: sentence("low"),
        Certainty.VERY_LOW: sentence("very low"),
    }
)


class Importance(StrEnum):
    """How much an outcome weighs for a decision."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    LIMITED = "limited"


class Criterion(StrEnum):
    """The twelve criteria between evidence and decision, in their order."""

    PRIORITY = "priority"
    DESIRABLE = "desirable"
    UNDESIRABLE = "undesirable"
    CERTAINTY = "certainty"
    VALUES = "values"
    BALANCE = "balance"
    RESOURCES = "resources"
    RESOURCE_CERTAINTY = "resource-certainty"
    COST_EFFECTIVENESS = "cost-effectiveness"
    EQUITY = "equity"
    ACCEPTABILITY = "acceptability"
    FEASIBILITY = "feasibility"


_AGREEMENT = ("no", "probably-no", "probably-yes", "yes")
_SIZE = ("trivial", "small", "moderate", "large")
_FAVOURS = (
    "favours-comparator",
    "probably-favours-comparator",
    "favours-neither",
    "probably-favours-intervention",
    "favours-intervention",
)
_CERTAINTY = ("very-low", "low", "moderate", "high")
_OPEN = ("varies", "unknown")

SCALES: Mapping[Criterion, tuple[str, ...]] = MappingProxyType(
    {
        Criterion.PRIORITY: (*_AGREEMENT, *_OPEN),
        Criterion.DESIRABLE: (*_SIZE, *_OPEN),
        Criterion.UNDESIRABLE: (*_SIZE, *_OPEN),
        Criterion.CERTAINTY: (*_CERTAINTY, "no-studies"),
        Criterion.VALUES: (
            "important-variability",
            "possibly-important-variability",
            "probably-no-variability",
            "no-variability",
        ),
        Criterion.BALANCE: (*_FAVOURS, *_OPEN),
        Criterion.RESOURCES: (
            "large-costs",
            "moderate-costs",
            "negligible",
            "moderate-savings",
            "large-savings",
            *_OPEN,
        ),
        Criterion.RESOURCE_CERTAINTY: (*_CERTAINTY, "no-studies"),
        Criterion.COST_EFFECTIVENESS: (*_FAVOURS, *_OPEN, "no-studies"),
        Criterion.EQUITY: (
            "reduced",
            "probably-reduced",
            "no-impact",
            "probably-increased",
            "increased",
            *_OPEN,
        ),
        Criterion.ACCEPTABILITY: (*_AGREEMENT, *_OPEN),
        Criterion.FEASIBILITY: (*_AGREEMENT, *_OPEN),
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said on one criterion: the judgement, the research, and what else counts."""

    judgement: str = ""
    evidence: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.judgement or self.evidence or self.note)


def check_judgement(criterion: Criterion, judgement: str) -> None:
    """Raise `Invalid` unless `judgement` is one of the answers to `criterion`, or empty."""
    if judgement and judgement not in SCALES[criterion]:
        raise Invalid({criterion.value: sentence("Choose one of the answers listed.")})


def too_long(texts: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """Return a sentence for each text that is longer than its limit: field → (text, limit)."""
    return {
        name: sentence("Keep this to %(most)s characters.", most=most)
        for name, (text, most) in texts.items()
        if len(text) > most
    }
