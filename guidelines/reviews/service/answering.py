"""Say which version of a text answered a comment."""

from guidelines import audit
from guidelines.db import session
from guidelines.drafts.models import Version
from guidelines.errors import Invalid, Missing, sentence
from guidelines.events import CommentAnsweredByVersion
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import CommentThread, VersionAnswer
from guidelines.reviews.queries import keys_of
from guidelines.reviews.rules import Handling


def answer_with_version(actor: Actor, thread: CommentThread, version: Version) -> VersionAnswer:
    """Note that a version answers a comment; said twice, it changes nothing."""
    require(actor, Action.COMMENT_RESOLVE, thread)

    if version.document_id != thread.document_id:
        raise Missing
    refuse_conflicted(actor, thread.project_id, keys_of(thread), Doing.ACCEPT)
    if version.number <= thread.version:
        raise Invalid(
            {"version": sentence("The comment was made on this version or a later one.")}
        )
    there = session.get(VersionAnswer, {"thread_id": thread.id, "version_id": version.id})
    if there is not None:
        return there
    row = VersionAnswer(thread_id=thread.id, version_id=version.id, person_id=actor.person_id)
    session.add(row)
    if thread.status is Handling.TO_CHANGE:
        thread.status = Handling.APPLIED
    session.flush()
    audit.record(
        actor,
        CommentAnsweredByVersion(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
            version=version.number,
        ),
    )
    return row
