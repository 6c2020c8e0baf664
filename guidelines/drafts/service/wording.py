"""Hold a wording still while people vote on it, and put the result beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import (
    Document,
    Outcome,
    Recommendation,
    RecommendationKey,
    WordingLock,
)
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import OutcomePlaced, WordingLocked, WordingUnlocked
from guidelines.permissions import Action, Actor, require

LONGEST_REASON = 300


def lock_wording(
    actor: Actor, document: Document, keys: Iterable[str], *, reason: str
) -> dict[str, str]:
    """Lock the present wording of recommendations; return their wording hashes by id.

    `reason` is one sentence for the author who wants to change it.
    """
    require(actor, Action.WORDING_LOCK, document)

    wanted = sorted(set(keys))
    if not wanted or not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid({"keys": sentence("Choose recommendations, and say why they are locked.")})
    lock_row(Document, document.id)
    there = session.scalars(
        select(Recommendation).where(
            Recommendation.document_id == document.id, Recommendation.key.in_(wanted)
        )
    )
    hashes = {row.key: row.wording_sha256 for row in there}
    absent = [key for key in wanted if key not in hashes]
    if absent:
        raise Conflict(
            sentence("Recommendation %(key)s is not in the text any more.", key=absent[0])
        )
    held = session.scalars(
        select(WordingLock.key).where(
            WordingLock.document_id == document.id, WordingLock.key.in_(wanted)
        )
    ).first()
    if held is not None:
        raise Conflict(sentence("Recommendation %(key)s is locked already.", key=held))
    session.add_all(
        WordingLock(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            key=key,
            wording_sha256=wording,
            reason=reason.strip(),
        )
        for key, wording in hashes.items()
    )
    session.flush()
    audit.record(
        actor,
        WordingLocked(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            keys=tuple(wanted),
            reason=reason.strip(),
        ),
    )
    return hashes


def unlock_wording(actor: Actor, document: Document, keys: Iterable[str]) -> None:
    """Let the wording of recommendations change again; those not locked stay as they are."""
    require(actor, Action.WORDING_LOCK, document)

    lock_row(Document, document.id)
    rows = session.scalars(
        select(WordingLock).where(
            WordingLock.document_id == document.id, WordingLock.key.in_(sorted(set(keys)))
        )
    ).all()
    if not rows:
        return
    for row in rows:
        session.delete(row)
    session.flush()
    audit.record(
        actor,
        WordingUnlocked(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            keys=tuple(sorted(row.key for row in rows)),
        ),
    )


def place_outcome(
    actor: Actor,
    document: Document,
    *,
    key: str,
    wording_sha256: str,
    verdict: str,
    summary: Mapping[str, Any],
) -> Outcome:
    """Put the result of a vote on one wording beside its recommendation.

    `summary` holds counts and shares as plain values. Placing the very same result again
    changes nothing and returns the row that is there.
    """
    require(actor, Action.RESULT_PLACE, document)

    if session.get(RecommendationKey, {"document_id": document.id, "key": key}) is None:
        raise Missing
    lock_row(Document, document.id)
    last = session.scalar(
        select(Outcome)
        .where(Outcome.document_id == document.id, Outcome.key == key)
        .order_by(Outcome.number.desc())
        .limit(1)
    )
    values = dict(summary)
    if last is not None and (last.wording_sha256, last.verdict, last.summary) == (
        wording_sha256,
        verdict,
        values,
    ):
        return last
    highest = session.scalar(
        select(func.max(Outcome.number)).where(Outcome.document_id == document.id)
    )
    outcome = Outcome(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        key=key,
        number=(highest or 0) + 1,
        wording_sha256=wording_sha256,
        verdict=verdict,
        summary=values,
    )
    session.add(outcome)
    session.flush()
    audit.record(
        actor,
        OutcomePlaced(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            key=key,
            wording_sha256=wording_sha256,
            verdict=verdict,
        ),
    )
    return outcome
