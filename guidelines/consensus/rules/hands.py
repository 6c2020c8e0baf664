"""Hands counted at a meeting: for what, and how many there can be."""

from collections.abc import Mapping

from guidelines.consensus.rules.answering import opt_outs_for
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.errors import Conflict, Invalid, sentence

COUNTABLE = frozenset({AnswerKind.VOTE, AnswerKind.GRID})
"""What can be answered by raising a hand."""


def answers_by_hand(rule: Rule) -> tuple[str, ...]:
    """Return the answers for which hands are counted, those for a statement first."""
    if rule.kind not in COUNTABLE or rule.dimensions:
        raise Conflict(
            sentence(
                "Hands can be counted for yes/no votes and for the GRADE grid only. Let the "
                "members vote with their phones."
            )
        )
    points = [str(point) for point in reversed(rule.scale.points)]
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
