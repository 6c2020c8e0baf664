"""Reads about comments: what is open, what a person may see."""

from collections.abc import Sequence

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.drafts.models import Document, Recommendation
from guidelines.drafts.queries import current_version, locked_keys, recommendations_of
from guidelines.permissions import PANEL, Actor
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries.passages import Places
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


def keys_about(section_id: str | None, key: str, *, whole_section: bool) -> frozenset[str]:
    """Return the recommendations that a comment on some place is about.

    What is said of a section as a whole is said of every recommendation in it; what is said of a
    passage outside of them is about none, nor is what is said of the whole document.
    """
    if key or not whole_section or section_id is None:
        return frozenset({key} - {""})
    rows = session.scalars(
        select(Recommendation.key).where(Recommendation.section_id == section_id)
    )
    return frozenset(rows)


def keys_of(thread: CommentThread) -> frozenset[str]:
    """Return the recommendations that a thread is about: those it was made on, and stands in."""
    whole = thread.annotation is None
    found = keys_about(thread.section_id, thread.recommendation_key, whole_section=whole)
    if whole:
        return found
    return found | ({Places(current_version(thread.document)).key_of(thread)} - {""})


class Hidden:
    """What is closed to a person of the panel while people vote on a document."""

    def __init__(self, document: Document, actor: Actor) -> None:
        self._on_the_panel = not actor.roles(document).isdisjoint(PANEL)
        self._locked = locked_keys(document) if self._on_the_panel else {}
        self._document = document
        self._places: Places | None = None
        self._keys: dict[str, set[str]] = {}
        if self._locked:
            for row in recommendations_of(document):
                self._keys.setdefault(row.section_id, set()).add(row.key)

    @property
    def during_a_vote(self) -> bool:
        """Whether a vote closes anything of the document to this person now."""
        return bool(self._locked)

    def thread(self, thread: CommentThread) -> bool:
        """Tell whether a thread is closed.

        Words that were put into a recommendation after somebody commented on them count too.
        """
        key = thread.recommendation_key
        if self._locked and not key and thread.annotation is not None:
            self._places = self._places or Places(current_version(self._document))
            key = self._places.key_of(thread)
        return self.place(thread.section_id, key, thread.annotation is None)

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
