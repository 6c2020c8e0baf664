"""Reads about changes after the vote, and about the wordings that a recommendation once had."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from guidelines.db import session
from guidelines.drafts.models import Document, SectionRevision
from guidelines.drafts.queries.blame import versions_numbered
from guidelines.drafts.queries.story import tellings_of
from guidelines.publishing.models import ApprovalRequest, ChangeObjection, EditorialChange
from guidelines.publishing.rules.states import ChangeState, ChangeSubject
from guidelines.text.recommendations import NORMATIVE, Recommendation, parse

OVER = (ChangeState.REFUSED, ChangeState.TAKEN_BACK)


def changes_of(
    document: Document, subject: ChangeSubject = ChangeSubject.RECOMMENDATION
) -> Sequence[EditorialChange]:
    """Return the changes after the vote (or of a text after its request), newest first."""
    return session.scalars(
        select(EditorialChange)
        .where(EditorialChange.document_id == document.id, EditorialChange.subject == subject)
        .options(
            joinedload(EditorialChange.proposer),
            joinedload(EditorialChange.decider),
            joinedload(EditorialChange.ruler),
            selectinload(EditorialChange.objections).joinedload(ChangeObjection.person),
        )
        .order_by(EditorialChange.proposed_at.desc(), EditorialChange.id)
    ).all()


def change_between(
    document: Document, key: str, voted_sha256: str, wording_sha256: str
) -> EditorialChange | None:
    """Return the newest change from one wording to another that was not refused."""
    return change_known(document.id, key, voted_sha256, wording_sha256)


def change_known(
    document_id: str, key: str, voted_sha256: str, wording_sha256: str
) -> EditorialChange | None:
    """Return what `change_between` returns, by the id of the document."""
    return session.scalar(
        select(EditorialChange)
        .where(
            EditorialChange.document_id == document_id,
            EditorialChange.key == key,
            EditorialChange.voted_sha256 == voted_sha256,
            EditorialChange.wording_sha256 == wording_sha256,
            EditorialChange.subject == ChangeSubject.RECOMMENDATION,
            EditorialChange.state.not_in(OVER),
        )
        .order_by(EditorialChange.proposed_at.desc())
        .limit(1)
    )


def changes_in_state(project_ids: Sequence[str], state: ChangeState) -> Sequence[EditorialChange]:
    """Return the changes in these projects that are in a state, oldest first."""
    return session.scalars(
        select(EditorialChange)
        .where(
            EditorialChange.project_id.in_(project_ids),
            EditorialChange.state == state,
        )
        .options(joinedload(EditorialChange.document).joinedload(Document.project))
        .order_by(EditorialChange.proposed_at)
    ).all()


def change_of_text(request: ApprovalRequest, sha256: str) -> EditorialChange | None:
    """Return the newest change from the text that was to be signed to the one with this hash."""
    return session.scalar(
        select(EditorialChange)
        .where(
            EditorialChange.request_id == request.id,
            EditorialChange.wording_sha256 == sha256,
            EditorialChange.state.not_in(OVER),
        )
        .options(
            joinedload(EditorialChange.proposer),
            joinedload(EditorialChange.decider),
            selectinload(EditorialChange.objections),
        )
        .order_by(EditorialChange.proposed_at.desc())
        .limit(1)
    )


def makers_of(document: Document, key: str, wording_sha256: str) -> list[str]:
    """Return who changed a recommendation after it had the wording with this hash, each once."""
    found = tellings_of(document, key)
    since = max(
        (
            number
            for number, one in enumerate(found)
            if one.after is not None and one.after.wording_hash == wording_sha256
        ),
        default=-1,
    )
    versions = versions_numbered(document, [one.number for one in found[since + 1 :]])
    made_by = [one.author_id for one in versions.values() if one.author_id]
    return list(dict.fromkeys(made_by))


@dataclass(frozen=True, slots=True)
class Wording:
    """A recommendation as it once was: its Markdown, and all else that was voted on."""

    body: str
    normative: tuple[str, ...]


def wording_once(document: Document, key: str, wording_sha256: str) -> Wording | None:
    """Return the wording with this hash that a recommendation once had, or None."""
    rows = session.scalars(
        select(SectionRevision.source)
        .where(
            SectionRevision.document_id == document.id,
            SectionRevision.source.contains(f"#{key}", autoescape=True),
        )
        .order_by(SectionRevision.created_at.desc(), SectionRevision.number.desc())
    )
    for source in rows:
        for one in parse(source):
            if one.id == key and one.wording_hash == wording_sha256:
                return Wording(one.body, normative_of(one))
    return None


def normative_of(one: Recommendation) -> tuple[str, ...]:
    """Return what people vote on besides the body: type, strength, population and so on."""
    return (one.type, *(one.get(name) for name in NORMATIVE if name != "type"))
