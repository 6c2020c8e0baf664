"""What comments and their answers must satisfy, and to whom they are closed during a vote."""

from collections.abc import Mapping
from enum import StrEnum

from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.machine import Machine
from guidelines.reviews.rules.vocabulary import WITHOUT_ANSWER, Handling

LONGEST = 8000


class ThreadState(StrEnum):
    """Where a comment stands."""

    OPEN = "open"
    ANSWERED = "answered"


class ThreadMove(StrEnum):
    """What can happen to it."""

    ANSWER = "answer"
    REOPEN = "reopen"


THREAD = Machine(
    name="comment",
    initial=ThreadState.OPEN,
    table={
        (ThreadState.OPEN, ThreadMove.ANSWER): ThreadState.ANSWERED,
        (ThreadState.ANSWERED, ThreadMove.REOPEN): ThreadState.OPEN,
    },
)


def check_body(body: str, field: str = "body") -> None:
    """Raise `Invalid` for words that are none, or too many."""
    if not body.strip():
        raise Invalid({field: sentence("Write what you want to say.")})
    if len(body) > LONGEST:
        raise Invalid({field: sentence("Keep this to %(most)s characters.", most=LONGEST)})


def check_still_open(state: ThreadState) -> None:
    """Raise `Conflict` when somebody replies to what is answered."""
    if state is not ThreadState.OPEN:
        raise Conflict(sentence("This comment is answered. Reopen it to go on."))


def is_hidden(
    *, on_the_panel: bool, key: str, whole_section: bool, locked: Mapping[str, str], here: set[str]
) -> bool:
    """Tell whether named discussion is closed to a person while a vote is on.

    `locked` are the recommendations people vote on, `here` those of the thread's section: a
    comment on a whole section with one of them in it speaks of it too.
    """
    if not on_the_panel or not locked:
        return False
    return key in locked if key else whole_section and not here.isdisjoint(locked)


def check_not_hidden(hidden: bool) -> None:
    """Raise `NotAllowed` when a panel member would discuss by name what is being voted on."""
    if hidden:
        raise NotAllowed(
            sentence(
                "The panel is voting on this recommendation. Comments with names on it are closed "
                "to panel members until the round ends; the questionnaire has a field for yours."
            )
        )


def check_closable(round_id: str | None, status: Handling) -> None:
    """Raise unless a comment can be closed this way without an answer."""
    if round_id is not None:
        raise Invalid(
            {
                "decision": sentence(
                    "This comment is part of a review. Say what was decided and why, so that who "
                    "made it gets an answer."
                )
            }
        )
    if status not in WITHOUT_ANSWER:
        raise Invalid({"status": sentence("Choose how it is settled.")})
