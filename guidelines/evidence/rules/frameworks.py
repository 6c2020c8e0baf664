"""From evidence to decision: which criteria are judged, and what is concluded."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from guidelines.errors import Invalid, Sentence, sentence
from guidelines.evidence.rules.judgements import (
    CERTAINTY_LEVELS,
    SCALES,
    Certainty,
    Criterion,
    too_long,
)
from guidelines.text.recommendations import Discordance

_FOUR = (Criterion.BALANCE, Criterion.CERTAINTY, Criterion.VALUES, Criterion.RESOURCES)
_SEVEN = (*_FOUR, Criterion.EQUITY, Criterion.ACCEPTABILITY, Criterion.FEASIBILITY)
CRITERIA: Mapping[int, tuple[Criterion, ...]] = MappingProxyType(
    {
        size: tuple(one for one in Criterion if one in chosen)
        for size, chosen in ((4, _FOUR), (7, _SEVEN), (12, tuple(Criterion)))
    }
)


class Conclusion(StrEnum):
    """What kind of recommendation follows."""

    STRONG_AGAINST = "strong-against"
    CONDITIONAL_AGAINST = "conditional-against"
    EITHER = "either"
    CONDITIONAL_FOR = "conditional-for"
    STRONG_FOR = "strong-for"
    RESEARCH_ONLY = "research-only"


_CALLED: Mapping[Conclusion, Sentence] = MappingProxyType(
    {
        Conclusion.STRONG_AGAINST: sentence("a strong recommendation against"),
        Conclusion.CONDITIONAL_AGAINST: sentence("a conditional recommendation against"),
        Conclusion.EITHER: sentence("a recommendation for either"),
        Conclusion.CONDITIONAL_FOR: sentence("a conditional recommendation for"),
        Conclusion.STRONG_FOR: sentence("a strong recommendation for"),
        Conclusion.RESEARCH_ONLY: sentence("no recommendation, or only in research"),
    }
)
STRONG = frozenset({Conclusion.STRONG_AGAINST, Conclusion.STRONG_FOR})
WEAK_EVIDENCE = frozenset({Certainty.LOW, Certainty.VERY_LOW})


OFF_THE_LINE = frozenset({"varies", "unknown", "no-studies"})
PARTS: Mapping[str, int] = MappingProxyType(
    {
        "text": 4000,
        "justification": 8000,
        "subgroups": 4000,
        "implementation": 4000,
        "monitoring": 4000,
        "research": 4000,
    }
)


def checked_conclusion(posted: Mapping[str, str]) -> dict[str, Any]:
    """Return a conclusion as it is stored, or raise `Invalid`; empty parts are left out."""
    parts = {name: posted.get(name, "").strip() for name in PARTS}
    mistakes = too_long({name: (parts[name], most) for name, most in PARTS.items()})
    for name, kind in (("type", Conclusion), ("discordance", Discordance)):
        parts[name] = posted.get(name, "").strip()
        if parts[name] and parts[name] not in set(kind):
            mistakes[name] = sentence("Choose one of the answers listed.")
    if mistakes:
        raise Invalid(mistakes)
    return {name: text for name, text in parts.items() if text}


def is_discordant(kind: str, certainty: Certainty | None) -> bool:
    """Tell whether a conclusion is strong although the certainty is low or very low."""
    return kind in STRONG and certainty in WEAK_EVIDENCE


def conclusion_of(strength: str, direction: str, kind: str = "") -> Conclusion | None:
    """Return the conclusion that the fields of a recommendation in the text amount to."""
    if kind == "research-only":
        return Conclusion.RESEARCH_ONLY
    if direction == "either":
        return Conclusion.EITHER
    named = f"{strength}-{direction or 'for'}"
    return Conclusion(named) if named in set(Conclusion) else None


def place_on_scale(criterion: Criterion, judgement: str) -> int | None:
    """Return the 0-based place of a judgement on its scale; None for answers off the line."""
    line = line_of(criterion)
    return line.index(judgement) if judgement in line else None


def line_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the answers of a scale that stand on a line, without "varies" and the like."""
    return tuple(
        one for one in SCALES[criterion] if one not in ("varies", "unknown", "no-studies")
    )


def unlike_the_text(
    conclusion: Mapping[str, Any], certainty: Certainty | None, text: Mapping[str, str]
) -> list[Sentence]:
    """Return where the framework says something else than the recommendation in the text.

    `text` has type, strength, direction and certainty as written in the recommendation.
    """
    found = []
    stated = text.get("certainty", "")
    if certainty and stated in set(Certainty) and stated != certainty.value:
        found.append(
            sentence(
                "The text says %(text)s certainty, the evidence profile %(profile)s.",
                text=CERTAINTY_LEVELS[Certainty(stated)],
                profile=CERTAINTY_LEVELS[certainty],
            )
        )
    written = conclusion_of(
        text.get("strength", ""), text.get("direction", ""), text.get("type", "")
    )
    if conclusion.get("type") and written and conclusion["type"] != written.value:
        found.append(
            sentence(
                "The text has: %(text)s. The conclusion here is: %(conclusion)s.",
                text=_CALLED[written],
                conclusion=_CALLED[Conclusion(conclusion["type"])],
            )
        )
    return found


def other_search(written: str, last_search: date | None) -> Sentence | None:
    """Return in words that the text gives another day of the last search, or None.

    `written` is a year, a month or a day, such as 2026-03; nothing written says nothing.
    """
    if not written or last_search is None or last_search.isoformat().startswith(written):
        return None
    return sentence(
        "The text gives %(text)s as the last search, the evidence was searched on %(day)s.",
        text=written[:40],
        day=last_search.isoformat(),
    )
