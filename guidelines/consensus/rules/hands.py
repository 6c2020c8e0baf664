"""Hands counted at a meeting, as if each hand were a box of its own."""

import secrets
from collections.abc import Mapping, Sequence

from guidelines.consensus.rules.answering import opt_outs_for, read_choice
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.scales import OVERALL
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


def boxes_of(
    rule: Rule, counts: Mapping[str, Mapping[str, int]], voters: Mapping[str, Sequence[str]]
) -> dict[str, Content]:
    """Return one made-up box for each person who was there, that add up to the counts.

    `counts` are by wording and answer, `voters` the names of the boxes by wording. Who raised a
    hand for what is not known and not guessed: hands go to boxes at random, statement by
    statement, so nothing can be read across them.
    """
    shuffle = secrets.SystemRandom().shuffle
    given: dict[str, dict[str, dict[str, Given]]] = {}
    for version_id, names in voters.items():
        hands = [
            read_choice(rule, answer)
            for answer, count in counts[version_id].items()
            for _hand in range(count)
        ]
        places = list(names)
        shuffle(places)
        for name, hand in zip(places, hands, strict=False):
            given.setdefault(name, {})[version_id] = {OVERALL: hand}
    everybody = {name for names in voters.values() for name in names}
    return {
        name: Content(secret=secrets.token_hex(16), submitted=True, answers=given.get(name, {}))
        for name in sorted(everybody)
    }
