"""The comment–response table, read from the record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Document, Version
from guidelines.drafts.queries import (
    current_version,
    last_revision,
    recommendations_of,
    sections_in,
)
from guidelines.permissions import Actor
from guidelines.reviews.models import (
    CommentThread,
    ReviewRound,
    Submission,
    TableSetting,
    VersionAnswer,
)
from guidelines.reviews.queries.answers import signature_of
from guidelines.reviews.queries.comments import threads_of
from guidelines.reviews.queries.passages import Places, Stood
from guidelines.reviews.rules import CommentKind, Decision, Handling, ThreadState
from guidelines.reviews.rules.rounds import Answering
from guidelines.reviews.rules.vocabulary import disposition_code


@dataclass(frozen=True, slots=True)
class Line:
    """One comment with what was made of it.

    `place` is the section as numbered now, `recommendation` its number (0: none is meant),
    `changes` the numbers of the versions that answer it. `received_on` is set where somebody
    entered it from a letter or call.
    """

    thread_id: str
    number: int
    organisation: str
    name: str
    section_id: str | None
    place: str
    recommendation: int
    quote: str
    is_lost: bool
    comment: str
    kind: CommentKind
    status: Handling
    decision: Decision | None
    response: str
    changes: tuple[int, ...]
    round_id: str | None
    round_title: str
    read_in: int
    said_on: date
    received_on: date | None
    is_open: bool

    @property
    def who(self) -> str:
        """Whose comment it is: the organisation, and the person where both are known."""
        if self.organisation and self.name and self.organisation != self.name:
            return f"{self.organisation} ({self.name})"
        return self.organisation or self.name


def lines_of(document: Document, actor: Actor) -> list[Line]:
    """Return the table of a document as `actor` may see it now, in the order of the comments."""
    return _lines(document, threads_of(document, actor))


def publishes_answers(document: Document) -> bool:
    """Tell whether the answers to comments are published with the editions of a document."""
    row = session.get(TableSetting, document.id)
    return row is not None and row.is_published


def published_lines(document: Document) -> list[Line]:
    """Return what is published with an edition: answered comments of rounds that promised it.

    Nothing while the project does not want it. Persons are named only where they agreed to that;
    a blinded reviewer never is.
    """
    if not publishes_answers(document):
        return []
    threads = session.scalars(
        select(CommentThread)
        .join(ReviewRound, ReviewRound.id == CommentThread.round_id)
        .where(
            CommentThread.document_id == document.id,
            CommentThread.state == ThreadState.ANSWERED,
            ReviewRound.publish_answers,
        )
        .order_by(CommentThread.number)
    ).all()
    return _lines(document, threads, public=True)


def published_answers(document: Document) -> list[dict[str, Any]]:
    """Return the published lines as the plain values that are frozen with an edition."""
    return [
        {
            "number": line.number,
            "who": line.who,
            "place": line.place,
            "recommendation": line.recommendation,
            "quote": line.quote,
            "comment": line.comment,
            "disposition": disposition_code(line.decision),
            "decision": line.decision.value if line.decision else "",
            "response": line.response,
            "review": line.round_title,
        }
        for line in published_lines(document)
    ]


def _lines(
    document: Document, threads: Sequence[CommentThread], *, public: bool = False
) -> list[Line]:
    version = current_version(document)
    stood = Places(version).of(threads)
    titles = {
        item.section.id: f"{item.number} {item.title}".strip() for item in sections_in(version)
    }
    numbers = {row.key: row.ordinal for row in recommendations_of(document)}
    changes = _changes(threads)
    rounds = {one.round_id: one.round for one in threads if one.round is not None}
    submissions = _submissions(threads) if public else {}
    return [
        _line(
            thread,
            stood.get(thread.id),
            titles,
            numbers.get(thread.recommendation_key, 0),
            changes.get(thread.id, ()),
            rounds.get(thread.round_id),
            _signature(thread, submissions.get(thread.submission_id or ""), public=public),
        )
        for thread in sorted(threads, key=lambda one: one.number)
    ]


def _line(
    thread: CommentThread,
    place: Stood | None,
    titles: dict[str, str],
    recommendation: int,
    changes: tuple[int, ...],
    round_: ReviewRound | None,
    signature: tuple[str, str],
) -> Line:
    first = thread.comments[0]
    section_id = (place.section_id if place else None) or thread.section_id
    title = titles.get(section_id or "")
    if title is None and thread.section is not None:
        last = last_revision(thread.section)
        title = last.title if last else ""
    name, organisation = signature
    return Line(
        thread_id=thread.id,
        number=thread.number,
        organisation=organisation,
        name=name,
        section_id=section_id if section_id in titles else None,
        place=title or "",
        recommendation=recommendation,
        quote=thread.annotation.exact if thread.annotation else "",
        is_lost=place is not None and place.section_id is None,
        comment=first.body,
        kind=thread.kind,
        status=thread.status,
        decision=thread.decision,
        response=thread.response,
        changes=changes,
        round_id=thread.round_id,
        round_title=round_.title if round_ else "",
        read_in=thread.version,
        said_on=first.at.date(),
        received_on=first.source.received_on if first.source else None,
        is_open=thread.state is ThreadState.OPEN,
    )


def _signature(
    thread: CommentThread, submission: Submission | None, *, public: bool
) -> tuple[str, str]:
    """Return the name and organisation to show; for the public, only names that may be named."""
    first = thread.comments[0]
    if not public:
        name = first.signed or ("" if first.organisation else first.author.name)
        return name, first.organisation
    if submission is None:
        return "", first.organisation
    if submission.round.blinded and submission.answering is Answering.REVIEWER:
        return signature_of(submission)
    if submission.answering is Answering.MEMBER:
        return "", ""
    return (submission.name if submission.is_named else ""), submission.organisation


def _changes(threads: Iterable[CommentThread]) -> dict[str, tuple[int, ...]]:
    rows = session.execute(
        select(VersionAnswer.thread_id, Version.number)
        .join(Version, Version.id == VersionAnswer.version_id)
        .where(VersionAnswer.thread_id.in_([one.id for one in threads]))
        .order_by(Version.number)
    )
    found: dict[str, tuple[int, ...]] = {}
    for key, number in rows:
        found[key] = (*found.get(key, ()), number)
    return found


def _submissions(threads: Iterable[CommentThread]) -> dict[str, Submission]:
    ids = {one.submission_id for one in threads if one.submission_id}
    rows = session.scalars(select(Submission).where(Submission.id.in_(ids)))
    return {row.id: row for row in rows}
