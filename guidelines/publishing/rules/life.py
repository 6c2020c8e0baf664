"""The life of a guideline, from planned to withdrawn: one table, read by pages and database."""

from dataclasses import dataclass
from enum import StrEnum

from guidelines.machine import Machine
from guidelines.permissions import Action


class Life(StrEnum):
    """Where a guideline stands."""

    PLANNED = "planned"
    IN_DEVELOPMENT = "in-development"
    IN_APPROVAL = "in-approval"
    APPROVED = "approved"
    PUBLISHED = "published"
    UNDER_REVIEW = "under-review"
    REAFFIRMED = "reaffirmed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class LifeMove(StrEnum):
    """What can happen to a guideline as a whole."""

    APPROVE_PLAN = "approve-plan"
    BEGIN = "begin"
    RECORD = "record"
    ASK = "ask"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    REVIEW = "review"
    REAFFIRM = "reaffirm"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


OUT = (Life.PUBLISHED, Life.REAFFIRMED, Life.UNDER_REVIEW)
BEFORE = (Life.PLANNED, Life.IN_DEVELOPMENT, Life.IN_APPROVAL, Life.APPROVED)

LIFE = Machine(
    name="guideline",
    initial=Life.PLANNED,
    table={
        (Life.PLANNED, LifeMove.APPROVE_PLAN): Life.IN_DEVELOPMENT,
        (Life.PLANNED, LifeMove.BEGIN): Life.IN_DEVELOPMENT,
        # published before it came here
        (Life.PLANNED, LifeMove.RECORD): Life.PUBLISHED,
        **{(state, LifeMove.ASK): Life.IN_APPROVAL for state in BEFORE},
        (Life.IN_APPROVAL, LifeMove.RETURN): Life.IN_DEVELOPMENT,
        (Life.IN_APPROVAL, LifeMove.APPROVE): Life.APPROVED,
        (Life.APPROVED, LifeMove.PUBLISH): Life.PUBLISHED,
        (Life.PUBLISHED, LifeMove.REVIEW): Life.UNDER_REVIEW,
        (Life.REAFFIRMED, LifeMove.REVIEW): Life.UNDER_REVIEW,
        # whoever asks for signatures on a new text has reviewed the old one
        **{(state, LifeMove.ASK): Life.UNDER_REVIEW for state in OUT},
        (Life.UNDER_REVIEW, LifeMove.RETURN): Life.UNDER_REVIEW,
        (Life.UNDER_REVIEW, LifeMove.APPROVE): Life.UNDER_REVIEW,
        (Life.UNDER_REVIEW, LifeMove.PUBLISH): Life.PUBLISHED,
        (Life.UNDER_REVIEW, LifeMove.REAFFIRM): Life.REAFFIRMED,
        **{(state, LifeMove.SUPERSEDE): Life.SUPERSEDED for state in OUT},
        **{
            (state, LifeMove.WITHDRAW): Life.WITHDRAWN
            for state in (*BEFORE, *OUT, Life.SUPERSEDED)
        },
    },
)

# Who takes each step. A person presses the button of a step of DIRECT; the others follow from
# what is done on another page: the last signature, the return, the publication.
WHO: dict[LifeMove, Action] = {
    LifeMove.APPROVE_PLAN: Action.APPROVAL_SIGN,
    LifeMove.BEGIN: Action.LIFE_MOVE,
    LifeMove.ASK: Action.APPROVAL_REQUEST,
    LifeMove.RETURN: Action.APPROVAL_SIGN,
    LifeMove.APPROVE: Action.APPROVAL_SIGN,
    LifeMove.PUBLISH: Action.EDITION_PUBLISH,
    LifeMove.REVIEW: Action.LIFE_MOVE,
    LifeMove.REAFFIRM: Action.LIFE_MOVE,
    LifeMove.SUPERSEDE: Action.LIFE_MOVE,
    LifeMove.WITHDRAW: Action.LIFE_MOVE,
}
DIRECT = frozenset(
    {
        LifeMove.BEGIN,
        LifeMove.REVIEW,
        LifeMove.REAFFIRM,
        LifeMove.SUPERSEDE,
        LifeMove.WITHDRAW,
    }
)
ANSWERS = frozenset({LifeMove.RETURN, LifeMove.APPROVE})
ENDINGS = frozenset({LifeMove.SUPERSEDE, LifeMove.WITHDRAW})
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that can come next, who takes it, and whether it is this visitor."""

    move: LifeMove
    after: Life
    action: Action
    mine: bool

    @property
    def is_direct(self) -> bool:
        """Whether it is taken by a button of its own."""
        return self.move in DIRECT

    @property
    def is_ending(self) -> bool:
        """Whether it ends the life of the guideline."""
        return self.move in ENDINGS


def next_steps(state: Life, may: frozenset[Action], *, signing: bool = True) -> list[NextStep]:
    """Return what can come next in the order of the table, for a visitor who may do `may`.

    `signing` tells whether signatures are asked for now: else nobody signs or returns.
    """
    return [
        NextStep(move, after, WHO[move], WHO[move] in may)
        for (start, move), after in LIFE.table.items()
        if start is state and move in WHO and (signing or move not in ANSWERS)
    ]
