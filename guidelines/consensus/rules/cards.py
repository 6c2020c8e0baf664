"""The evidence card of a statement: what a panel member must know before rating it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guidelines.errors import Sentence, sentence
from guidelines.text.citations import author_label, year_of
from guidelines.text.markdown import render

EVIDENCE_BASED = "evidence-based"

_PARTS: tuple[tuple[str, Sentence], ...] = (
    ("question", sentence("the question")),
    ("certainty", sentence("the certainty of the evidence")),
    ("rationale", sentence("the rationale")),
    ("judgements", sentence("the judgements from evidence to decision")),
    ("references", sentence("the references")),
)


def evidence_card(
    *,
    kind: str,
    strength: str,
    direction: str,
    certainty: str,
    rationale: str,
    wording: str,
    profile: Mapping[str, Any] | None,
    library: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the evidence card as plain values.

    `profile` has question, population, intervention, comparator, certainty, summary, outcomes,
    judgements and conclusion; `library` are the CSL-JSON items of the project by key.
    """
    known = profile or {}
    texts = wording, rationale, known.get("summary", ""), known.get("conclusion", "")
    cited = render("\n\n".join(texts)).citation_keys
    return {
        "kind": kind,
        "strength": strength,
        "direction": direction,
        "certainty": certainty or known.get("certainty") or "",
        "question": known.get("question", ""),
        "population": known.get("population", ""),
        "intervention": known.get("intervention", ""),
        "comparator": known.get("comparator", ""),
        "summary": known.get("summary", ""),
        "outcomes": list(known.get("outcomes", ())),
        "judgements": list(known.get("judgements", ())),
        "conclusion": known.get("conclusion", ""),
        "plain_language": "",
        "rationale": rationale.strip(),
        "references": [_reference(key, library[key]) for key in cited if key in library],
    }


def missing_parts(card: Mapping[str, Any]) -> list[Sentence]:
    """Return the parts without which nobody should be asked; only evidence needs all of them."""
    if card["kind"] != EVIDENCE_BASED:
        return []
    return [words for name, words in _PARTS if not card[name]]


def listed(parts: Sequence[Sentence]) -> Sentence:
    """Return parts as one enumeration."""
    first, *rest = parts
    for part in rest:
        first = sentence("%(first)s, %(second)s", first=first, second=part)
    return first


def fingerprint(document: object) -> str:
    """Return the SHA-256 of plain values as canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def round_fingerprint(statements: Iterable[tuple[int, str, str]]) -> str:
    """Return one hash over (number, hash of the wording, hash of the card) of all statements."""
    return fingerprint(sorted(statements))


def _reference(key: str, item: Mapping[str, Any]) -> dict[str, str]:
    return {
        "key": key,
        "authors": author_label(item),
        "year": year_of(item),
        "title": str(item.get("title", "")),
        "source": str(item.get("container-title") or item.get("publisher") or ""),
        "doi": str(item.get("DOI", "")),
    }
