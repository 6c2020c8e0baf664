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


class Column(NamedTuple):
    """The published answers to one question about one statement, box by box."""

    version_id: str
    dimension: str
    commitments: list[str]
    answers: list[str]
    salts: list[str]
    ratings: list[int | None]

    def rows(self) -> list[Row]:
        """Return them one by one, without the numbers."""
        same = self.version_id, self.dimension
        each = zip(self.commitments, self.answers, self.salts, strict=True)
        return [Row(*same, *one) for one in each]


def published(
    rule: Rule, asked: Sequence[Asked], dimension: str, boxes: Sequence[Opened]
) -> Iterator[Column]:
    """Yield, for each statement, the answers to one question as they are published.

    What does not count is not opened: its commitment stands there, and nobody can tell what is
    behind it.
    """
    versions = [one.version_id for one in asked]
    secrets = [bytes.fromhex(box.content.secret) for box in boxes]
    filled = [lines(box, versions, dimension) for box in boxes]
    double = rule.conflicted is Conflicted.DOUBLE_VOTE
    special = [(n, box) for n, box in enumerate(boxes) if box.recused or not box.counts]
    for place, one in enumerate(asked):
        version, cells = one.version_id, [given[place] for given in filled]
        kept_shut = []
        for n, box in special:
            if not box.counts or (double and version in box.recused):
                kept_shut.append(n)
            elif version in box.recused:
                cells[n] = EMPTY
        salts = sealing.salts(secrets, version, dimension)
        texts, ratings = [cell.text for cell in cells], [cell.rating for cell in cells]
        numbers = sealing.commitments(salts, one.wording_sha256, texts, dimension)
        for n in kept_shut:
            texts[n], salts[n], ratings[n] = sealing.SEALED, "", None
        yield Column(version, dimension, numbers, texts, salts, ratings)


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
