"""The lives of an approval, a change after the vote, a published version and a download."""

from enum import StrEnum

from guidelines.machine import Machine


class Gate(StrEnum):
    """What is signed: the plan before the work begins, or the final text."""

    PLAN = "plan"
    TEXT = "text"


class ApprovalState(StrEnum):
    """Where a request for approval stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    REPLACED = "replaced"
    PUBLISHED = "published"


class ApprovalMove(StrEnum):
    """What can happen to a request for approval."""

    SIGN = "sign"
    COMPLETE = "complete"
    RETURN = "return"
    REPLACE = "replace"
    PUBLISH = "publish"


class Decision(StrEnum):
    """What one approver decided."""

    APPROVED = "approved"
    RETURNED = "returned"


class ChangeClass(StrEnum):
    """What people call a change after the vote; software never decides it.

    It only refuses "editorial" where strength, direction or another voted field changed.
    """

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"
    STRENGTH = "strength-or-direction"


class ChangeSubject(StrEnum):
    """What was changed: a recommendation after its vote, or a text after it was sent to sign."""

    RECOMMENDATION = "recommendation"
    TEXT = "text"


class ChangeState(StrEnum):
    """Where a change after the vote or after the signatures stands.

    Attested changes wait for objections; once the days are over they stand (`SETTLED`).
    """

    PROPOSED = "proposed"
    ATTESTED = "attested"
    SETTLED = "settled"
    OBJECTED = "objected"
    REFUSED = "refused"
    VOTE_AGAIN = "vote-again"
    TAKEN_BACK = "taken-back"


class ChangeMove(StrEnum):
    """What can happen to a change."""

    ATTEST = "attest"
    REFUSE = "refuse"
    OBJECT = "object"
    SETTLE = "settle"
    CALL_SUBSTANTIVE = "call-substantive"
    TAKE_BACK = "take-back"


class Delivery(StrEnum):
    """How a text reached somebody."""

    MAILED = "mailed"
    OPENED = "opened"
    DOWNLOADED = "downloaded"


class EditionState(StrEnum):
    """Where a published version stands."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class EditionMove(StrEnum):
    """What can happen to a published version."""

    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


class RenderingState(StrEnum):
    """Where a download stands."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class RenderingMove(StrEnum):
    """What can happen to a download."""

    FINISH = "finish"
    FAIL = "fail"
    RETRY = "retry"
    REPEAT = "repeat"


APPROVAL = Machine(
    name="request for approval",
    initial=ApprovalState.WAITING,
    table={
        (ApprovalState.WAITING, ApprovalMove.SIGN): ApprovalState.WAITING,
        (ApprovalState.WAITING, ApprovalMove.COMPLETE): ApprovalState.APPROVED,
        (ApprovalState.WAITING, ApprovalMove.RETURN): ApprovalState.RETURNED,
        (ApprovalState.WAITING, ApprovalMove.REPLACE): ApprovalState.REPLACED,
        (ApprovalState.APPROVED, ApprovalMove.REPLACE): ApprovalState.REPLACED,
        (ApprovalState.APPROVED, ApprovalMove.PUBLISH): ApprovalState.PUBLISHED,
    },
)

CHANGE = Machine(
    name="change",
    initial=ChangeState.PROPOSED,
    table={
        (ChangeState.PROPOSED, ChangeMove.ATTEST): ChangeState.ATTESTED,
        (ChangeState.PROPOSED, ChangeMove.REFUSE): ChangeState.REFUSED,
        (ChangeState.ATTESTED, ChangeMove.OBJECT): ChangeState.OBJECTED,
        (ChangeState.ATTESTED, ChangeMove.SETTLE): ChangeState.SETTLED,
        # a second person objects as well
        (ChangeState.OBJECTED, ChangeMove.OBJECT): ChangeState.OBJECTED,
        (ChangeState.OBJECTED, ChangeMove.CALL_SUBSTANTIVE): ChangeState.VOTE_AGAIN,
        (ChangeState.OBJECTED, ChangeMove.TAKE_BACK): ChangeState.TAKEN_BACK,
    },
)

EDITION = Machine(
    name="published version",
    initial=EditionState.PUBLISHED,
    table={
        (EditionState.PUBLISHED, EditionMove.SUPERSEDE): EditionState.SUPERSEDED,
        (EditionState.PUBLISHED, EditionMove.WITHDRAW): EditionState.WITHDRAWN,
        (EditionState.SUPERSEDED, EditionMove.WITHDRAW): EditionState.WITHDRAWN,
    },
)

RENDERING = Machine(
    name="download",
    initial=RenderingState.WAITING,
    table={
        (RenderingState.WAITING, RenderingMove.FINISH): RenderingState.READY,
        (RenderingState.WAITING, RenderingMove.FAIL): RenderingState.FAILED,
        (RenderingState.FAILED, RenderingMove.RETRY): RenderingState.WAITING,
        # the day of publication is printed in it, and that changed before anybody outside saw it
        (RenderingState.READY, RenderingMove.REPEAT): RenderingState.WAITING,
        # the worker tries again by itself
        (RenderingState.FAILED, RenderingMove.FINISH): RenderingState.READY,
    },
)
