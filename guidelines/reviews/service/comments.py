"""What people do with comments: make, reply, answer, reopen."""

from dataclasses import dataclass

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document, Section, Version
from guidelines.drafts.queries import (
    current_version,
    recommendation_in,
    section_in,
)
from guidelines.errors import Invalid, Missing, sentence
from guidelines.events import (
    CommentClosed,
    CommentMade,
    CommentReopened,
    CommentReplied,
    CommentResolved,
    PeopleMentioned,
)
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted, refuse_speaking_for
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import (
    Annotation,
    Comment,
    CommentSource,
    CommentThread,
    ThreadAnswer,
    VersionAnswer,
)
from guidelines.reviews.queries import Hidden, blocks_of, keys_about, keys_of
from guidelines.reviews.queries.people import people_reading
from guidelines.reviews.queries.rounds import own_answer
from guidelines.reviews.rules import (
    THREAD,
    CommentKind,
    Decision,
    Handling,
    ThreadMove,
    check_body,
    check_not_hidden,
    check_still_open,
    find_passage,
    person_of,
    recommendation_around,
    whole_block,
)
from guidelines.reviews.rules.comments import check_closable
from guidelines.reviews.rules.mentions import mentioned
from guidelines.reviews.rules.vocabulary import after_answer
from guidelines.reviews.service.threads import Spoken, say_in, write_thread


@dataclass(frozen=True, slots=True)
class About:
    """What a comment is about: a passage, a block, a recommendation; else all of the place.

    `quote` are the words of the passage; where they stand several times, `before` and `after`
    tell which are meant. `block_id` is a block of the newest version, `key` a recommendation.
    """

    quote: str = ""
    before: str = ""
    after: str = ""
    block_id: str = ""
    key: str = ""


def make_comment(
    actor: Actor,
    place: Section | Document,
    *,
    body: str,
    quote: str = "",
    key: str = "",
    kind: CommentKind = CommentKind.GENERAL,
    about: About | None = None,
    source: CommentSource | None = None,
) -> CommentThread:
    """Comment on something in a section, on all of it, or on a whole document.

    A passage is looked for in the newest version. With a `source` the words are somebody else's.
    """
    require(actor, Action.COMMENT_ENTER if source else Action.COMMENT_MAKE, place)

    check_body(body)
    wanted = about or About(quote=quote, key=key)
    document = place if isinstance(place, Document) else place.document
    version = current_version(document)
    section, annotation, found = None, None, ""
    if isinstance(place, Section):
        section = place
        annotation, found = _placed(version, section, wanted)
    hidden = Hidden(document, actor)
    place_id, whole = section.id if section else None, annotation is None
    check_not_hidden(hidden.place(place_id, found, whole))
    touched = keys_about(place_id, found, whole_section=whole)
    refuse_conflicted(actor, document.project_id, touched, Doing.COMMENT)
    if source is not None:
        refuse_speaking_for(actor, document.project_id, source.name, touched, Doing.COMMENT)
    asked = own_answer(document, actor.person_id) if source is None else None
    thread = write_thread(
        document,
        [_said(actor, document.project_id, body, source)],
        version=version.number,
        section_id=section.id if section else None,
        recommendation_key=found,
        annotation=annotation,
        kind=kind,
        round_id=source.round_id if source else asked.round_id if asked else None,
        submission_id=asked.id if asked else None,
    )
    audit.record(
        actor,
        CommentMade(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
        ),
    )
    _tell(actor, thread, thread.comments[0])
    return thread


def _placed(version: Version, section: Section, about: About) -> tuple[Annotation | None, str]:
    """Return the passage that is meant, and the recommendation in which it stands."""
    item = section_in(version, section.id)
    if item is None:
        raise Missing(sentence("This section is no longer in the document."))
    if not about.quote.strip() and not about.block_id:
        if not about.key:
            return None, ""
        row = recommendation_in(section.document, about.key)
        if row is None or row.section_id != section.id:
            raise Invalid({"key": sentence("Choose a recommendation of this section.")})
        return None, about.key
    words = blocks_of(item.revision)
    plain = [one.plain for one in words]
    if about.quote.strip():
        passage = find_passage(about.quote, plain, before=about.before, after=about.after)
    else:
        numbers = {one.id: number for number, one in enumerate(words)}
        if about.block_id not in numbers:
            raise Invalid(
                {"block": sentence("This paragraph was changed in the meantime. Choose it again.")}
            )
        passage = whole_block(numbers[about.block_id], plain)
    annotation = Annotation(
        section_id=section.id,
        revision_id=item.revision.id,
        block_id=words[passage.block].id,
        exact=passage.selector.exact,
        prefix=passage.selector.prefix,
        suffix=passage.selector.suffix,
        start=passage.selector.start,
        stop=passage.selector.end,
        is_block=not about.quote.strip(),
    )
    return annotation, recommendation_around(item.revision.source, passage.block)


