"""How many came, said in steps that are too coarse to follow a single person."""

from guidelines.errors import Sentence, sentence

SMALL_PANEL = 12
FEWEST_ELECTORS = 3


def in_steps(came: int, eligible: int) -> Sentence:
    """Return how many have come: in quarters of the panel, in halves of a small one."""
    if eligible and came >= eligible:
        return sentence("Everybody has come.")
    share = 4 * came // eligible if eligible else 0
    if eligible < SMALL_PANEL:
        share = share // 2 * 2
    return (
        sentence("Fewer than half have come.")
        if eligible < SMALL_PANEL and share == 0
        else sentence("Fewer than a quarter have come.")
        if share == 0
        else sentence("At least a quarter have come.")
        if share == 1
        else sentence("At least half have come.")
        if share == 2
        else sentence("At least three quarters have come.")
    )
