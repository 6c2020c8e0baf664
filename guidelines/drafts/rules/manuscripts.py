"""The rows of the table of recommendations in a typeset document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.text.markdown import plain_text
from guidelines.text.recommendations import Recommendation
from guidelines.typesetting.model import RecommendationRow

WORDING_CHANGED = "Wording changed since the vote"
STATES = {
    "consensus-for": "Consensus",
    "consensus-against": "Consensus against",
    "near": "Near consensus",
    "no-consensus": "No consensus",
    "not-computable": "No result",
}


@dataclass(frozen=True, slots=True)
class Voted:
    """The result of a vote on one wording: verdict and counts."""

    wording_sha256: str
    verdict: str
    summary: Mapping[str, Any] = field(default_factory=dict)


def rows(
    found: Sequence[Recommendation], voted: Mapping[str, Voted]
) -> tuple[RecommendationRow, ...]:
    """Return one row for each recommendation of a text, numbered in its order.

    A result counts only where the wording is the one that was voted on.
    """
    return tuple(_row(number, one, voted.get(one.id)) for number, one in enumerate(found, 1))


def _row(number: int, one: Recommendation, vote: Voted | None) -> RecommendationRow:
    stands = vote is not None and vote.wording_sha256 == one.wording_hash
    summary = vote.summary if vote is not None and stands else {}
    state = ""
    if vote is not None:
        state = STATES.get(vote.verdict, vote.verdict) if stands else WORDING_CHANGED
    return RecommendationRow(
        id=one.id,
        number=str(number),
        wording=plain_text(one.body),
        type=one.type,
        strength=one.strength,
        direction=one.direction,
        certainty=one.certainty,
        n=_whole(summary.get("n_rated")),
        median=_number(summary.get("median")),
        agreement=_share(summary),
        state=state,
        agreed=vote is None or (stands and vote.verdict == "consensus-for"),
    )


def _share(summary: Mapping[str, Any]) -> float | None:
    """Return the share of people in agreement between 0 and 1, or None."""
    rated, agree = _whole(summary.get("n_rated")), _whole(summary.get("n_agree"))
    return agree / rated if rated and agree is not None else None


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
