"""How a comment becomes rows, wherever it comes from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from guidelines.db import lock_row, session
from guidelines.drafts.models import Document
from guidelines.reviews.models import Annotation, Comment, CommentThread, Mention
from guidelines.reviews.rules import CommentKind


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said.

    `author_id` is the person, or who brought the words of somebody else: then `signed` or
    `organisation` name whose they are. `mentions` are the people spoken to.
    """

    body: str
    author_id: str
    signed: str = ""
    organisation: str = ""
    source_id: str | None = None
    at: datetime | None = None
    mentions: Collection[str] = ()


def write_thread(
    document: Document,
    said: Sequence[Spoken],
    *,
    version: int,
    section_id: str | None = None,
    recommendation_key: str = "",
    annotation: Annotation | None = None,
    kind: CommentKind = CommentKind.GENERAL,
    round_id: str | None = None,
    submission_id: str | None = None,
) -> CommentThread:
    """Write a thread with its comments, the first of which began it.

    `version` is the number of the version that was read. It gets the next number of its document.
    """
    lock_row(Document, document.id)
    newest = session.scalar(
        select(func.max(CommentThread.number)).where(CommentThread.document_id == document.id)
    )
    thread = CommentThread(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        section_id=section_id,
        number=(newest or 0) + 1,
        recommendation_key=recommendation_key,
        version=version,
        kind=kind,
        round_id=round_id,
        submission_id=submission_id,
        author_id=said[0].author_id,
        annotation=annotation,
    )
    if said[0].at is not None:
        thread.at = said[0].at
    for one in said:
        thread.comments.append(_comment(one, len(thread.comments) + 1))
    session.add(thread)
    session.flush()
    return thread


def say_in(thread: CommentThread, said: Spoken) -> Comment:
    """Write one more comment into a thread."""
    comment = _comment(said, len(thread.comments) + 1)
    thread.comments.append(comment)
    session.flush()
    return comment


def _comment(said: Spoken, number: int) -> Comment:
    comment = Comment(
        number=number,
        body=said.body,
        author_id=said.author_id,
        signed=said.signed[:200],
        organisation=said.organisation[:200],
        source_id=said.source_id,
        mentions=[Mention(person_id=one) for one in sorted(said.mentions)],
    )
    if said.at is not None:
        comment.at = said.at
    return comment
