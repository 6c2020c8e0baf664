"""Votes on single criteria between evidence and decision, as further questions of a rule."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.presets import named
from guidelines.consensus.rules.scales import Band, Dimension, Label, Scale
from guidelines.errors import Invalid, sentence

PREFIX = "etd-"
RATED = frozenset({AnswerKind.RATING, AnswerKind.VOTE, AnswerKind.GRID})
"""The kinds of answer beside which further questions can be asked."""


@dataclass(frozen=True)
class Asked:
    """A criterion to vote on, in the words of the panel: `answers` from the least to the most."""

    key: str
    title: str
    question: str
    answers: tuple[str, ...]


def is_criterion(key: str) -> bool:
    """Tell whether a dimension is a criterion between evidence and decision."""
    return key.startswith(PREFIX)


def criteria_of(rule: Rule) -> frozenset[str]:
    """Return the criteria that a rule asks about."""
    return frozenset(
        one.key.removeprefix(PREFIX) for one in rule.dimensions if is_criterion(one.key)
    )


def with_criteria(rule: Rule, chosen: Iterable[Asked]) -> Rule:
    """Return a rule that asks about these criteria besides, and about no other criterion.

    They describe; none decides. Raises `Invalid` where statements are ranked or estimated.
    """
    added = tuple(_dimension(one) for one in chosen)
    if added and rule.kind not in RATED:
        raise Invalid({"criteria": sentence("Criteria are asked beside ratings and votes only.")})
    own = tuple(one for one in rule.dimensions if not is_criterion(one.key))
    return named(replace(rule, dimensions=(*own, *added)))


def keeping_criteria(rule: Rule, own: Rule) -> Rule:
    """Return `rule` with the criteria that `own` asks about, where it can ask beside."""
    kept = tuple(one for one in own.dimensions if is_criterion(one.key))
    return replace(rule, dimensions=kept) if kept and rule.kind in RATED else rule


def _dimension(one: Asked) -> Dimension:
    points = len(one.answers)
    half = points // 2
    return Dimension(
        key=f"{PREFIX}{one.key}",
        title=one.title,
        question=one.question,
        scale=Scale(
            1,
            points,
            one.answers[0],
            one.answers[-1],
            tuple(Label(point, words) for point, words in enumerate(one.answers, 1)),
        ),
        disagreement=Band(1, half),
        agreement=Band(points - half + 1, points),
    )
