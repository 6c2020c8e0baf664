"""Where a statement comes from, and what becomes of it: its names, its wordings, its family."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from guidelines.errors import Invalid, Sentence, sentence
from guidelines.text.comments import normalise_newlines
from guidelines.text.recommendations import Recommendation, Type

LONGEST_WORDING = 4000
LONGEST_REASON = 1000
LONGEST_TEXTS = {"plain_language": 600, "background": 8000, "origin": 300}
MOST_STATEMENTS = 500
"""How many statements a process may have, withdrawn ones too."""

ALONE = "#"
"""How the name of a statement begins that is no recommendation; no recommendation's does."""


class Lineage(StrEnum):
    """How a wording came about."""

    NEW = "new"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    FROM_COMMENTS = "from-comments"
    FROM_PROPOSALS = "from-proposals"
    WITHDRAWN = "withdrawn"


def key_of(recommendation_key: str | None, number: int) -> str:
    """Return what names a statement in results: a recommendation's id, or ``#7``."""
    return recommendation_key if recommendation_key is not None else f"{ALONE}{number}"


def stands_alone(key: str) -> bool:
    """Tell whether a name in results is that of a statement that is no recommendation."""
    return key.startswith(ALONE)


class Fate(StrEnum):
    """What became of a panel member's proposal."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"


def checked_wording(text: str) -> str:
    """Return the wording of a statement as it is stored, or raise `Invalid`."""
    wording = "\n".join(line.rstrip() for line in normalise_newlines(text).split("\n")).strip()
    if not wording:
        raise Invalid({"wording": sentence("Write the statement.")})
    if len(wording) > LONGEST_WORDING:
        raise Invalid(
            {
                "wording": sentence(
                    "Keep a statement to %(most)s characters; the panel has to judge it as one.",
                    most=LONGEST_WORDING,
                )
            }
        )
    if any(not (sign.isprintable() or sign in "\n\t") for sign in wording):
        raise Invalid(
            {
                "wording": sentence(
                    "The text holds characters that cannot be stored. Paste it as plain text."
                )
            }
        )
    return wording


def wording_hash(wording: str) -> str:
    """Return what votes on a statement that stands alone bind to: as for a recommendation."""
    attributes = (("type", Type.CONSENSUS_BASED.value),)
    return Recommendation(id="", body=wording, attributes=attributes).wording_hash


def checked_reason(reason: str) -> str:
    """Return why a statement is changed, or raise `Invalid`; the panel and the report read it."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid(
            {
                "reason": sentence(
                    "Say in at most %(most)s characters why; the panel and the report show it.",
                    most=LONGEST_REASON,
                )
            }
        )
    return reason


def checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what stands around a statement, trimmed, or raise `Invalid` for what is too long."""
    trimmed = {name: normalise_newlines(texts.get(name, "")).strip() for name in LONGEST_TEXTS}
    mistakes: dict[str, Sentence] = {
        name: sentence("Keep this to %(most)s characters.", most=LONGEST_TEXTS[name])
        for name, text in trimmed.items()
        if len(text) > LONGEST_TEXTS[name]
    }
    if mistakes:
        raise Invalid(mistakes)
    return trimmed


def ancestors(version_id: str, parents: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return all wordings from which one came, near and far; `parents` are by wording."""
    found: set[str] = set()
    waiting = list(parents.get(version_id, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(parents.get(one, ()))
    return frozenset(found)
