"""Strength of consensus as German guidelines name it (AWMF), on exact arithmetic."""

from enum import StrEnum

from guidelines.stats.shares import share


class ConsensusStrength(StrEnum):
    """The four classes; abstentions are not counted."""

    STRONG = "strong-consensus"
    CONSENSUS = "consensus"
    MAJORITY = "majority-agreement"
    NONE = "no-majority-agreement"


LIMITS = (
    (ConsensusStrength.STRONG, 95),
    (ConsensusStrength.CONSENSUS, 75),
    (ConsensusStrength.MAJORITY, 50),
)
"""Each class needs more than so many percent; the strongest first."""


def strength(yes: int, votes: int) -> ConsensusStrength | None:
    """Return the class of `yes` among so many valid votes; None where nobody voted.

    >>> strength(19, 20), strength(20, 21)
    (<ConsensusStrength.CONSENSUS: 'consensus'>, <ConsensusStrength.STRONG: 'strong-consensus'>)
    """
    agreed = share(yes, votes)
    if agreed is None:
        return None
    for name, limit in LIMITS:
        if agreed * 100 > limit:
            return name
    return ConsensusStrength.NONE


def dissent_tolerated(votes: int) -> dict[ConsensusStrength, int | None]:
    """Return, for each class, the most votes against it bears (None: out of reach).

    >>> dissent_tolerated(20)[ConsensusStrength.STRONG]
    0
    """
    tolerated: dict[ConsensusStrength, int | None] = {}
    for name, limit in LIMITS:
        needed = votes * limit // 100 + 1
        tolerated[name] = votes - needed if needed <= votes else None
    return tolerated
