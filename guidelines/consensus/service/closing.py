"""Closing a round: open the boxes, count, freeze, and leave nothing that can be joined."""

import contextlib
import gc
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from guidelines import audit
from guidelines.config import current
from guidelines.consensus.models import Panelist, Process, Result, Round
from guidelines.consensus.queries import asked_in, carried_in, lines_of
from guidelines.consensus.queries.boxes import earlier_boxes, recusals_in
from guidelines.consensus.queries.reports import finished_rounds
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import dimensions_of
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.entry import profile_in
from guidelines.consensus.rules.lineage import stands_alone
from guidelines.consensus.rules.linked import Linked, reliability, stabilities
from guidelines.consensus.rules.opened import matrix
from guidelines.consensus.rules.plan import Deviating, RoundKind
from guidelines.consensus.rules.results import Asked, completeness, entries, summary, tables
from guidelines.consensus.rules.states import ROUND, RoundMove
from guidelines.consensus.service.attrition import attrition_in
from guidelines.consensus.service.boxes import Boxes, as_counted, open_boxes, scatter
from guidelines.consensus.service.electing import recuse, seats_of
from guidelines.consensus.service.hands import boxes_by_hand
from guidelines.consensus.service.proposals import collect
from guidelines.db import at_once, lock_row, now, session
from guidelines.drafts.service import Placing, place_outcomes, unlock_wording
from guidelines.events import InterestsApplied, RoundClosed
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action, Actor, require

SCHEMA = 2


def close_round(actor: Actor, round_: Round) -> Result:
    """Close a round: count, freeze the results, place them in the document.

    The boxes are opened here and nowhere else. Afterwards answers lie one by one in random
    order, under random ids; what one person said lies sealed anew under a pseudonym.
    """
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    state = ROUND.after(locked.state, RoundMove.CLOSE)
    with _making_many_objects():
        _apply_interests(actor, locked)
        asked = asked_in(locked)
        boxes = boxes_by_hand(locked, asked) if locked.by_hands else open_boxes(locked)
        document = counted(locked, asked, boxes)
        if locked.kind is RoundKind.PROPOSALS:
            document |= collect(locked, boxes.opened)
        else:
            document["attrition"] = attrition_in(locked, boxes)
        commitments = scatter(locked, asked, boxes.opened)
    _note_entries(locked.process, boxes)
    locked.state, locked.closed_at, locked.ballots_sha256 = state, now(), boxes.digest
    result = freeze(locked, {**document, "answers_sha256": sealing.digest(commitments)})
    _place(actor, locked, result.document["statements"])
    session.flush()
    audit.record(
        actor,
        RoundClosed(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            ballots=len(boxes.opened),
            ballots_sha256=boxes.digest,
            results_sha256=result.sha256,
        ),
    )
    return result


