"""What is new to a person in discussions, and what waits for them."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.db import session
from guidelines.permissions import Actor
from guidelines.reviews.models import Comment, CommentThread, Mention, ThreadSeen
from guidelines.reviews.rules import ThreadState


def unread(actor: Actor, threads: Sequence[CommentThread]) -> frozenset[str]:
    """Return the ids of threads in which others said or answered something since the last look."""
    if actor.person_id is None or not threads:
        return frozenset()
    seen = {
        row.thread_id: row.at
        for row in session.scalars(
            select(ThreadSeen).where(ThreadSeen.person_id == actor.person_id)
        )
    }
    found = set()
    for thread in threads:
        last = seen.get(thread.id)
        said = [
            one.at
            for one in thread.comments
            if one.author_id != actor.person_id or one.is_by_others
        ]
        said += [one.at for one in thread.answers if one.person_id != actor.person_id]
        if said and (last is None or max(said) > last):
            found.add(thread.id)
    return frozenset(found)


def assigned_to(person_id: str) -> Sequence[CommentThread]:
    """Return the open threads a person is in charge of, the most urgent first."""
    rows = session.scalars(
        select(CommentThread)
        .where(CommentThread.assignee_id == person_id, CommentThread.state == ThreadState.OPEN)
        .order_by(CommentThread.due_on, CommentThread.at)
    ).all()
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or row.at.date()))


def mentioning(person_id: str) -> Sequence[CommentThread]:
    """Return the open threads in which a person is spoken to, oldest first."""
    return session.scalars(
        select(CommentThread)
        .where(
            CommentThread.state == ThreadState.OPEN,
            CommentThread.id.in_(
                select(Comment.thread_id)
                .join(Mention, Mention.comment_id == Comment.id)
                .where(Mention.person_id == person_id)
            ),
        )
        .order_by(CommentThread.at)
    ).all()
