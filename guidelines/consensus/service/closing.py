"""Closing a round: open the boxes, count, freeze, and leave nothing that can be joined."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from guidelines import audit
from guidelines.config import current
from guidelines.consensus.models import (
    Ballot,
    ClosedBallot,
    Elector,
    OpenedAnswer,
    PanelComment,
    Panelist,
    Process,
    Result,
    Round,
)
from guidelines.consensus.queries import asked_in, carried_in
from guidelines.consensus.queries.boxes import alias_of, box_key, recusals_in
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import Content, Given, dimensions_of
from guidelines.consensus.rules.cards import fingerprint
from guidelines.consensus.rules.results import Asked, Opened, completeness, outcome, summary
from guidelines.consensus.rules.scales import OVERALL
from guidelines.consensus.rules.states import ROUND, CommentState, RoundMove
from guidelines.consensus.rules.verdicts import Result as Outcome
from guidelines.consensus.service.opening import recuse
from guidelines.db import lock_row, new_key, now, session
from guidelines.drafts.service import place_outcome, unlock_wording
from guidelines.errors import Conflict, sentence
from guidelines.events import (
    RoundClosed,
)
from guidelines.mail import DEMONSTRATION
from guidelines.permissions import Action, Actor, require

SCHEMA = 1


def close_round(actor: Actor, round_: Round) -> Result:
    """Close a round: count, freeze the results, place them in the document.

    The boxes are opened here and nowhere else. Afterwards answers lie one by one in random
    order, under random ids; what one person said lies sealed anew under a pseudonym.
    """
    require(actor, Action.ROUND_CLOSE, round_)

    locked: Round = lock_row(Round, round_.id)
    state = ROUND.after(locked.state, RoundMove.CLOSE)
    electors = _electors(locked)
    known = frozenset((p, v) for p, versions in recusals_in(locked).items() for v in versions)
    recuse(locked, [(one.id, one.person_id) for one in electors], known)  # declared since
    asked = asked_in(locked)
    boxes, digest, consents = _opened(locked, electors)
    rule = locked.definition
    recused = recusals_in(locked)
    outcomes = {
        one.version_id: outcome(
            rule,
            one.version_id,
            boxes.values(),
            electors=len(electors),
            recused=sum(one.version_id in versions for versions in recused.values()),
        )
        for one in asked
    }
    _scatter(locked, asked, boxes)
    _note_consents(locked.process, consents)
    locked.state, locked.closed_at, locked.ballots_sha256 = state, now(), digest
    result = _freeze(locked, asked, outcomes, boxes, len(electors))
    _place(actor, locked, asked, outcomes)
    session.flush()
    audit.record(
        actor,
        RoundClosed(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            ballots=len(boxes),
            ballots_sha256=digest,
            results_sha256=result.sha256,
        ),
    )
    return result


def _electors(round_: Round) -> Sequence[Panelist]:
    return session.scalars(
        select(Panelist)
        .join(Elector, Elector.panelist_id == Panelist.id)
        .where(Elector.round_id == round_.id)
        .order_by(Panelist.id)
    ).all()


def _opened(
    round_: Round, electors: Sequence[Panelist]
) -> tuple[dict[str, Opened], str, dict[str, str]]:
    """Return the opened boxes by pseudonym, one digest over them, and consents by panelist."""
    key = box_key(round_.process)
    recused = recusals_in(round_)
    owner = {alias_of(key, one): one.id for one in electors}
    boxes: dict[str, Opened] = {}
    consents: dict[str, str] = {}
    hashes: list[str] = []
    for alias, sealed in session.execute(
        select(Ballot.pseudonym, Ballot.sealed).where(Ballot.round_id == round_.id)
    ):
        if alias not in owner:
            raise Conflict(
                sentence("There is a ballot that belongs to nobody. Call the operator.")
            )
        content = Content.from_bytes(sealing.open_box(key, round_.id, alias, sealed))
        hashes.append(sha256(sealed).hexdigest())
        boxes[alias] = Opened(content, recused.get(owner[alias], frozenset()))
        if content.consent:
            consents[owner[alias]] = content.consent
    return boxes, sealing.digest(hashes), consents


def _scatter(round_: Round, asked: Sequence[Asked], boxes: Mapping[str, Opened]) -> None:
    """Write the answers one by one in random order, seal each box anew, drop the old ones."""
    shuffle = secrets.SystemRandom().shuffle
    answers: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    closed: list[dict[str, Any]] = []
    key = box_key(round_.process)
    dimensions = dimensions_of(round_.definition)
    for alias, box in boxes.items():
        secret = bytes.fromhex(box.content.secret)
        kept: dict[str, dict[str, Given]] = {}
        for one in asked:
            cells = {name: box.counted(one.version_id, name) for name in dimensions}
            for name, cell in cells.items():
                random = sealing.salt(secret, one.version_id, name)
                answers.append(
                    {
                        "id": new_key(),
                        "round_id": round_.id,
                        "version_id": one.version_id,
                        "dimension": name,
                        "rating": cell.rating,
                        "answer": cell.text,
                        "salt": random,
                        "commitment": sealing.commitment(
                            random, one.wording_sha256, cell.text, name
                        ),
                    }
                )
            given = cells[OVERALL]
            if given.reason.strip():
                text = given.reason.strip()
                comments.append(
                    {
                        "id": new_key(),
                        "round_id": round_.id,
                        "version_id": one.version_id,
                        "original": text,
                        "text": text,
                        "state": CommentState.WAITING,
                    }
                )
            cells[OVERALL] = replace(given, reason="")  # comments lie apart for good
            kept[one.version_id] = cells
        content = replace(box.content, consent="", answers=kept)
        nonce = secrets.token_bytes(sealing.NONCE_BYTES)
        sealed = sealing.seal(key, round_.id, alias, content.to_bytes(), nonce)
        closed.append({"round_id": round_.id, "pseudonym": alias, "sealed": sealed})
    for table, rows in ((OpenedAnswer, answers), (PanelComment, comments), (ClosedBallot, closed)):
        shuffle(rows)
        if rows:
            session.execute(insert(table), rows)
    session.execute(delete(Ballot).where(Ballot.round_id == round_.id))


def _note_consents(process: Process, consents: Mapping[str, str]) -> None:
    """Write the days of consent of the whole panel at once, so that no row stands out."""
    rows = [
        {
            "id": panelist_id,
            "consented_on": consented_on
            or (date.fromisoformat(consents[panelist_id]) if panelist_id in consents else None),
        }
        for panelist_id, consented_on in session.execute(
            select(Panelist.id, Panelist.consented_on).where(Panelist.process_id == process.id)
        )
    ]
    secrets.SystemRandom().shuffle(rows)
    if rows:
        session.execute(update(Panelist), rows)


def _day(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).date().isoformat() if moment is not None else None


def _freeze(
    round_: Round,
    asked: Sequence[Asked],
    outcomes: Mapping[str, Outcome],
    boxes: Mapping[str, Opened],
    electors: int,
) -> Result:
    process, zone = round_.process, ZoneInfo(round_.process.document.project.time_zone)
    complete, partial = completeness([one.version_id for one in asked], boxes.values())
    opened = select(OpenedAnswer.commitment).where(OpenedAnswer.round_id == round_.id)
    document = {
        **({"notice": str(DEMONSTRATION)} if current().demonstration else {}),
        "schema": SCHEMA,
        "process": process.id,
        "round": round_.number,
        "title": round_.title,
        "opened_on": _day(round_.opened_at, zone),
        "closed_on": _day(round_.closed_at, zone),
        "rule": round_.rule,
        "rule_sha256": round_.rule_sha256,
        "rule_locked_on": _day(process.rule_sealed_at, zone),
        "cards_sha256": round_.cards_sha256,
        "ballots_sha256": round_.ballots_sha256,
        "answers_sha256": sealing.digest(list(session.scalars(opened))),
        "n_electors": electors,
        "n_ballots": complete + partial,
        "n_complete": complete,
        "n_partial": partial,
        "statements": [
            {
                "statement": one.statement_id,
                "version": one.version_id,
                "number": one.number,
                "key": one.key,
                "wording_version": one.version,
                "document_version": one.document_version,
                "wording": one.wording,
                "wording_sha256": one.wording_sha256,
                "card_sha256": one.card_sha256,
                **outcomes[one.version_id].document(),
            }
            for one in asked
        ],
        "carried": [
            {
                "statement": line.statement_id,
                "number": line.statement.number,
                "key": line.statement.recommendation_key,
            }
            for line in carried_in(round_)
        ],
    }
    result = Result(round_id=round_.id, document=document, sha256=fingerprint(document))
    session.add(result)
    session.flush()
    return result


def _place(
    actor: Actor, round_: Round, asked: Sequence[Asked], outcomes: Mapping[str, Outcome]
) -> None:
    document, rule = round_.process.document, round_.definition
    unlock_wording(actor, document, [one.key for one in asked])
    for one in asked:
        found = outcomes[one.version_id]
        place_outcome(
            actor,
            document,
            key=one.key,
            wording_sha256=one.wording_sha256,
            verdict=str(found.verdict),
            summary=summary(found.document(), rule, round_.number),
        )
