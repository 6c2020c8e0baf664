"""What a project asks of its checklists, and how far an appraisal and an appraiser are."""

from enum import StrEnum

from guidelines.machine import Machine


class Asked(StrEnum):
    """Whether a checklist stands in the list "Before publishing"."""

    MUST = "must"
    SHOULD = "should"
    NO = "no"


class AppraisalState(StrEnum):
    """Where an appraisal stands; nobody sees scores of others while it is open."""

    OPEN = "open"
    CLOSED = "closed"


class AppraisalMove(StrEnum):
    """What can happen to an appraisal."""

    CLOSE = "close"


class AppraiserState(StrEnum):
    """Where one appraiser stands."""

    INVITED = "invited"
    HANDED_IN = "handed-in"
    WITHDRAWN = "withdrawn"


class AppraiserMove(StrEnum):
    """What can happen to an appraiser."""

    HAND_IN = "hand-in"
    WITHDRAW = "withdraw"


APPRAISAL = Machine(
    name="appraisal",
    initial=AppraisalState.OPEN,
    table={(AppraisalState.OPEN, AppraisalMove.CLOSE): AppraisalState.CLOSED},
)

APPRAISER = Machine(
    name="appraiser",
    initial=AppraiserState.INVITED,
    table={
        (AppraiserState.INVITED, AppraiserMove.HAND_IN): AppraiserState.HANDED_IN,
        (AppraiserState.INVITED, AppraiserMove.WITHDRAW): AppraiserState.WITHDRAWN,
    },
)
