"""Word files for comments: asked for, made, handed in again, read."""

import dataclasses
from collections.abc import Sequence

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document, Version
from guidelines.drafts.queries import current_version
from guidelines.errors import Conflict, Sentence, sentence
from guidelines.events import WordFileHandedIn, WordFileRead, WordFileRequested
from guidelines.interests.queries import barred_by_name, barred_keys
from guidelines.interests.rules import Doing
from guidelines.interests.service import note_refusal
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.importers import Placed, Read
from guidelines.reviews.models import (
    Annotation,
    Suggestion,
    WordExport,
    WordReturn,
)
from guidelines.reviews.rules import (
    FileState,
    check_handed_in,
    recommendation_around,
)
from guidelines.reviews.rules.people import person_of
from guidelines.reviews.rules.suggestions import CONTEXT
from guidelines.reviews.service.threads import Spoken, write_thread
from guidelines.reviews.service.word_account import arrived_of, notices_of
from guidelines.storage import storage
from guidelines.text.anchors import make, project
from guidelines.typesetting.word_brought import Proposal, Said, Unplaced
from guidelines.typesetting.word_model import Change, ChangeKind, Remark

LONGEST_NAME = 200


def request_word_file(actor: Actor, version: Version, *, has_fields: bool = False) -> WordExport:
    """Ask for a Word file of a version; a job makes it after the commit."""
    require(actor, Action.COMMENT_MAKE, version)

    row = WordExport(
        network_id=version.network_id,
        project_id=version.project_id,
        document_id=version.document_id,
        version_id=version.id,
        has_fields=has_fields,
        person_id=person_of(actor),
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        WordFileRequested(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            word_export_id=row.id,
        ),
    )
    return row


def finish_word_file(row: WordExport, content: bytes, warnings: Sequence[str]) -> None:
    """Keep a Word file that a job has made."""
    held: WordExport = lock_row(WordExport, row.id)
    held.sha256 = storage().put(content)
    held.state = FileState.DONE
    held.warnings = [_kept(one) for one in warnings]
    session.flush()


def hand_in_word_file(
    actor: Actor, document: Document, *, content: bytes, filename: str
) -> WordReturn:
    """Take a Word file that comes back; a job reads it after the commit.

    The same file twice would bring everything twice: it is refused.
    """
    require(actor, Action.COMMENT_MAKE, document)

    check_handed_in(content, filename)
    sha256 = storage().put(content)
    before = session.scalar(
        select(WordReturn.id).where(
            WordReturn.document_id == document.id,
            WordReturn.sha256 == sha256,
            WordReturn.state != FileState.FAILED,
        )
    )
    if before is not None:
        raise Conflict(
            sentence("This very file was handed in before. What it brought is in the list below.")
        )
    row = WordReturn(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        version_id=current_version(document).id,
        filename=filename[:300],
        sha256=sha256,
        person_id=person_of(actor),
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        WordFileHandedIn(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            word_return_id=row.id,
        ),
    )
    return row


def finish_word_return(actor: Actor, row: WordReturn, read: Read) -> None:
    """Put what a Word file brought beside the text; done twice, it changes nothing.

    What it brought on a recommendation that an interest keeps its bringer or its author out of is
    listed only. A comment that stands by no paragraph is one on the whole document.
    """
    require(actor, Action.COMMENT_MAKE, row)

    held: WordReturn = lock_row(WordReturn, row.id)
    if held.state is not FileState.WAITING:
        return
    held.version_id = read.version.id
    returned = read.returned
    unplaced = [_listed(one) for one in returned.unplaced]
    barred = Barred(row)
    for place, proposal in enumerate(returned.proposals):
        suggestion = _suggestion(held, place, proposal, read.blocks[proposal.block])
        reason = barred.why(suggestion.recommendation_key, [proposal.author])
        if reason:
            unplaced.append(_left_out(suggestion, reason))
        else:
            session.add(suggestion)
    placed: list[Said] = []
    for said in returned.said:
        remarks = (said.remark, *said.replies)
        reason = barred.why(_key_of(said, read), [one.author for one in remarks])
        if reason:
            unplaced += [_unplaced_comment(one, reason) for one in remarks]
        else:
            _thread(held, said, read)
            placed.append(said)
    barred.note(actor)
    held.counts = dataclasses.asdict(read.counts)
    held.arrived = arrived_of(read, placed)
    held.unplaced = unplaced
    held.notices = [_kept(one) for one in notices_of(held, read)]
    held.state, held.step = FileState.DONE, ""
    session.flush()
    audit.record(
        actor,
        WordFileRead(
            network_id=held.network_id,
            project_id=held.project_id,
            document_id=held.document_id,
            word_return_id=held.id,
            suggestions=len(returned.proposals),
            comments=len(placed),
            unplaced=len(unplaced),
        ),
    )


