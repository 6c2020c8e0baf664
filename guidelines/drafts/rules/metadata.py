"""What a document may say about itself, checked."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guidelines.drafts.rules.kinds import DocumentKind
from guidelines.drafts.rules.products.needed import NEEDED
from guidelines.errors import Invalid, sentence

LONGEST = 2000
LONGEST_REASON = 500
MOST_CONDITIONS = 20
NOT_NEEDED = "none"
_CODE = re.compile(r"(?:ORPHA:?\s*)?(\d{1,7})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; `conditions` are pairs of ORPHAcode and name."""

    conditions: tuple[tuple[str, str], ...] = ()
    no_code: str = ""
    population: str = ""
    users: str = ""
    review_by: date | None = None
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def code_of(typed: str) -> str:
    """Return an ORPHAcode as its digits: "ORPHA:2343" is "2343"; empty where it is none."""
    found = _CODE.fullmatch(typed.strip())
    return str(int(found[1])) if found else ""


def day_of(typed: str) -> date | None:
    """Return the day of "2029-03-31"; None where it is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def settled(
    posted: Mapping[str, str],
    conditions: Mapping[str, str],
    kind: DocumentKind,
    sections: Collection[str],
) -> Metadata:
    """Return what a form says about a document, or raise `Invalid` with a sentence for each field.

    `conditions` are the names of the chosen codes, by code as typed. A part is posted as
    `part-<key>` (a section, or `none`), with `reason-<key>` where it is not needed.
    """
    mistakes: dict[str, str] = {}
    texts = {name: posted.get(name, "").strip() for name in ("population", "users", "no_code")}
    for name, text in texts.items():
        most = LONGEST_REASON if name == "no_code" else LONGEST
        if len(text) > most:
            mistakes[name] = sentence("Say it in at most %(most)s characters.", most=most)
    chosen: dict[str, str] = {}
    for typed, words in conditions.items():
        code = code_of(typed)
        if not code:
            mistakes["conditions"] = sentence(
                "“%(code)s” is no ORPHAcode. It is a number, such as 2343.", code=typed[:40]
            )
        else:
            chosen[code] = " ".join(words.split())[:300]
    if len(chosen) > MOST_CONDITIONS:
        mistakes["conditions"] = sentence("Name at most %(most)s.", most=MOST_CONDITIONS)
    typed_day = posted.get("review_by", "").strip()
    review_by = day_of(typed_day) if typed_day else None
    if typed_day and review_by is None:
        mistakes["review_by"] = sentence("Give a day, such as 2029-03-31.")
    parts: dict[str, Mapping[str, str]] = {}
    for part in NEEDED.get(kind, ()):
        place = posted.get(f"part-{part.key}", "")
        reason = posted.get(f"reason-{part.key}", "").strip()
        if place == NOT_NEEDED:
            if not reason:
                mistakes[f"reason-{part.key}"] = sentence("Say why it is not needed here.")
            elif len(reason) > LONGEST_REASON:
                mistakes[f"reason-{part.key}"] = sentence(
                    "Say it in at most %(most)s characters.", most=LONGEST_REASON
                )
            parts[part.key] = {"reason": reason}
        elif place in sections:
            parts[part.key] = {"section": place}
        elif place:
            mistakes[f"part-{part.key}"] = sentence("Choose one of the list.")
    if mistakes:
        raise Invalid(mistakes)
    return Metadata(
        tuple(chosen.items()), texts["no_code"], texts["population"], texts["users"],
        review_by, parts,
    )  # fmt: skip


def as_json(metadata: Metadata) -> dict[str, Any]:
    """Return the metadata as plain values, for what is signed and published; empty ones left out.

    The parts are not in it: they help to check a text and say nothing to its readers.
    """
    values: dict[str, Any] = {
        "conditions": [list(one) for one in metadata.conditions],
        "no_code": metadata.no_code,
        "population": metadata.population,
        "users": metadata.users,
        "review_by": metadata.review_by.isoformat() if metadata.review_by else "",
    }
    return {name: value for name, value in values.items() if value}
