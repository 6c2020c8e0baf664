"""A new wording of a statement: its number, its parent, and the round after which it came."""

from typing import Any

from guidelines.consensus.models import Statement, StatementVersion
from guidelines.consensus.queries import latest_round, versions_of
from guidelines.consensus.rules.lineage import Lineage
from guidelines.db import session
from guidelines.permissions import Actor


def add_version(
    actor: Actor, statement: Statement, *, lineage: Lineage, **values: Any
) -> StatementVersion:
    """Add a wording to a statement and return it; `values` are those of the row."""
    before = versions_of(statement)
    last = latest_round(statement.process)
    version = StatementVersion(
        statement_id=statement.id,
        number=len(before) + 1,
        parent_id=before[-1].id if before else None,
        lineage=lineage,
        after_round=last.number if last is not None else 0,
        created_by=actor.person_id,
        **values,
    )
    session.add(version)
    session.flush()
    return version
