"""Who sees to a comment until when, what kind it is, and who has read it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from guidelines import audit
from guidelines.db import now, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import AnswersPublishingChosen, CommentAssigned, CommentSorted
from guidelines.interests.queries import barred_keys
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import CommentThread, TableSetting, ThreadSeen
from guidelines.reviews.queries import keys_of
from guidelines.reviews.queries.people import people_in_charge
from guidelines.reviews.rules import CommentKind, Handling, person_of
from guidelines.reviews.rules.vocabulary import BY_HAND
from guidelines.reviews.service.comments import opened


def sort_comment(
    actor: Actor,
    thread: CommentThread,
    *,
    kind: CommentKind,
    status: Handling | None = None,
    assignee_id: str | None = None,
    due_on: date | None = None,
) -> None:
    """Say what kind a comment is, where it stands, and who sees to it until when.

    Who is put in charge is told. The status of a closed comment stays.
    """
    require(actor, Action.COMMENT_RESOLVE, thread)

    thread = opened(actor, thread)
    touched = keys_of(thread)
    refuse_conflicted(actor, thread.project_id, touched, Doing.DISCUSS)
    people = people_in_charge(thread.project_id)
    if assignee_id is not None and assignee_id not in people:
        raise Invalid({"assignee": sentence("Choose somebody of the project.")})
    if assignee_id is not None and assignee_id != thread.assignee_id:
        _check_may_answer(thread.project_id, assignee_id, touched)
    if due_on is not None and assignee_id is None:
        raise Invalid({"due_on": sentence("Choose who sees to it until then.")})
    if status is not None and thread.status.is_open:
        if status not in BY_HAND:
            raise Invalid({"status": sentence("Answer the comment to close it.")})
        thread.status = status
    is_new = assignee_id is not None and assignee_id != thread.assignee_id
    thread.kind, thread.assignee_id, thread.due_on = kind, assignee_id, due_on
    session.flush()
    audit.record(
        actor,
        CommentSorted(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
            kind=kind.value,
            status=thread.status.value,
            assignee_id=assignee_id,
            due_on=due_on.isoformat() if due_on else None,
        ),
    )
    if is_new and assignee_id is not None and assignee_id != actor.person_id:
        audit.record(
            actor,
            CommentAssigned(
                network_id=thread.network_id,
                project_id=thread.project_id,
                document_id=thread.document_id,
                thread_id=thread.id,
                assignee_id=assignee_id,
            ),
        )


def _check_may_answer(project_id: str, person_id: str, keys: Collection[str]) -> None:
    """Raise `Invalid` for somebody whom an interest keeps from answering the comment."""
    if not barred_keys(person_id, project_id, Doing.ACCEPT).isdisjoint(keys):
        raise Invalid(
            {
                "assignee": sentence(
                    "An interest keeps this person from answering it. Choose somebody else."
                )
            }
        )


def mark_seen(actor: Actor, thread: CommentThread) -> None:
    """Note that a person has a thread before their eyes; nobody else is told."""
    require(actor, Action.COMMENT_FOLLOW, thread)

    key = {"person_id": person_of(actor), "thread_id": thread.id}
    row = session.scalar(select(ThreadSeen).filter_by(**key))
    if row is None:
        session.add(ThreadSeen(**key, at=now()))
    else:
        row.at = now()
    session.flush()


def choose_publishing(actor: Actor, document: Document, *, is_published: bool) -> None:
    """Decide whether the answers to comments of reviews are published with each edition."""
    require(actor, Action.ANSWERS_PUBLISH, document)

    row = session.get(TableSetting, document.id)
    if row is None:
        row = TableSetting(document_id=document.id, person_id=person_of(actor))
        session.add(row)
    elif row.is_published == is_published:
        raise Conflict(sentence("This is how it is already."))
    row.is_published, row.person_id, row.at = is_published, person_of(actor), now()
    session.flush()
    audit.record(
        actor,
        AnswersPublishingChosen(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            is_published=is_published,
        ),
    )
