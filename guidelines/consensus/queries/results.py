"""Reads around frozen results: by which definition, about which call, with whose edits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from guidelines.accounts.models import Person
from guidelines.audit import AuditEntry
from guidelines.consensus.models import Round
from guidelines.consensus.queries.rounds import lines_of
from guidelines.consensus.rules.definition import Rule
from guidelines.db import session
from guidelines.events import PanelCommentModerated


def rule_of(round_: Round, results: Mapping[str, Any] | None) -> Rule:
    """Return the definition by which a round was counted, or will be."""
    if results is None:
        return round_.definition
    return Rule.parse(json.dumps(results["rule"]))


def calls_in(round_: Round) -> dict[str, tuple[str, str, str]]:
    """Return type, strength and direction of each recommendation as it was asked, by wording."""
    return {
        line.version_id: (
            line.card.get("kind", ""),
            line.card.get("strength", ""),
            line.card.get("direction", ""),
        )
        for line in lines_of(round_)
        if line.version_id is not None and line.card
    }


@dataclass(frozen=True)
class Edit:
    """A decision of the moderator on a comment: who, when, and whether words were changed."""

    who: str
    at: datetime
    edited: bool
    state: str


def edits_of(round_: Round) -> dict[str, Sequence[Edit]]:
    """Return what the moderators did with the comments on a round, by comment, oldest first."""
    found: dict[str, list[Edit]] = {}
    entries = session.execute(
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(
            AuditEntry.chain == round_.project_id, AuditEntry.event == PanelCommentModerated.name
        )
        .order_by(AuditEntry.number)
    )
    for entry, name in entries:
        detail = entry.detail
        if detail["round_id"] != round_.id:
            continue
        edit = Edit(name or "", entry.at, bool(detail["edited"]), detail["state"])
        found.setdefault(detail["panel_comment_id"], []).append(edit)
    return {key: tuple(edits) for key, edits in found.items()}
