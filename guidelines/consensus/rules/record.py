"""The published record of a round: what anybody needs to count it again.

One JSON document:

``format``
    ``concord-round-record-1``.
``results``, ``results_sha256``
    The frozen results with the definition of consensus, and their hash (it stands in the history
    of the project too). For each statement: the totals for every other answer (``opt_outs``),
    the figures, ``verdict_of_all`` (what follows from the opened answers), ``verdict`` (where
    conditions inside groups come on top, checked under seal) and the tallies of groups that are
    large enough.
``answers``
    For each statement and each question (``dimension``) the opened answers, ``[number, answer,
    salt]``, in the order of their numbers, which is random: the number is the SHA-256 of
    ``answer-v1``, the salt, the hash of the wording, the dimension (but for ``overall``) and the
    answer, with line feeds between. ``-`` stands for every answer that is no rating; ``?``
    for one that does not count by the definition: its number stands there and is never opened.
``sha256``
    One digest over all the rest: the SHA-256 of it as JSON with sorted keys and without spaces.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import EMPTY
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.opened import Opened, lines
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.results import Asked

FORMAT = "concord-round-record-1"


class Row(NamedTuple):
    """One published answer."""

    version_id: str
    dimension: str
    commitment: str
    answer: str
    salt: str
    rating: int | None = None
    """The answer as a number, where it is one that counts."""


def published(
    rule: Rule, asked: Sequence[Asked], dimension: str, boxes: Sequence[Opened]
) -> Iterator[list[Row]]:
    """Yield, for each statement, the answers to one question as they are published.

    What does not count is not opened: its commitment stands there, and nobody can tell what is
    behind it.
    """
    versions = [one.version_id for one in asked]
    secrets = [bytes.fromhex(box.content.secret) for box in boxes]
    filled = [(box, lines(box, versions, dimension)) for box in boxes]
    double = rule.conflicted is Conflicted.DOUBLE_VOTE
    for place, one in enumerate(asked):
        version, wording, found = one.version_id, one.wording_sha256, []
        salts = sealing.salts(secrets, version, dimension)
        cells = [
            EMPTY if version in box.recused and not double and box.counts else given[place]
            for box, given in filled
        ]
        texts = [cell.text for cell in cells]
        numbers = sealing.commitments(salts, wording, texts, dimension)
        for (box, _given), cell, text, salt, number in zip(
            filled, cells, texts, salts, numbers, strict=True
        ):
            if box.counts and not (double and version in box.recused):
                found.append(Row(version, dimension, number, text, salt, cell.rating))
            else:
                found.append(Row(version, dimension, number, sealing.SEALED, ""))
        yield found


def record(results: Mapping[str, Any], results_sha256: str, rows: Iterable[Row]) -> dict[str, Any]:
    """Return the record of a closed round from its frozen results and its opened answers."""
    wordings = {one["version"]: one["wording_sha256"] for one in results["statements"]}
    found: dict[tuple[str, str], list[list[str]]] = {}
    for row in rows:
        if row.version_id in wordings:
            place = found.setdefault((row.version_id, row.dimension), [])
            place.append([row.commitment, row.answer, row.salt])
    document = {
        "format": FORMAT,
        "results": dict(results),
        "results_sha256": results_sha256,
        "answers": [
            {
                "version": version,
                "dimension": dimension,
                "wording_sha256": wordings[version],
                "rows": sorted(cells),
            }
            for (version, dimension), cells in sorted(found.items())
        ],
    }
    return {**document, "sha256": fingerprint(document)}
