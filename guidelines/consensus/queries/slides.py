"""What is put on slides between two rounds: the statements that are not settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.consensus.models import Round
from guidelines.consensus.queries.processes import comments_of
from guidelines.consensus.queries.reports import results_document
from guidelines.consensus.rules.results import is_settled
from guidelines.consensus.rules.states import CommentState


@dataclass(frozen=True)
class Unsettled:
    """A statement that the panel has not settled: its result, and what was said, moderated."""

    entry: dict[str, Any]
    comments: Sequence[str]


def unsettled_in(round_: Round) -> list[Unsettled]:
    """Return the statements of a closed round that are not settled, by number."""
    document = results_document(round_) or {"statements": []}
    said: dict[str, list[str]] = {}
    for comment in comments_of(round_, CommentState.SHOWN):
        said.setdefault(comment.version_id, []).append(comment.text)
    return [
        Unsettled(entry, said.get(entry["version"], []))
        for entry in document["statements"]
        if not is_settled(entry)
    ]
