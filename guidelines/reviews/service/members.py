"""What a member of the project does in an internal review: say that they have finished."""

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.errors import Missing
from guidelines.events import ReviewDeclined, SubmissionSent
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import ReviewRound, Submission
from guidelines.reviews.queries.rounds import own_submission
from guidelines.reviews.rules.asking import check_open
from guidelines.reviews.rules.rounds import SubmissionState


def finish_review(actor: Actor, round_: ReviewRound, *, declined: bool = False) -> Submission:
    """Say that one has finished one's review, or takes no part in it."""
    require(actor, Action.REVIEW_ANSWER, round_)

    own = own_submission(round_, actor.person_id)
    row: Submission | None = lock_row(Submission, own.id) if own is not None else None
    if row is None:
        raise Missing
    check_open(row.round.state)
    row.state = SubmissionState.DECLINED if declined else SubmissionState.TAKEN
    row.submitted_at = now()
    session.flush()
    kind = ReviewDeclined if declined else SubmissionSent
    audit.record(
        actor,
        kind(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.round.document_id,
            review_round_id=row.round_id,
            submission_id=row.id,
        ),
    )
    return row