class Barred:
    """Whom interests keep out of what a file brings, and what of that was tried."""

    def __init__(self, row: WordReturn) -> None:
        self._row = row
        self._tried: dict[str, set[str]] = {}

    def why(self, key: str, authors: Sequence[str]) -> str:
        """Return why something on a recommendation is not taken over; empty where it is."""
        row = self._row
        if not key:
            return ""
        if key in barred_keys(row.person_id, row.project_id, Doing.SUGGEST):
            self._tried.setdefault(row.person_id, set()).add(key)
            return "interest"
        for author in authors:
            for person_id, keys in barred_by_name(row.project_id, author, Doing.SUGGEST).items():
                if key in keys:
                    self._tried.setdefault(person_id, set()).add(key)
                    return "author"
        return ""

    def note(self, actor: Actor) -> None:
        """Write what was tried into the history of the project."""
        for person_id, keys in self._tried.items():
            about = person_id if person_id != self._row.person_id else None
            note_refusal(actor, self._row.project_id, keys, Doing.SUGGEST, person_id=about)


def _suggestion(row: WordReturn, place: int, one: Proposal, where: Placed) -> Suggestion:
    source, block = where.revision.source, where.block
    start = block.start + one.replacement.start
    stop = block.start + one.replacement.stop
    suggestion = Suggestion(
        network_id=row.network_id,
        project_id=row.project_id,
        document_id=row.document_id,
        section_id=where.revision.section_id,
        revision_id=where.revision.id,
        block_id=where.revision.blocks[where.number],
        recommendation_key=recommendation_around(source, where.number),
        exact=source[start:stop],
        prefix=source[max(0, start - CONTEXT) : start],
        suffix=source[stop : stop + CONTEXT],
        start=start,
        stop=stop,
        replacement=one.replacement.text,
        author_id=row.person_id,
        signed=one.author[:LONGEST_NAME],
        word_return_id=row.id,
        place=place,
        insertions=_number(one.changes, ChangeKind.INSERTION),
        deletions=_number(one.changes, ChangeKind.DELETION),
        moved=one.move[:80],
        is_untracked=not one.changes,
    )
    if one.at is not None:
        suggestion.at = one.at
    return suggestion


def _number(changes: Sequence[Change], kind: ChangeKind) -> int:
    return sum(change.kind is kind for change in changes)


def _thread(row: WordReturn, said: Said, read: Read) -> None:
    """Write a thread with its replies, signed as the file has it."""
    where = read.blocks[said.block] if said.block else None
    annotation = None
    words = project(where.block) if where else ""
    start, stop = (said.start, said.stop) if said.stop > said.start else (0, len(words))
    if where is not None and words[start:stop].strip():
        selector = make(words, start, stop)
        annotation = Annotation(
            section_id=where.revision.section_id,
            revision_id=where.revision.id,
            block_id=said.block,
            exact=selector.exact,
            prefix=selector.prefix,
            suffix=selector.suffix,
            start=selector.start,
            stop=selector.end,
        )
    write_thread(
        session.get_one(Document, row.document_id),
        [
            Spoken(
                remark.text or sentence("(a comment without words)"),
                row.person_id,
                signed=remark.author,
                at=remark.at,
            )
            for remark in (said.remark, *said.replies)
        ],
        version=read.version.number,
        section_id=where.revision.section_id if where else None,
        recommendation_key=_key_of(said, read),
        annotation=annotation,
    )


def _listed(one: Unplaced) -> dict[str, str]:
    return {
        "reason": one.reason.value,
        "author": one.author,
        "at": one.at.isoformat() if one.at else "",
        "before": one.before,
        "after": one.after,
    }


def _key_of(said: Said, read: Read) -> str:
    """Return the recommendation that a comment of the file is about; empty for none."""
    if not said.block:
        return ""
    where = read.blocks[said.block]
    return recommendation_around(where.revision.source, where.number)


def _left_out(one: Suggestion, reason: str) -> dict[str, str]:
    return {
        "reason": reason,
        "author": one.signed,
        "at": "",
        "before": one.exact,
        "after": one.replacement,
    }


def _unplaced_comment(remark: Remark, reason: str) -> dict[str, str]:
    return {
        "reason": reason,
        "kind": "comment",
        "author": remark.author,
        "at": remark.at.isoformat() if remark.at else "",
        "before": "",
        "after": remark.text,
    }


def _kept(text: str) -> list[object]:
    """Return a sentence so that it can be translated when it is shown."""
    return [text.template, dict(text.values)] if isinstance(text, Sentence) else [text, {}]
