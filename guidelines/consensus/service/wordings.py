"""The rows of statements and wordings: numbers, parents, the round after which each came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from guidelines.consensus.models import (
    Process,
    RoundStatement,
    Statement,
    StatementParent,
    StatementVersion,
)
from guidelines.consensus.queries import (
    latest_round,
    lines_of,
    living_round,
    statements_of,
    versions_of,
)
from guidelines.consensus.queries.statements import last_versions
from guidelines.consensus.rules.lineage import (
    MOST_STATEMENTS,
    Lineage,
    checked_texts,
    checked_wording,
    wording_hash,
)
from guidelines.consensus.rules.states import RoundState
from guidelines.db import session
from guidelines.drafts.queries import current_version, recommendation_in
from guidelines.errors import Invalid, sentence
from guidelines.evidence.models import EvidenceQuestion
from guidelines.permissions import Actor


@dataclass(frozen=True)
class Part:
    """A new statement: its own `wording`, or the recommendation `key` of the draft.

    The other texts stand around it; see `Statement`.
    """

    wording: str = ""
    key: str = ""
    plain_language: str = ""
    background: str = ""
    origin: str = ""
    question_id: str = ""


def add_version(
    statement: Statement, actor: Actor, *, lineage: Lineage, **values: Any
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


def new_statement(
    process: Process,
    actor: Actor,
    part: Part,
    lineage: Lineage,
    reason: str,
    parents: Sequence[StatementVersion],
) -> StatementVersion:
    """Add a statement under the next number, with its first wording."""
    highest = session.scalar(
        select(func.max(Statement.number)).where(Statement.process_id == process.id)
    )
    if (highest or 0) >= MOST_STATEMENTS:
        raise Invalid(
            {
                "wording": sentence(
                    "A process can have %(most)s statements. Start another one for more.",
                    most=MOST_STATEMENTS,
                )
            }
        )
    statement = Statement(
        process_id=process.id,
        process=process,
        number=(highest or 0) + 1,
        recommendation_key=part.key or None,
    )
    put_around(process, statement, part)
    session.add(statement)
    session.flush()
    version = another_wording(statement, actor, part, lineage, reason, parents=parents)
    round_ = living_round(process)
    if round_ is not None and round_.state is RoundState.DRAFT:
        ordinal = max((line.ordinal for line in lines_of(round_)), default=0) + 1
        session.add(RoundStatement(round_id=round_.id, statement_id=statement.id, ordinal=ordinal))
        session.flush()
    return version


def another_wording(
    statement: Statement,
    actor: Actor,
    part: Part,
    lineage: Lineage,
    reason: str,
    *,
    meaning_changed: bool = True,
    parents: Sequence[StatementVersion] = (),
) -> StatementVersion:
    """Add a wording to a statement, from its own words or from the draft."""
    document_version = None
    if part.key:
        text = recommendation_in(statement.process.document, part.key)
        if text is None:
            raise Invalid(
                {"wording": sentence("There is no recommendation %(key)s here.", key=part.key)}
            )
        wording, sha256 = text.wording, text.wording_sha256
        document_version = current_version(statement.process.document).number
    else:
        wording = checked_wording(part.wording)
        sha256 = wording_hash(wording)
    last = last_versions(statement.process)
    if lineage is Lineage.REWORDED:
        _check_changed(sha256, last[statement.id], part.key)
    _check_new(statement, sha256, last)
    version = add_version(
        statement,
        actor,
        lineage=lineage,
        wording=wording,
        wording_sha256=sha256,
        document_version=document_version,
        meaning_changed=meaning_changed,
        reason=reason,
    )
    session.add_all(
        StatementParent(version_id=version.id, parent_id=one.id)
        for one in parents
        if one.statement_id != statement.id
    )
    session.flush()
    return version


def _check_changed(sha256: str, last: StatementVersion, key: str) -> None:
    if last.wording_sha256 == sha256:
        raise Invalid(
            {
                "wording": sentence("Change the recommendation in the text of the draft first.")
                if key
                else sentence("This is the wording that it has. Change it, or leave it.")
            }
        )


def _check_new(statement: Statement, sha256: str, last: Mapping[str, StatementVersion]) -> None:
    """Raise `Invalid` for a wording that another statement has now."""
    for other in statements_of(statement.process):
        there = last.get(other.id)
        if other.id != statement.id and there is not None and there.wording_sha256 == sha256:
            raise Invalid(
                {
                    "wording": sentence(
                        "Statement %(number)s says exactly this already.", number=other.number
                    )
                }
            )


def put_around(process: Process, statement: Statement, part: Part) -> None:
    """Set the texts around a statement and the question it rests on."""
    texts = checked_texts(
        {
            "plain_language": part.plain_language,
            "background": part.background,
            "origin": part.origin,
        }
    )
    statement.plain_language = texts["plain_language"]
    statement.background, statement.origin = texts["background"], texts["origin"]
    question = session.get(EvidenceQuestion, part.question_id) if part.question_id else None
    if part.question_id and (question is None or question.project_id != process.project_id):
        raise Invalid({"question_id": sentence("Choose one of the questions of this project.")})
    statement.question_id = question.id if question else None


def asked_wording(statement: Statement, actor: Actor) -> StatementVersion:
    """Return the newest wording; a recommendation that was never asked gets its first one."""
    before = versions_of(statement)
    if before:
        return before[-1]
    part = Part(key=statement.recommendation_key or "")
    return another_wording(statement, actor, part, Lineage.NEW, "")


def take_out(statement: Statement, actor: Actor, reason: str) -> None:
    """Withdraw a statement, also from a round that is being prepared."""
    last = versions_of(statement)[-1]
    add_version(
        statement,
        actor,
        lineage=Lineage.WITHDRAWN,
        wording=last.wording,
        wording_sha256=last.wording_sha256,
        document_version=last.document_version,
        meaning_changed=False,
        reason=reason,
    )
    statement.withdrawn = True
    round_ = living_round(statement.process)
    if round_ is not None and round_.state is RoundState.DRAFT:
        for line in lines_of(round_):
            if line.statement_id == statement.id:
                session.delete(line)
    session.flush()
