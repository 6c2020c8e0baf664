"""Hold a wording still while people vote on it, and put the result beside it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

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

    [outcome] = place_outcomes(actor, document, [Placing(key, wording_sha256, verdict, summary)])
    return outcome


class Placing(NamedTuple):
    """The result of a vote on one wording, as `place_outcome` takes it."""

    key: str
    wording_sha256: str
    verdict: str
    summary: Mapping[str, Any]


def place_outcomes(actor: Actor, document: Document, placings: Sequence[Placing]) -> list[Outcome]:
    """Put the results of votes beside their recommendations, all at once; return their rows."""
    require(actor, Action.RESULT_PLACE, document)

    lock_row(Document, document.id)
    keys = {one.key for one in placings}
    known = select(RecommendationKey.key).where(
        RecommendationKey.document_id == document.id, RecommendationKey.key.in_(keys)
    )
    if keys - set(session.scalars(known)):
        raise Missing
    there = select(Outcome).where(Outcome.document_id == document.id, Outcome.key.in_(keys))
    last = {row.key: row for row in session.scalars(there.order_by(Outcome.number))}
    number = session.scalar(
        select(func.max(Outcome.number)).where(Outcome.document_id == document.id)
    )
    fresh = []
    for one in placings:
        row = last.get(one.key)
        values = dict(one.summary)
        if row is not None and (row.wording_sha256, row.verdict, row.summary) == (
            one.wording_sha256,
            one.verdict,
            values,
        ):
            continue
        number = (number or 0) + 1
        last[one.key] = Outcome(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            key=one.key,
            number=number,
            wording_sha256=one.wording_sha256,
            verdict=one.verdict,
            summary=values,
        )
        fresh.append(last[one.key])
    session.add_all(fresh)
    session.flush()
    audit.record(
        actor,
        *(
            OutcomePlaced(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                key=row.key,
                wording_sha256=row.wording_sha256,
                verdict=row.verdict,
            )
            for row in fresh
        ),
    )
    return [last[one.key] for one in placings]
