"""From opened boxes to the results of a round: counts only, no person, no pattern."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import EMPTY, OVERALL, Content, Given
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.verdicts import Result, Verdict, evaluate

SETTLED = frozenset({Verdict.FOR, Verdict.AGAINST})


@dataclass(frozen=True)
class Asked:
    """A statement that was put to the panel in a round."""

    statement_id: str
    version_id: str
    number: int
    key: str
    version: int
    document_version: int | None
    wording: str
    wording_sha256: str
    card_sha256: str


@dataclass(frozen=True)
class Opened:
    """One opened box with the statements from which its owner abstains."""

    content: Content
    recused: frozenset[str]

    def counted(self, version_id: str, dimension: str = OVERALL) -> Given:
        """Return the answer that counts: none where the person abstains."""
        return EMPTY if version_id in self.recused else self.content.given(version_id, dimension)


def outcome(
    rule: Rule, version_id: str, boxes: Iterable[Opened], electors: int, recused: int
) -> Result:
    """Return the result of one statement.

    `electors` is the size of the panel, `recused` how many of them abstain from this statement
    because of an interest, whether they came or not.
    """
    given = [box.counted(version_id) for box in boxes]
    opt_outs = Counter(one.code for one in given if one.code is not None)
    codes = [*opt_outs.elements(), *[OptOut.RECUSED] * recused]
    ratings = [one.rating for one in given if one.rating is not None]
    return evaluate(rule, ratings, codes, electors - recused)


def completeness(asked: Sequence[str], boxes: Iterable[Opened]) -> tuple[int, int]:
    """Return how many boxes answer everything their owner may answer, and how many a part."""
    complete = partial = 0
    for box in boxes:
        mine = [version for version in asked if version not in box.recused]
        answered = box.content.answered(mine)
        complete += bool(mine) and answered == len(mine)
        partial += answered < len(mine) and any(map(box.content.is_begun, mine))
    return complete, partial


def summary(entry: Mapping[str, Any], rule: Rule, round_number: int) -> dict[str, Any]:
    """Return what stands beside the recommendation in the document.

    `entry` is the result of the statement as plain values, as in a results document.
    """
    same = "n_rated", "percent_in", "denominator", "median", "q1", "q3", "counts"
    return {
        **{name: entry[name] for name in same},
        "n_agree": entry["n_in"],
        "round": round_number,
        "rule": rule.name,
        "awmf_class": entry["awmf_class"],
        "rand_class": entry["rand_class"],
    }


def is_settled(entry: Mapping[str, Any]) -> bool:
    """Tell whether a statement of a results document needs no further round."""
    return entry["verdict"] in [str(verdict) for verdict in SETTLED]
