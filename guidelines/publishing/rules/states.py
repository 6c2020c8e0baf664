"""The lives of an approval, an editorial change, a published version and a download."""

from enum import StrEnum

from guidelines.machine import Machine


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


class ChangeState(StrEnum):
    """Where an editorial change after the vote stands."""

    PROPOSED = "proposed"
    ATTESTED = "attested"
    REFUSED = "refused"


class ChangeMove(StrEnum):
    """What can happen to an editorial change."""

    ATTEST = "attest"
    REFUSE = "refuse"


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
    name="editorial change",
    initial=ChangeState.PROPOSED,
    table={
        (ChangeState.PROPOSED, ChangeMove.ATTEST): ChangeState.ATTESTED,
        (ChangeState.PROPOSED, ChangeMove.REFUSE): ChangeState.REFUSED,
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
        # the worker tries again by itself
        (RenderingState.FAILED, RenderingMove.FINISH): RenderingState.READY,
    },
)
