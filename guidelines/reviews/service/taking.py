"""How an answer reaches the working group: looked at if anybody could send it, then comments."""

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.errors import Invalid, Missing, sentence
from guidelines.events import CommentMade, SubmissionRefused, SubmissionTaken
from guidelines.interests.rules import Doing
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Annotation, Remark, Submission
from guidelines.reviews.queries.answers import kept_remarks, signature_of
from guidelines.reviews.rules import CommentKind
from guidelines.reviews.rules.rounds import SUBMISSION, SubmissionMove
from guidelines.reviews.service.threads import Spoken, write_thread

LONGEST_REASON = 2000


def take_submission(actor: Actor, submission: Submission) -> Submission:
    """Take an answer up that waits or was refused: its comments reach the working group."""
    require(actor, Action.REVIEW_STEER, submission)

    row = _held(submission)
    row.decider_id, row.decided_at = actor.person_id, now()
    _take(actor, row)
    return row


def refuse_submission(actor: Actor, submission: Submission, *, reason: str) -> Submission:
    """Do not take an answer up, and say why; it stays here and its sender is told."""
    require(actor, Action.REVIEW_STEER, submission)

    row = _held(submission)
    keys = {one.recommendation_key for one in kept_remarks(row)} - {""}
    refuse_conflicted(actor, row.project_id, keys, Doing.ACCEPT)
    if not reason.strip():
        raise Invalid({"reason": sentence("Say why: the sender reads it.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": sentence("Keep this to %(most)s characters.", most=2000)})
    row.state = SUBMISSION.after(row.state, SubmissionMove.REFUSE)
    row.reason = reason.strip()
    row.decider_id, row.decided_at = actor.person_id, now()
    session.flush()
    audit.record(
        actor,
        SubmissionRefused(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.round.document_id,
            review_round_id=row.round_id,
            submission_id=row.id,
        ),
    )
    return row


def take_by_itself(submission: Submission) -> None:
    """Take up the answer of somebody who was invited: nobody needs to look at it first."""
    submission.decided_at = now()
    _take(Actor.machine(), submission)


def _take(actor: Actor, row: Submission) -> None:
    row.state = SUBMISSION.after(row.state, SubmissionMove.TAKE)
    remarks = kept_remarks(row)
    for remark in remarks:
        _becomes_comment(actor, row, remark)
    session.flush()
    audit.record(
        actor,
        SubmissionTaken(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.round.document_id,
            review_round_id=row.round_id,
            submission_id=row.id,
            comments=len(remarks),
        ),
    )


def _becomes_comment(actor: Actor, row: Submission, remark: Remark) -> None:
    """Make a comment of a remark: under the name that all may know, by whoever set the round up.

    The comment itself does not know its author: only the answer does.
    """
    round_ = row.round
    annotation = None
    if remark.exact and remark.revision_id and remark.block_id:
        annotation = Annotation(
            section_id=remark.section_id,
            revision_id=remark.revision_id,
            block_id=remark.block_id,
            exact=remark.exact,
            prefix=remark.prefix,
            suffix=remark.suffix,
            start=remark.start,
            stop=remark.stop,
        )
    signed, organisation = signature_of(row)
    body = remark.body
    if remark.question is not None:
        body = f"{round_.questions[remark.question]}\n\n{body}"
    thread = write_thread(
        round_.document,
        [Spoken(body, round_.person_id, signed, organisation)],
        version=round_.version.number,
        section_id=remark.section_id,
        recommendation_key=remark.recommendation_key,
        annotation=annotation,
        kind=CommentKind(remark.kind) if remark.kind else CommentKind.GENERAL,
        round_id=round_.id,
        submission_id=row.id,
    )
    remark.comment_id = thread.comments[0].id
    audit.record(
        actor,
        CommentMade(
            network_id=thread.network_id,
            project_id=thread.project_id,
            document_id=thread.document_id,
            thread_id=thread.id,
        ),
    )


def _held(submission: Submission) -> Submission:
    held: Submission | None = lock_row(Submission, submission.id)
    if held is None:
        raise Missing
    return held
