"""What the definition of consensus says about another round; the decision stays with people."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guidelines.consensus.rules.policies import Stopping, StopWhen
from guidelines.errors import Sentence, sentence


@dataclass(frozen=True)
class Advice:
    """Whether the rule says stop, and why; nothing ever stops by itself."""

    stop: bool
    why: Sentence


def advice(stopping: Stopping, *, done: int, unsettled: int, last: Mapping[str, Any]) -> Advice:
    """Return what the rule says after `done` rounds.

    `unsettled` statements are left; `last` is the results document of the newest round. Stability
    is that of the same people's ratings of the same wordings, all statements together.
    """
    if done >= stopping.rounds:
        return Advice(
            True,
            sentence(
                "The %(rounds)s rounds that were planned have been held.", rounds=stopping.rounds
            ),
        )
    if not unsettled:
        return Advice(True, sentence("Every statement is settled."))
    left = sentence(
        "Round %(next)s of %(rounds)s comes next; statements that are not settled: %(unsettled)s.",
        next=done + 1,
        rounds=stopping.rounds,
        unsettled=unsettled,
    )
    if stopping.when is not StopWhen.STABLE:
        return Advice(False, left)
    moved = ((last.get("stability") or {}).get("pooled") or {}).get("percent_redistributed")
    if moved is None:
        return Advice(False, left)
    if Fraction(str(moved)) < stopping.change * 100:
        return Advice(
            True,
            sentence(
                "The ratings are stable: %(moved)s %% of the answers moved to another point, "
                "fewer than %(limit)s %%. Stable is not agreed: say so in the report.",
                moved=_plain(moved),
                limit=_plain(float(stopping.change * 100)),
            ),
        )
    return Advice(
        False,
        sentence(
            "The ratings still move: %(moved)s %% of the answers went to another point; stable "
            "is fewer than %(limit)s %%.",
            moved=_plain(moved),
            limit=_plain(float(stopping.change * 100)),
        ),
    )


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
