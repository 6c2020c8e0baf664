"""Reads about letters and calls from which comments were entered."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.reviews.models import Comment, CommentSource, CommentThread


def sources_of(document: Document) -> Sequence[CommentSource]:
    """Return the letters and calls of a document, newest first."""
    return session.scalars(
        select(CommentSource)
        .where(CommentSource.document_id == document.id)
        .order_by(CommentSource.at.desc(), CommentSource.id)
    ).all()


def threads_from(source: CommentSource) -> Sequence[CommentThread]:
    """Return the discussions that begin with a comment from a letter or call."""
    from_it = select(Comment.thread_id).where(Comment.source_id == source.id)
    return session.scalars(
        select(CommentThread).where(CommentThread.id.in_(from_it)).order_by(CommentThread.number)
    ).all()
