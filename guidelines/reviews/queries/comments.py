"""Reads about comments: what is open, what a person may see."""

from collections.abc import Sequence

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.drafts.models import Document, Recommendation
from guidelines.drafts.queries import locked_keys, recommendations_of
from guidelines.permissions import PANEL, Actor
from guidelines.reviews.models import CommentThread
from guidelines.reviews.rules import (
    ThreadState,
    is_hidden,
)


def open_threads(document: Document) -> int:
    """Return how many comments on a document wait for an answer."""
    count = session.scalar(
        select(func.count()).where(
            CommentThread.document_id == document.id, CommentThread.state == ThreadState.OPEN
        )
    )
    return count or 0


def open_by_document(project_id: str) -> Sequence[tuple[Document, int]]:
    """Return the documents of a project with open comments, and how many."""
    rows = session.execute(
        select(Document, func.count(CommentThread.id))
        .join(CommentThread, CommentThread.document_id == Document.id)
        .where(Document.project_id == project_id, CommentThread.state == ThreadState.OPEN)
        .group_by(Document.id)
        .order_by(Document.title)
    )
    return [(document, count) for document, count in rows]


def open_on(document: Document, key: str) -> int:
    """Return how many comments on a recommendation wait for an answer."""
    count = session.scalar(
        select(func.count()).where(
            CommentThread.document_id == document.id,
            CommentThread.recommendation_key == key,
            CommentThread.state == ThreadState.OPEN,
        )
    )
    return count or 0


def threads_of(
    document: Document, actor: Actor, state: ThreadState | None = None
) -> list[CommentThread]:
    """Return the threads of a document that `actor` may see now, oldest first."""
    query = select(CommentThread).where(CommentThread.document_id == document.id)
    if state is not None:
        query = query.where(CommentThread.state == state)
    rows = session.scalars(query.order_by(CommentThread.at, CommentThread.id)).all()
    hidden = Hidden(document, actor)
    return [thread for thread in rows if not hidden.thread(thread)]


class Hidden:
    """What is closed to a person of the panel while people vote on a document."""

    def __init__(self, document: Document, actor: Actor) -> None:
        self._on_the_panel = not actor.roles(document).isdisjoint(PANEL)
        self._locked = locked_keys(document) if self._on_the_panel else {}
        self._keys: dict[str, set[str]] = {}
        if self._locked:
            for row in recommendations_of(document):
                self._keys.setdefault(row.section_id, set()).add(row.key)

    @property
    def during_a_vote(self) -> bool:
        """Whether a vote closes anything of the document to this person now."""
        return bool(self._locked)

    def thread(self, thread: CommentThread) -> bool:
        """Tell whether a thread is closed."""
        return self.place(thread.section_id, thread.recommendation_key, thread.annotation is None)

    def place(self, section_id: str | None, key: str, whole_section: bool) -> bool:
        """Tell whether a new thread would be; without a section it is about everything."""
        return is_hidden(
            on_the_panel=self._on_the_panel,
            key=key,
            whole_section=whole_section,
            locked=self._locked,
            here=self._keys.get(section_id, set()) if section_id else set(self._locked),
        )


def recommendations_in(project_id: str) -> Sequence[Recommendation]:
    """Return the recommendations of all documents of a project, in order."""
    return session.scalars(
        select(Recommendation)
        .where(Recommendation.project_id == project_id)
        .order_by(Recommendation.document_id, Recommendation.ordinal)
    ).all()
