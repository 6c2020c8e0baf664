"""Reads of minority statements: with their answers, and as they are printed."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from guidelines.consensus.models import MinorityReply, MinorityStatement, Process
from guidelines.consensus.queries.processes import minority_statements
from guidelines.db import session
from guidelines.drafts.models import Document


def minorities_in(process: Process) -> dict[str, list[MinorityStatement]]:
    """Return the minority statements of a process by hash of the wording they are about."""
    found: dict[str, list[MinorityStatement]] = {}
    for row in session.scalars(
        select(MinorityStatement)
        .where(MinorityStatement.process_id == process.id)
        .order_by(MinorityStatement.written_on, MinorityStatement.id)
    ):
        found.setdefault(row.wording_sha256, []).append(row)
    return found


def replies_to(rows: Iterable[MinorityStatement]) -> Mapping[str, MinorityReply]:
    """Return the answers of the working group by id of the statement."""
    wanted = [row.id for row in rows]
    replies = session.scalars(select(MinorityReply).where(MinorityReply.minority_id.in_(wanted)))
    return {one.minority_id: one for one in replies}


def printed_minorities(document: Document) -> dict[str, str]:
    """Return what is printed with each recommendation, in English: text, who, and the answer."""
    by_key = minority_statements(document)
    replies = replies_to(row for rows in by_key.values() for row in rows)
    return {
        key: "\n\n".join(_printed(row, replies.get(row.id)) for row in rows)
        for key, rows in by_key.items()
    }


def signed(row: MinorityStatement) -> str:
    """Return who stands behind a statement, in English: names, "a minority of 3", or both."""
    unnamed = row.people - len(row.names)
    if not row.names:
        return "a minority of one" if row.people == 1 else f"a minority of {row.people}"
    others = f" and {unnamed} {'other' if unnamed == 1 else 'others'} without name"
    return ", ".join(row.names) + (others if unnamed else "")


def _printed(row: MinorityStatement, reply: MinorityReply | None) -> str:
    text = f"{row.text} ({signed(row)})"
    return f"{text}\n\nAnswer of the working group: {reply.text}" if reply is not None else text
