"""Steps in the life of a guideline: begun, under review, reaffirmed, superseded, withdrawn."""

from datetime import date

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import EditionSuperseded, EditionWithdrawn, GuidelineMoved
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import GuidelineMove
from guidelines.publishing.queries.editions import editions_of
from guidelines.publishing.queries.life import last_move, life_of
from guidelines.publishing.rules.life import DIRECT, LIFE, LONGEST_NOTE, Life, LifeMove
from guidelines.publishing.rules.states import EDITION, EditionMove, EditionState
from guidelines.publishing.service.coming_out import await_review

NEEDS_A_REASON = frozenset({LifeMove.BEGIN, LifeMove.SUPERSEDE, LifeMove.WITHDRAW})


def move_guideline(
    actor: Actor,
    document: Document,
    move: LifeMove,
    *,
    note: str = "",
    review_by: date | None = None,
    successor: str = "",
) -> GuidelineMove:
    """Take a step that a person decides on by itself, such as to begin a review or to withdraw.

    `review_by` is the day by which a reaffirmed guideline is looked at again, `successor` what
    takes the place of a superseded one. Withdrawing also withdraws all its editions: they stay
    where they are, with a warning. Raises `Conflict` when the step is not possible now.
    """
    require(actor, Action.LIFE_MOVE, document)

    lock_row(Document, document.id)
    if move not in DIRECT:
        raise Conflict(sentence("This step follows from signatures or from publishing."))
    check_life(document, move)
    _check_words(move, note, review_by, successor)
    moved = follow(
        document,
        actor,
        move,
        note=note.strip(),
        review_by=review_by,
        successor=successor.strip(),
    )
    if move is LifeMove.REAFFIRM:
        await_review(document.id, review_by)
    if move is LifeMove.WITHDRAW:
        _end_editions(actor, document, EditionMove.WITHDRAW)
    elif move is LifeMove.SUPERSEDE:
        _end_editions(actor, document, EditionMove.SUPERSEDE)
    return moved


def check_life(document: Document, move: LifeMove) -> None:
    """Raise `Conflict` unless a guideline can take this step now."""
    state = life_of(document)
    if move in LIFE.moves(state):
        return
    if state in {Life.SUPERSEDED, Life.WITHDRAWN}:
        raise Conflict(
            sentence("The life of this guideline has ended: it was superseded or withdrawn.")
        )
    raise Conflict(sentence("This is not possible now. The page “Life” says what can come next."))


def follow(
    document: Document,
    actor: Actor,
    move: LifeMove,
    *,
    note: str = "",
    review_by: date | None = None,
    successor: str = "",
) -> GuidelineMove:
    """Write down a step that follows from what somebody was allowed to do; the caller asked.

    The plan may be signed at any time: where that changes nothing, the newest step is returned.
    """
    last = last_move(document.id)
    before = last.after if last is not None else LIFE.initial
    if move is LifeMove.APPROVE_PLAN and last is not None and move not in LIFE.moves(before):
        return last
    row = GuidelineMove(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        number=last.number + 1 if last is not None else 1,
        previous=last.number if last is not None else None,
        before=before,
        move=move,
        after=LIFE.after(before, move),
        note=note,
        review_by=review_by,
        successor=successor,
        person_id=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        GuidelineMoved(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            before=before.value,
            move=move.value,
            after=row.after.value,
        ),
    )
    return row


def _check_words(move: LifeMove, note: str, review_by: date | None, successor: str) -> None:
    mistakes: dict[str, str] = {}
    if move in NEEDS_A_REASON and not note.strip():
        mistakes["note"] = sentence("Say why. It stays in the record, and readers may see it.")
    elif len(note) > LONGEST_NOTE:
        mistakes["note"] = sentence("Write at most %(most)s characters.", most=LONGEST_NOTE)
    if move is LifeMove.REAFFIRM and (review_by is None or review_by <= now().date()):
        mistakes["review_by"] = sentence("Give a day to come by which it is looked at again.")
    if move is LifeMove.SUPERSEDE and not successor.strip():
        mistakes["successor"] = sentence("Name what takes its place, with its address.")
    elif len(successor) > 500:
        mistakes["successor"] = sentence("Write at most %(most)s characters.", most=500)
    if mistakes:
        raise Invalid(mistakes)


def _end_editions(actor: Actor, document: Document, move: EditionMove) -> None:
    for edition in editions_of(document):
        if move not in EDITION.moves(edition.state):
            continue
        edition.state = EDITION.after(edition.state, move)
        session.flush()
        told = EditionWithdrawn if edition.state is EditionState.WITHDRAWN else EditionSuperseded
        audit.record(
            actor,
            told(
                network_id=edition.network_id,
                project_id=edition.project_id,
                document_id=document.id,
                edition_id=edition.id,
            ),
        )
