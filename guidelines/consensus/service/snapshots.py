"""Where an open real-time round stands, frozen for the panel; never for a few people."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from guidelines import audit
from guidelines.consensus.models import Round, Snapshot
from guidelines.consensus.queries import asked_in
from guidelines.consensus.queries.meetings import snapshots_of
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.looks import drawn
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.results import Asked, tables
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.verdicts import evaluate_one
from guidelines.consensus.service.boxes import Boxes, open_boxes
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, sentence
from guidelines.events import SnapshotFrozen
from guidelines.permissions import Action, Actor, require

SCHEMA = 1
SHOWN = ("n_rated", "counts", "median", "q1", "q3", "percent_in")


def freeze_snapshot(actor: Actor, round_: Round) -> Snapshot | None:
    """Freeze the answers to a real-time round as they are now, in numbers.

    Nothing is made on the day of another one, nor before as many more people as the smallest
    group that is shown have answered. Of each statement a random part of the answers is told: as
    many are left out, and what is said stays as it was until so many more have rated it. No step
    from one snapshot to the next, nor from the last to the result, tells what a few people said.
    """
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    if locked.kind is not RoundKind.REAL_TIME or locked.state is not RoundState.OPEN:
        raise Conflict(sentence("Only an open real-time round is looked at while it is open."))
    fewest, today = locked.definition.smallest_cell, now().date()
    earlier = snapshots_of(locked)
    if earlier and earlier[-1].made_on >= today:
        return None
    boxes = open_boxes(locked)
    people = sum(
        any(map(one.content.is_begun, one.content.answers)) for one in boxes.opened.values()
    )
    if people - (earlier[-1].people if earlier else 0) < fewest:
        return None
    before = _by_version(earlier[-1].document if earlier else {"statements": []})
    entries = _looked_at(locked, asked_in(locked), boxes, before)
    document = {
        "schema": SCHEMA,
        "round": locked.number,
        "made_on": today.isoformat(),
        "statements": entries,
    }
    snapshot = Snapshot(
        round_id=locked.id,
        number=len(earlier) + 1,
        made_on=today,
        people=people,
        document=document,
        sha256=fingerprint(document),
    )
    session.add(snapshot)
    session.flush()
    audit.record(
        actor,
        SnapshotFrozen(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            number=snapshot.number,
            sha256=snapshot.sha256,
        ),
    )
    return snapshot


def _looked_at(
    round_: Round, asked: Sequence[Asked], boxes: Boxes, before: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return what is told of each statement, `before` where too few more have rated it."""
    rule, dice = round_.definition, secrets.SystemRandom()
    fewest = rule.smallest_cell
    versions = [one.version_id for one in asked]
    answers = tables(rule, versions, list(boxes.opened.values())).overall
    entries = []
    for row, one in enumerate(asked):
        shown = before.get(one.version_id)
        seen = drawn(answers, row, fewest, dice)
        if seen is not None and seen.n - (shown["n_rated"] if shown else 0) >= fewest:
            figures = evaluate_one(rule, seen).figures()
            shown = {
                "statement": one.statement_id,
                "version": one.version_id,
                "number": one.number,
                **{name: figures[name] for name in SHOWN},
            }
        if shown is not None:
            entries.append(shown)
    return entries


def _by_version(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["version"]: entry for entry in document["statements"]}