def _said(actor: Actor, project_id: str, body: str, source: CommentSource | None = None) -> Spoken:
    """Return the words of somebody, or those of somebody else that they enter."""
    names = {key: person.name for key, person in people_reading(project_id).items()}
    return Spoken(
        body.strip(),
        person_of(actor),
        signed=source.name if source else "",
        organisation=source.organisation if source else "",
        source_id=source.id if source else None,
        mentions=[one for one in mentioned(body, names) if one != actor.person_id],
    )


def _tell(actor: Actor, thread: CommentThread, comment: Comment) -> None:
    """Let those who are spoken to know."""
    if comment.mentions:
        audit.record(
            actor,
            PeopleMentioned(
                network_id=thread.network_id,
                project_id=thread.project_id,
                document_id=thread.document_id,
                thread_id=thread.id,
                comment_id=comment.id,
            ),
        )


def reply_to_comment(actor: Actor, thread: CommentThread, *, body: str) -> Comment:
    """Say something in an open thread."""
    require(actor, Action.COMMENT_MAKE, thread)

    thread = opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, keys_of(thread), Doing.DISCUSS)
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
    actor: Actor,
    thread: CommentThread,
    *,
    decision: Decision,
    response: str,
    status: Handling | None = None,
) -> ThreadAnswer:
    """Answer a thread for good: what was decided, and why.

    `status` says that it is put off, or the same as another comment.
    """
    require(actor, Action.COMMENT_RESOLVE, thread)

    thread = opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, keys_of(thread), Doing.ACCEPT)
    state = THREAD.after(thread.state, ThreadMove.ANSWER)
    check_body(response, "response")
    answer = ThreadAnswer(
        number=len(thread.answers) + 1,
        decision=decision,
        response=response.strip(),
        person_id=person_of(actor),
    )
    thread.answers.append(answer)
    changed = session.scalar(select(VersionAnswer).where(VersionAnswer.thread_id == thread.id))
    thread.state, thread.decision, thread.response = state, decision, answer.response
    thread.status = after_answer(decision, status, changed=changed is not None)
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


def close_comment(actor: Actor, thread: CommentThread, *, status: Handling) -> None:
    """Close a thread without an answer: settled, a duplicate, a mistake; never one of a round."""
    require(actor, Action.COMMENT_RESOLVE, thread)

    thread = opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, keys_of(thread), Doing.ACCEPT)
    state = THREAD.after(thread.state, ThreadMove.ANSWER)
    check_closable(thread.round_id, status)
    thread.state, thread.status = state, status
    session.flush()
    audit.record(
        actor,
        CommentClosed(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
            status=status.value,
        ),
    )


def reopen_comment(actor: Actor, thread: CommentThread, *, body: str) -> Comment:
    """Open an answered thread again, with the reason; the answer stays in its history."""
    require(actor, Action.COMMENT_MAKE, thread)

    thread = opened(actor, thread)
    refuse_conflicted(actor, thread.project_id, keys_of(thread), Doing.DISCUSS)
    state = THREAD.after(thread.state, ThreadMove.REOPEN)
    comment = _say(actor, thread, body)
    thread.state, thread.status = state, Handling.TRIAGED
    thread.decision, thread.response = None, ""
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


def opened(who: Actor, thread: CommentThread) -> CommentThread:
    """Return the thread as it is now, held until the commit, unless a vote closes it."""
    held: CommentThread | None = lock_row(CommentThread, thread.id)
    document = session.get(Document, thread.document_id)
    if held is None or document is None:
        raise Missing
    check_not_hidden(Hidden(document, who).thread(held))
    return held


def _say(actor: Actor, thread: CommentThread, body: str) -> Comment:
    check_body(body)
    comment = say_in(thread, _said(actor, thread.project_id, body))
    _tell(actor, thread, comment)
    return comment
