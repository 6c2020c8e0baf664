"""Comments as W3C Web Annotations (JSON-LD), and annotations of others as comments.

The text that a position counts in is that of one section: what is read of its blocks, each but
the last followed by one line end. States and dispositions are the codes of HL7's FHIR resource
ArtifactAssessment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidelines.reviews.rules.vocabulary import CommentKind
from guidelines.text.anchors import CONTEXT

CONTEXTS = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "workflowStatus": "http://hl7.org/fhir/ArtifactAssessment.workflowStatus",
        "disposition": "http://hl7.org/fhir/ArtifactAssessment.disposition",
        "standing": "https://schema.org/status",
        "number": "https://schema.org/position",
    },
]
MOTIVATIONS = {
    CommentKind.QUESTION: "questioning",
    CommentKind.WORDING: "editing",
    CommentKind.TYPO: "editing",
    CommentKind.EVIDENCE: "assessing",
    CommentKind.EQUITY: "assessing",
    CommentKind.GENERAL: "commenting",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage in the text of a section; without a quote the whole section is meant."""

    section_id: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What an annotation of others says: its words, by whom, about what."""

    body: str
    creator: str
    kind: CommentKind
    spot: Spot


def section_text(plain: Sequence[str]) -> str:
    """Return the text of a section in which positions count."""
    return "\n".join(plain)


def offset_of(plain: Sequence[str], block: int, start: int) -> int:
    """Return where a place in a block is in the text of its section."""
    return sum(len(one) + 1 for one in plain[:block]) + start


def place_at(plain: Sequence[str], start: int, stop: int) -> tuple[int, int, int] | None:
    """Return the block and the place in it of a position in a section; None across blocks."""
    at = 0
    for number, text in enumerate(plain):
        if at <= start < stop <= at + len(text):
            return number, start - at, stop - at
        at += len(text) + 1
    return None


def selectors(spot: Spot) -> list[dict[str, Any]]:
    """Return a passage as the selectors of the standard."""
    found: list[dict[str, Any]] = [
        {
            "type": "TextQuoteSelector",
            "exact": spot.exact,
            "prefix": spot.prefix,
            "suffix": spot.suffix,
        }
    ]
    if spot.start is not None and spot.stop is not None:
        found.append({"type": "TextPositionSelector", "start": spot.start, "end": spot.stop})
    return found


def annotation(
    *,
    address: str,
    body: str,
    creator: str,
    created: datetime,
    target: Any,
    motivation: str,
    **more: Any,
) -> dict[str, Any]:
    """Return one annotation of the standard."""
    return {
        "id": address,
        "type": "Annotation",
        "motivation": motivation,
        "created": created.isoformat(),
        "creator": {"type": "Person", "name": creator},
        "body": [
            {"type": "TextualBody", "value": body, "format": "text/plain", "purpose": motivation}
        ],
        "target": target,
        **{name: value for name, value in more.items() if value not in (None, "", [])},
    }


def read(value: Any) -> Brought | None:
    """Read an annotation of others; None for what is none, or has no words."""
    if not isinstance(value, Mapping) or "Annotation" not in _listed(value.get("type")):
        return None
    words = [_words(one) for one in _listed(value.get("body", value.get("bodyValue")))]
    body = "\n\n".join(one for one in words if one)
    if not body:
        return None
    targets = _listed(value.get("target"))
    motivations = _listed(value.get("motivation"))
    kinds = {"questioning": CommentKind.QUESTION, "editing": CommentKind.WORDING}
    kind = next((kinds[one] for one in motivations if one in kinds), CommentKind.GENERAL)
    spot = _spot(targets[0]) if targets else Spot()
    return Brought(body, _creator(value.get("creator")), kind, spot)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _words(body: Any) -> str:
    if isinstance(body, Mapping):
        body = body.get("value", "")
    return body.strip() if isinstance(body, str) else ""


def _creator(value: Any) -> str:
    for one in _listed(value):
        name = one.get("name", "") if isinstance(one, Mapping) else ""
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:200]
    return ""


def _spot(target: Any) -> Spot:
    """Read what a target selects; of several selectors each says what it knows."""
    if isinstance(target, str):
        return Spot(_section(target))
    if not isinstance(target, Mapping):
        return Spot()
    quote: Mapping[str, Any] = {}
    position: Mapping[str, Any] = {}
    for one in _listed(target.get("selector")):
        if not isinstance(one, Mapping):
            continue
        if one.get("type") == "TextQuoteSelector":
            quote = one
        elif one.get("type") == "TextPositionSelector":
            position = one
    start, stop = position.get("start"), position.get("end")
    has_place = isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop
    return Spot(
        _section(target.get("source")),
        _text(quote.get("exact")),
        _text(quote.get("prefix"))[-CONTEXT:],
        _text(quote.get("suffix"))[:CONTEXT],
        start if has_place else None,
        stop if has_place else None,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _section(source: Any) -> str:
    """Return the section that an address names, or nothing."""
    if isinstance(source, Mapping):
        source = source.get("id")
    if not isinstance(source, str):
        return ""
    _head, found, key = source.split("#", 1)[0].rstrip("/").rpartition("/sections/")
    return key[:12] if found and "/" not in key else ""
