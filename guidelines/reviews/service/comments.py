"""What people do with comments: make, reply, answer, reopen."""

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import (
    current_version,
    recommendation_in,
    section_in,
)
from guidelines.errors import Invalid, Missing, sentence
from guidelines.events import CommentMade, CommentReopened, CommentReplied, CommentResolved
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Annotation, Comment, CommentThread, ThreadAnswer
from guidelines.reviews.queries import Hidden, blocks_of
from guidelines.reviews.rules import (
    THREAD,
    Decision,
    ThreadMove,
    check_body,
    check_not_hidden,
    check_still_open,
    find_passage,
    person_of,
    recommendation_around,
)


def make_comment(
    actor: Actor, section: Section, *, body: str, quote: str = "", key: str = ""
) -> CommentThread:
    """Comment on the passage `quote` of a section, on its recommendation `key`, or on all of it.

    A passage is looked for in the newest version; it must stand there exactly once.
    """
    require(actor, Action.COMMENT_MAKE, section)

    check_body(body)
    document = section.document
    version = current_version(document)
    item = section_in(version, section.id)
    if item is None:
        raise Missing(sentence("This section is no longer in the document."))
    annotation = None
    if quote.strip():
        words = blocks_of(item.revision)
        passage = find_passage(quote, [one.plain for one in words])
        key = recommendation_around(item.revision.source, passage.block)
        annotation = Annotation(
            section_id=section.id,
            revision_id=item.revision.id,
            block_id=words[passage.block].id,
            exact=passage.selector.exact,
            prefix=passage.selector.prefix,
            suffix=passage.selector.suffix,
            start=passage.selector.start,
            stop=passage.selector.end,
        )
    elif key:
        row = recommendation_in(document, key)
        if row is None or row.section_id != section.id:
            raise Invalid({"key": sentence("Choose a recommendation of this section.")})
    check_not_hidden(Hidden(document, actor).place(section.id, key, annotation is None))
    refuse_conflicted(actor, section.project_id, [key], Doing.COMMENT)
    thread = CommentThread(
        network_id=section.network_id,
        project_id=section.project_id,
        document_id=section.document_id,
        section_id=section.id,
        recommendation_key=key,
        version=version.number,
        author_id=person_of(actor),
        annotation=annotation,
    )
    thread.comments.append(Comment(number=1, body=body.strip(), author_id=person_of(actor)))
    session.add(thread)
    session.flush()
    audit.record(
        actor,
        CommentMade(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
        ),
    )
    return thread


def reply_to_comment(actor: Actor, thread: CommentThread, *, body: str) -> Comment:
    """Say something in an open thread."""
    require(actor, Action.COMMENT_MAKE, thread)

    thread = _opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, [thread.recommendation_key], Doing.DISCUSS)
    check_still_open(thread.state)
    comment = _say(actor, thread, body)
    audit.record(
        actor,
        CommentReplied(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
        ),
    )
    return comment


def resolve_comment(
    actor: Actor, thread: CommentThread, *, decision: Decision, response: str
) -> ThreadAnswer:
    """Answer a thread for good: what was decided, and why."""
    require(actor, Action.COMMENT_RESOLVE, thread)

    thread = _opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, [thread.recommendation_key], Doing.ACCEPT)
    state = THREAD.after(thread.state, ThreadMove.ANSWER)
    check_body(response, "response")
    answer = ThreadAnswer(
        number=len(thread.answers) + 1,
        decision=decision,
        response=response.strip(),
        person_id=person_of(actor),
    )
    thread.answers.append(answer)
    thread.state = state
    session.flush()
    audit.record(
        actor,
        CommentResolved(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
            decision=decision.value,
        ),
    )
    return answer


def reopen_comment(actor: Actor, thread: CommentThread, *, body: str) -> Comment:
    """Open an answered thread again, with the reason; the answer stays in its history."""
    require(actor, Action.COMMENT_MAKE, thread)

    thread = _opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, [thread.recommendation_key], Doing.DISCUSS)
    state = THREAD.after(thread.state, ThreadMove.REOPEN)
    comment = _say(actor, thread, body)
    thread.state = state
    session.flush()
    audit.record(
        actor,
        CommentReopened(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
        ),
    )
    return comment


def _opened(actor: Actor, thread: CommentThread) -> CommentThread:
    """Return the thread as it is now, held until the commit, unless a vote closes it."""
    held: CommentThread | None = lock_row(CommentThread, thread.id)
    document = session.get(Document, thread.document_id)
    if held is None or document is None:
        raise Missing
    check_not_hidden(Hidden(document, actor).thread(held))
    return held


def _say(actor: Actor, thread: CommentThread, body: str) -> Comment:
    check_body(body)
    comment = Comment(
        number=len(thread.comments) + 1, body=body.strip(), author_id=person_of(actor)
    )
    thread.comments.append(comment)
    session.flush()
    return comment
