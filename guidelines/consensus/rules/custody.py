"""What two people can agree to do with the key of the sealed answers, and how that goes."""

from enum import StrEnum

from guidelines.machine import Machine


class Wish(StrEnum):
    """What is asked for."""

    DESTROY = "destroy"
    """Destroy the key now: answers are anonymous from then on."""
    LINKED_ROWS = "linked-rows"
    """Hand the rows that link one person's answers, under random names, to the custodian."""


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    USED = "used"


class RequestMove(StrEnum):
    """What can happen to a request."""

    GRANT = "grant"
    REFUSE = "refuse"
    USE = "use"


REQUEST = Machine(
    name="request about the key",
    initial=RequestState.WAITING,
    table={
        (RequestState.WAITING, RequestMove.GRANT): RequestState.GRANTED,
        (RequestState.WAITING, RequestMove.REFUSE): RequestState.REFUSED,
        (RequestState.GRANTED, RequestMove.USE): RequestState.USED,
    },
)
