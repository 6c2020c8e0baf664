"""Questions: their kinds, what they lack, and how several people's ratings become one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from guidelines.errors import Invalid, sentence
from guidelines.evidence.rules.grade import Overall
from guidelines.evidence.rules.judgements import Certainty, Importance, too_long
from guidelines.evidence.rules.outcomes import Outcome, overall_of


class Kind(StrEnum):
    """What a question is about."""

    INTERVENTION = "intervention"
    DIAGNOSIS = "diagnosis"
    PROGNOSIS = "prognosis"
    SCREENING = "screening"
    ORGANISATION = "organisation"
    EXPERIENCE = "experience"


PARTS: Mapping[str, int] = {
    "text": 1000, "population": 1000, "intervention": 1000, "comparator": 1000, "summary": 8000,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """What a person writes of a question."""

    text: str
    kind: Kind = Kind.INTERVENTION
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    summary: str = ""


def checked(draft: QuestionDraft) -> dict[str, str]:
    """Return the texts of a question, trimmed, or raise `Invalid`."""
    texts = {name: getattr(draft, name).strip() for name in PARTS}
    mistakes = too_long({name: (texts[name], most) for name, most in PARTS.items()})
    if not texts["text"]:
        mistakes["text"] = sentence("Write the question that the evidence answers.")
    if mistakes:
        raise Invalid(mistakes)
    return texts


def rated(outcomes: Sequence[Outcome], ratings: Mapping[str, Sequence[int]]) -> list[Outcome]:
    """Return the outcomes with the median of what people gave, where anybody did."""
    return [
        replace(one, rating=float(median(ratings[one.key]))) if ratings.get(one.key) else one
        for one in outcomes
    ]


def check_settled(outcomes: Sequence[Outcome], settled: Certainty | None, reason: str) -> Overall:
    """Return what the rule says of the overall certainty; another one needs a reason."""
    by_rule = overall_of(outcomes)
    if len(reason) > 1000:
        raise Invalid({"reason": sentence("Keep this to %(most)s characters.", most=1000)})
    graded = any(one.design for one in outcomes)
    if settled and graded and settled is not by_rule.certainty and not reason:
        raise Invalid(
            {
                "reason": sentence(
                    "This is not the lowest certainty among the critical outcomes. Say why."
                )
            }
        )
    return by_rule


@dataclass(frozen=True, slots=True)
class Stand:
    """What a question has, at a glance: each a number of things done of things to do."""

    pico: tuple[int, int]
    outcomes: int
    critical: int
    graded: tuple[int, int]

    @property
    def is_graded(self) -> bool:
        """Whether every outcome that matters has a certainty."""
        return bool(self.graded[1]) and self.graded[0] == self.graded[1]


def stand_of(parts: Iterable[str], outcomes: Sequence[Outcome]) -> Stand:
    """Return what a question has of its parts (population and so on) and its outcomes."""
    texts = list(parts)
    wanted = [one for one in outcomes if one.importance is not Importance.LIMITED]
    return Stand(
        pico=(sum(bool(text) for text in texts), len(texts)),
        outcomes=len(outcomes),
        critical=sum(one.importance is Importance.CRITICAL for one in outcomes),
        graded=(sum(one.certainty is not None for one in wanted), len(wanted)),
    )
