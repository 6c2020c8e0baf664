"""The margin of the draft: comments, replies and the authors' answers."""

from guidelines.db import transaction
from guidelines.demonstration import script
from guidelines.demonstration.writing import Guideline, passage, section_of, version_after
from guidelines.drafts.models import Section
from guidelines.drafts.queries import current_version
from guidelines.reviews import service as reviews
from guidelines.reviews.models import CommentThread
from guidelines.reviews.service.answering import answer_with_version
from guidelines.text.blocks import split


def discuss(guideline: Guideline) -> dict[str, CommentThread]:
    """Let people comment on the first draft and reply; return the threads by comment id."""
    threads: dict[str, CommentThread] = {}
    for told in guideline.story.comments:
        section = _section(guideline, told)
        with transaction():
            threads[told.id] = reviews.make_comment(
                guideline.cast.actor(told.by), section, body=told.body, quote=told.quote or ""
            )
        for reply in told.replies:
            with transaction():
                reviews.reply_to_comment(
                    guideline.cast.actor(reply.by), threads[told.id], body=reply.body
                )
    return threads


def respond(guideline: Guideline, threads: dict[str, CommentThread]) -> None:
    """Let the authors answer what the story has an answer to."""
    for told in guideline.story.comments:
        if told.response is not None and told.decision is not None:
            actor, thread = guideline.cast.actor(told.response.by), threads[told.id]
            with transaction():
                if told.edit is not None:
                    answer_with_version(actor, thread, version_after(guideline, told.edit))
                reviews.resolve_comment(
                    actor, thread, decision=told.decision, response=told.response.text
                )


def suggest(guideline: Guideline) -> None:
    """Let people propose other words, and one of them ask for a Word file to write into."""
    for told in guideline.story.suggestions:
        revision = passage(guideline.document, told.before)
        numbered = zip(revision.blocks, split(revision.source), strict=True)
        [(block_id, text)] = [(key, b.text) for key, b in numbered if told.before in b.text]
        actor = guideline.cast.actor(told.by)
        with transaction():
            reviews.make_suggestion(
                actor,
                revision.section,
                block_id=block_id,
                text=text.replace(told.before, told.after),
                note=told.note,
            )
        with transaction():
            reviews.request_word_file(actor, current_version(guideline.document))


def _section(guideline: Guideline, told: script.Comment) -> Section:
    """Return the section of a passage; a whole one is found by its heading."""
    if told.quote is not None:
        return passage(guideline.document, told.quote).section
    return section_of(guideline, told.section)
