"""Steps that comment on a document."""

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.drafts.service import lock_wording
from guidelines.permissions import Actor, Role
from guidelines.reviews import service
from guidelines.reviews.models import CommentThread
from guidelines.reviews.rules import Decision
from tests.build import Builder
from tests.drafts.build import section_called


def a_thread(
    actor: Actor, document: Document, title: str = "Scope", body: str = "Why?", **place: str
) -> CommentThread:
    """Comment on a section (`quote` a passage of it, `key` a recommendation in it)."""
    with transaction():
        return service.make_comment(
            actor, section_called(document, title).section, body=body, **place
        )


def resolve(actor: Actor, thread: CommentThread, response: str = "Changed.") -> None:
    """Answer a thread."""
    with transaction():
        service.resolve_comment(
            actor, thread, decision=Decision.ACCEPTED_WITH_CHANGES, response=response
        )


def vote_on(build: Builder, document: Document, key: str = "rec-airway") -> None:
    """Lock a recommendation as an open round does."""
    chair = build.actor(document.project, Role.CHAIR)
    with transaction():
        lock_wording(chair, document, [key], reason="Round 1 is open.")
