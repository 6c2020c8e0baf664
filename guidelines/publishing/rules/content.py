"""What a published version consists of: plain values that are frozen and hashed together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.publishing.rules.comparing import Change
from guidelines.publishing.rules.facts import Standing
from guidelines.text.markdown import plain_text

SCHEMA = "edition/1"

PHRASES: Mapping[Standing, str] = {
    Standing.CONSENSUS: "Consensus",
    Standing.AGAINST: "Consensus against",
    Standing.NO_CONSENSUS: "No consensus",
    Standing.NOT_COMPUTABLE: "Not computable",
    Standing.CHANGED: "Wording changed since the vote",
    Standing.NOT_VOTED: "Not voted on",
}
EDITORIAL = "edited after the vote"
OPEN_VOTE = "not an anonymous vote"
# What is printed at a text that the panel did not make a recommendation
CAVEATS: Mapping[Standing, str] = {
    Standing.NO_CONSENSUS: "The panel did not reach consensus on this text; "
    "it is not a recommendation of this guideline.",
    Standing.AGAINST: "The panel agreed against this text; "
    "it is not a recommendation of this guideline.",
}

WITHDRAWN = "This recommendation was withdrawn; it no longer holds."


def was_open(outcome: Mapping[str, Any]) -> bool:
    """Tell whether a vote was not anonymous: taken at a meeting."""
    return outcome.get("anonymous") is False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recommendation of a published version.

    `wording` is plain text. `outcome` holds the counts of the vote (``n_rated``, ``n_agree``,
    ``percent_in``, ``median``), empty without one. `voted` is the wording that was voted on
    where it was edited afterwards, with `edited_why`; `minority` the statement of those who
    disagreed, `unagreed_why` what readers should know where no consensus was reached.
    `last_search` is when studies were last searched for, as 2026-03 or 2026-03-31: what the text
    says, else the evidence. `strong_because` is the accepted reason for strength on little
    evidence. `change` is what became of it since the version before, `changed`
    what of it differs where it was modified.
    """

    key: str
    number: str
    wording: str
    wording_sha256: str
    type: str
    strength: str
    direction: str
    certainty: str
    standing: Standing
    outcome: Mapping[str, Any]
    voted: str = ""
    edited_why: str = ""
    minority: str = ""
    unagreed_why: str = ""
    last_search: str = ""
    strong_because: str = ""
    change: Change = Change.NEW
    changed: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """The plain phrase that stands beside it."""
        return "; ".join(
            (
                PHRASES[self.standing],
                *([OPEN_VOTE] if was_open(self.outcome) else []),
                *([EDITORIAL] if self.voted else []),
            )
        )

    @property
    def caveat(self) -> str:
        """The sentence that stands at what is no recommendation; empty at one that is."""
        if self.change is Change.WITHDRAWN:
            return WITHDRAWN
        return CAVEATS.get(self.standing, "")

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is frozen."""
        return {
            "key": self.key,
            "number": self.number,
            "wording": self.wording,
            "wording_sha256": self.wording_sha256,
            "type": self.type,
            "strength": self.strength,
            "direction": self.direction,
            "certainty": self.certainty,
            "standing": self.standing.value,
            "state": self.state,
            "agreed": self.standing is Standing.CONSENSUS and self.change is not Change.WITHDRAWN,
            "caveat": self.caveat,
            "outcome": dict(self.outcome),
            "voted": self.voted,
            "edited_why": self.edited_why,
            "minority": self.minority,
            "unagreed_why": self.unagreed_why,
            "last_search": self.last_search,
            "strong_because": self.strong_because,
            "change": self.change.value,
            "changed": list(self.changed),
        }


def words_for_search(content: Mapping[str, Any]) -> str:
    """Return the title and text of a published version as plain words in lower case."""
    body = plain_text(str(content["body"]))
    return f"{content['title']} {content['network']['title']} {body}".casefold()
