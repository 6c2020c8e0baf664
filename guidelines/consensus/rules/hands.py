"""Hands counted at a meeting: for what, and how many there can be."""

from collections.abc import Mapping

from guidelines.consensus.rules.answering import opt_outs_for
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.errors import Conflict, Invalid, sentence

COUNTABLE = frozenset({AnswerKind.VOTE, AnswerKind.GRID, AnswerKind.RATING})
"""What can be answered by raising a hand, for ratings once for each point of the scale."""


def answers_by_hand(rule: Rule) -> tuple[str, ...]:
    """Return the answers for which hands are counted, those for a statement first."""
    if rule.kind not in COUNTABLE or rule.dimensions:
        raise Conflict(
            sentence(
                "Hands can be counted for one question at a time: yes or no, the GRADE grid, or a "
                "rating. Let the members answer this one with their phones."
            )
        )
    rated = rule.kind is AnswerKind.RATING
    points = [str(point) for point in (rule.scale.points if rated else rule.scale.points[::-1])]
    codes = [str(code) for code in opt_outs_for(rule)]
    return (*points, *(codes if rule.kind is AnswerKind.VOTE else codes[:1]))


def check_counts(rule: Rule, counts: Mapping[str, int], voters: int) -> None:
    """Raise unless these are counts of hands for one statement by `voters` people at most."""
    unknown = set(counts) - set(answers_by_hand(rule))
    if unknown or any(count < 0 for count in counts.values()):
        raise Invalid({"counts": sentence("Give a number of hands for each answer.")})
    if sum(counts.values()) > voters:
        raise Invalid(
            {
                "counts": sentence(
                    "%(hands)s hands are more than the %(voters)s people who may vote on this "
                    "statement. Count once more.",
                    hands=sum(counts.values()),
                    voters=voters,
                )
            }
        )