@contextlib.contextmanager
def _making_many_objects() -> Iterator[None]:
    """Let Python's search for cycles rest: a large round makes a million objects, and no cycle."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _apply_interests(actor: Actor, round_: Round) -> None:
    """Write down the abstentions that follow from interests declared while the round was open.

    The history tells from which statements how many more abstain; who they are follows from the
    decisions on their interests, which stand there as well.
    """
    known = frozenset((p, v) for p, versions in recusals_in(round_).items() for v in versions)
    added = recuse(round_, seats_of(round_), known)
    if not added:
        return
    numbers = {one.version_id: one.number for one in asked_in(round_)}
    late = Counter(numbers[version] for _panelist, version in added if version in numbers)
    audit.record(
        actor,
        InterestsApplied(
            network_id=round_.network_id,
            project_id=round_.project_id,
            round_id=round_.id,
            statements=sorted(late),
            abstentions=sum(late.values()),
        ),
    )


def counted(round_: Round, asked: Sequence[Asked], boxes: Boxes) -> dict[str, Any]:
    """Return what the opened boxes of a round come to, as plain values.

    Rows that link one person's answers are used for the coefficients here, and kept nowhere.
    """
    rule, opened = round_.definition, list(boxes.opened.values())
    versions = [one.version_id for one in asked]
    found = tables(rule, versions, opened)
    complete, partial = (
        (boxes.panel, 0)
        if round_.by_hands
        else completeness(versions, opened, dimensions_of(rule))
    )
    here = Linked(round_.number, versions, list(boxes.opened), found.overall)
    document = {
        "n_electors": boxes.panel,
        "n_population": boxes.electorate.size,
        "n_ballots": complete + partial,
        "n_complete": complete,
        "n_partial": partial,
        "n_not_counted": sum(not box.counts for box in opened),
        "statements": entries(rule, asked, found, boxes.electorate),
        "reliability": None if round_.by_hands else reliability(rule, here),
    }
    before = None if round_.by_hands else _before(round_)
    if before is not None:
        document["stability"] = stabilities(rule, before, here)
    return document


def _before(round_: Round) -> Linked | None:
    """Return the ratings of the closed round before, of those whose boxes are still there."""
    rule = round_.definition
    held = {one.number: one for one in finished_rounds(round_.process)}
    for number, boxes in earlier_boxes(round_, last=True).items():
        versions = sorted({version for content in boxes.values() for version in content.answers})
        opened = as_counted(held[number], boxes)
        return Linked(number, versions, list(boxes), matrix(opened, versions, rule.scale))
    return None


_panel = Panelist.metadata.tables[Panelist.__tablename__]
_ENTERED = update(_panel).where(_panel.c.id == bindparam("panelist_id"))


def _note_entries(process: Process, boxes: Boxes) -> None:
    """Write what people said on entering for the whole panel at once: no row stands out."""
    panel = session.execute(
        select(Panelist.id, Panelist.consented_on, Panelist.profile, Panelist.named).where(
            Panelist.process_id == process.id
        )
    )
    rows = []
    for panelist_id, consented_on, profile, named in panel:
        consent = boxes.consents.get(panelist_id)
        said = profile_in(boxes.entries.get(panelist_id, {}))
        rows.append(
            {
                "panelist_id": panelist_id,
                "consented_on": consented_on or (date.fromisoformat(consent) if consent else None),
                "profile": said.document() or profile,
                "named": said.named if said.said or said.named else named,
            }
        )
    secrets.SystemRandom().shuffle(rows)
    if rows:
        session.flush()
        at_once(_ENTERED, rows)


def _day(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).date().isoformat() if moment is not None else None


def freeze(round_: Round, counted_: Mapping[str, Any]) -> Result:
    """Freeze the results of a closed round as one document with one hash."""
    process, zone = round_.process, ZoneInfo(round_.process.document.project.time_zone)
    document = {
        **({"notice": str(DEMONSTRATION)} if current().demonstration else {}),
        "schema": SCHEMA,
        "process": process.id,
        "round": round_.number,
        "kind": str(round_.kind),
        "answers": "confidential" if round_.anonymous else "not anonymous",
        "title": round_.title,
        "opened_on": _day(round_.opened_at, zone),
        "closed_on": _day(round_.closed_at, zone),
        "rule": round_.rule,
        "rule_sha256": round_.rule_sha256,
        "rule_locked_on": _day(process.laid_down_at(Deviating.RULE, round_.number), zone),
        "cards_sha256": round_.cards_sha256,
        "ballots_sha256": round_.ballots_sha256,
        **counted_,
        "carried": [
            {
                "statement": line.statement_id,
                "number": line.statement.number,
                "key": line.statement.key,
            }
            for line in carried_in(round_)
        ],
        "void": [
            {
                "statement": line.statement_id,
                "number": line.statement.number,
                "key": line.statement.key,
                "reason": line.void_why,
            }
            for line in lines_of(round_)
            if line.void_why
        ],
    }
    result = Result(round_id=round_.id, document=document, sha256=fingerprint(document))
    session.add(result)
    session.flush()
    return result


def _place(actor: Actor, round_: Round, results: Sequence[Mapping[str, Any]]) -> None:
    """Place the results beside the recommendations and let their wording go."""
    document, rule = round_.process.document, round_.definition
    recommended = [entry for entry in results if not stands_alone(entry["key"])]
    unlock_wording(actor, document, [entry["key"] for entry in recommended])
    placings = [
        Placing(
            entry["key"],
            entry["wording_sha256"],
            entry["verdict"],
            summary(entry, rule, round_.number, anonymous=round_.anonymous),
        )
        for entry in recommended
    ]
    place_outcomes(actor, document, placings)
