"""What the record says about agreement, review and approval."""

from collections.abc import Mapping

from sqlalchemy import func, select

from guidelines.consensus.queries import methods_of
from guidelines.consensus.rules.wording import in_words
from guidelines.db import session
from guidelines.errors import sentence
from guidelines.publishing.models import Appraisal
from guidelines.publishing.queries.checklists.record import FactOf, Record
from guidelines.publishing.rules.checklists.choices import AppraisalState
from guidelines.publishing.rules.checklists.standing import Fact, Place
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries import open_threads
from guidelines.reviews.queries.rounds import rounds_of
from guidelines.reviews.rules.rounds import ReviewState, RoundKind


def _processes(record: Record) -> tuple[Place, ...]:
    return tuple(Place("process", one.title, one.id) for one in record.processes)


def _plan(record: Record) -> Fact | None:
    if not record.processes:
        return None
    locked = [one for one in record.processes if one.rule_sealed_at]
    return Fact(
        "consensus-plan",
        sentence(
            "Plan and definition of consensus are locked: %(some)s of %(all)s.",
            some=len(locked),
            all=len(record.processes),
        ),
        _processes(record),
        whole=len(locked) == len(record.processes),
    )


def _rule(record: Record) -> Fact | None:
    locked = [one for one in record.processes if one.rule_sealed_at]
    if not locked:
        return None
    told = " ".join(methods_of(one) or str(in_words(one.definition)) for one in locked)
    return Fact("consensus-rule", sentence("%(methods)s", methods=told), _processes(record))


def _review(record: Record) -> Fact | None:
    outside = [one for one in rounds_of(record.document) if one.kind is not RoundKind.INTERNAL]
    closed = [one for one in outside if one.state is ReviewState.CLOSED]
    if not outside:
        return None
    return Fact(
        "external-review",
        sentence(
            "Rounds of review by people from outside: %(count)s, closed: %(closed)s (%(titles)s).",
            count=len(outside),
            closed=len(closed),
            titles="; ".join(one.title for one in outside),
        ),
        tuple(Place("review", one.title, one.id) for one in outside),
        whole=bool(closed) and open_threads(record.document) == 0,
    )


def _comments(record: Record) -> Fact | None:
    count = session.scalar(
        select(func.count())
        .select_from(CommentThread)
        .where(CommentThread.document_id == record.document.id)
    )
    if not count:
        return None
    waiting = open_threads(record.document)
    return Fact(
        "comments-answered",
        sentence(
            "Comments on record: %(all)s; without an answer: %(open)s.",
            all=count,
            open=waiting,
        ),
        (Place("comments", "1"),),
        whole=waiting == 0,
    )


def _quality(record: Record) -> Fact | None:
    closed = session.scalars(
        select(Appraisal).where(
            Appraisal.document_id == record.document.id, Appraisal.state == AppraisalState.CLOSED
        )
    ).all()
    if not closed:
        return None
    return Fact(
        "quality-assured",
        sentence(
            "Appraisals by several people: %(count)s closed. Checks before publishing and "
            "signatures on the exact text follow.",
            count=len(closed),
        ),
        tuple(Place("appraisal", one.instrument, one.id) for one in closed),
    )


FACTS: Mapping[str, FactOf] = {
    "consensus-plan": _plan,
    "consensus-rule": _rule,
    "external-review": _review,
    "comments-answered": _comments,
    "quality-assured": _quality,
}
