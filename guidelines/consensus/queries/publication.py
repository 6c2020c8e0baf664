"""What a closed round publishes so that anybody can count it again."""

from typing import Any

from sqlalchemy import select

from guidelines.consensus.models import OpenedAnswer, Result, Round
from guidelines.consensus.rules.record import Row, record
from guidelines.consensus.rules.states import FINISHED
from guidelines.db import session


def publication(round_: Round) -> dict[str, Any] | None:
    """Return the record of a closed round; None while there is none, or the round is void.

    A round without sealed ballots, such as a show of hands, has nothing to be opened and no
    record.
    """
    result = session.get(Result, round_.id)
    if round_.state not in FINISHED or result is None:
        return None
    rows = session.execute(
        select(
            OpenedAnswer.version_id,
            OpenedAnswer.dimension,
            OpenedAnswer.commitment,
            OpenedAnswer.answer,
            OpenedAnswer.salt,
        ).where(OpenedAnswer.round_id == round_.id)
    )
    found = [Row(*row) for row in rows]
    return record(result.document, result.sha256, found) if found else None
