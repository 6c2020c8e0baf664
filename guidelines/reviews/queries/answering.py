"""Which versions answered which comments."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document, Version
from guidelines.permissions import Actor
from guidelines.reviews.models import CommentThread, VersionAnswer
from guidelines.reviews.queries.comments import Hidden


def versions_answering(thread: CommentThread) -> Sequence[Version]:
    """Return the versions that answer a comment, oldest first."""
    return session.scalars(
        select(Version)
        .join(VersionAnswer, VersionAnswer.version_id == Version.id)
        .where(VersionAnswer.thread_id == thread.id)
        .options(joinedload(Version.author))
        .order_by(Version.number)
    ).all()


def answered_by(
    document: Document, version_ids: Sequence[str], actor: Actor
) -> list[tuple[str, CommentThread]]:
    """Return the comments that versions answer and `actor` may see, each with the version's id."""
    rows = session.scalars(
        select(VersionAnswer)
        .where(VersionAnswer.version_id.in_(version_ids))
        .options(joinedload(VersionAnswer.thread))
        .order_by(VersionAnswer.at)
    ).all()
    hidden = Hidden(document, actor)
    return [(row.version_id, row.thread) for row in rows if not hidden.thread(row.thread)]
