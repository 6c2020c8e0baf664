"""Certainty, outcomes, and the judgements between evidence and decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from guidelines.errors import Invalid, sentence

MOST_OUTCOMES = 30


class Certainty(StrEnum):
    """Certainty of the evidence in the four GRADE levels."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


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
class Outcome:
    """One outcome that matters for the question, with what was found."""

    name: str
    importance: Importance = Importance.IMPORTANT
    certainty: Certainty | None = None
    finding: str = ""

    def plain(self) -> dict[str, str | None]:
        """Return the values as they are stored."""
        return {
            "name": self.name,
            "importance": self.importance.value,
            "certainty": self.certainty.value if self.certainty else None,
            "finding": self.finding,
        }


def check_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Raise `Invalid` for an outcome without a name, a name twice, or too many."""
    names = [outcome.name.strip().casefold() for outcome in outcomes]
    if not all(names):
        raise Invalid({"outcomes": sentence("Name every outcome, or clear its row.")})
    if len(set(names)) < len(names):
        raise Invalid({"outcomes": sentence("Each outcome can stand here once only.")})
    if len(names) > MOST_OUTCOMES:
        raise Invalid(
            {
                "outcomes": sentence(
                    "Keep to the %(most)s outcomes that matter most.", most=MOST_OUTCOMES
                )
            }
        )


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
