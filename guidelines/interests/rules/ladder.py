"""What follows from an interest: how much it could sway somebody, and what it keeps them from."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from guidelines.errors import Invalid, NotAllowed, Recused, sentence


class Level(StrEnum):
    """How much an interest could sway a person on one recommendation; from little to much."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Measure(StrEnum):
    """What follows from it; from mild to strict, each holds what the milder ones hold."""

    NONE = "none"
    NO_LEAD = "no-lead"
    ABSTAINS = "abstains"
    OUT = "out"


class Doing(StrEnum):
    """What people do with a recommendation, from which an interest may keep them."""

    LEAD = "lead"
    CHAIR = "chair"
    VOTE = "vote"
    EDIT = "edit"
    ACCEPT = "accept"
    ASSESS = "assess"
    SIGN = "sign"
    DISCUSS = "discuss"
    COMMENT = "comment"
    SUGGEST = "suggest"


# The mildest measure that a level allows; a project may be stricter, never milder.
LADDER: Mapping[Level, Measure] = MappingProxyType(
    {
        Level.NONE: Measure.NONE,
        Level.LOW: Measure.NO_LEAD,
        Level.MODERATE: Measure.ABSTAINS,
        Level.HIGH: Measure.OUT,
    }
)

_NO_LEAD = frozenset({Doing.LEAD, Doing.CHAIR})
_ABSTAINS = _NO_LEAD | {Doing.VOTE, Doing.EDIT, Doing.ACCEPT, Doing.ASSESS, Doing.SIGN}
BARS: Mapping[Measure, frozenset[Doing]] = MappingProxyType(
    {
        Measure.NONE: frozenset(),
        Measure.NO_LEAD: _NO_LEAD,
        Measure.ABSTAINS: _ABSTAINS,
        Measure.OUT: frozenset(Doing),
    }
)

REFUSED: Mapping[Doing, str] = MappingProxyType(
    {
        Doing.LEAD: sentence("Because of a declared interest you do not lead on %(keys)s."),
        Doing.CHAIR: sentence(
            "Because of a declared interest you do not chair on %(keys)s. "
            "A chair or facilitator without one does it."
        ),
        Doing.VOTE: sentence("Because of a declared interest you abstain on %(keys)s."),
        Doing.ACCEPT: sentence(
            "Because of a declared interest you do not decide on the text of %(keys)s. "
            "Somebody without one does it."
        ),
        Doing.ASSESS: sentence(
            "Because of an interest of your own you do not assess others on %(keys)s. "
            "Ask another chair or methodologist."
        ),
        Doing.SIGN: sentence(
            "Because of a declared interest in %(keys)s you do not sign. "
            "Another approver signs in your place."
        ),
        Doing.DISCUSS: sentence(
            "Because of a declared interest you take no part in the discussion of %(keys)s."
        ),
        Doing.COMMENT: sentence("Because of a declared interest you do not comment on %(keys)s."),
        Doing.SUGGEST: sentence(
            "Because of a declared interest you make no suggestions on %(keys)s."
        ),
        Doing.EDIT: sentence(
            "Because of a declared interest you do not change the text of %(keys)s. Nothing was "
            "saved: undo your change there, then save the rest. Somebody without the interest "
            "can make it."
        ),
    }
)


def strictest(measures: Iterable[Measure]) -> Measure:
    """Return the strictest of some measures; none at all of no measures."""
    order = list(Measure)
    return max(measures, key=order.index, default=Measure.NONE)


def holds(level: Level, measure: Measure, ladder: Mapping[Level, Measure] = LADDER) -> Measure:
    """Return what holds for somebody: what was decided, but never less than the ladder asks."""
    return strictest((measure, LADDER[level], ladder.get(level, Measure.NONE)))


def refusal(doing: Doing, keys: Iterable[str]) -> Recused:
    """Return the refusal to a person who is kept from `doing` on these recommendations."""
    named = sorted(keys)
    shown = ", ".join(named[:5]) + (", …" if len(named) > 5 else "")
    return Recused(sentence(getattr(REFUSED[doing], "template", ""), keys=shown))


def check_assessment(
    level: Level,
    measure: Measure,
    ladder: Mapping[Level, Measure] = LADDER,
    *,
    key: str,
    reason: str,
) -> None:
    """Raise `Invalid` for a measure milder than the level asks for, or without a reason."""
    mistakes: dict[str, str] = {}
    if holds(level, measure, ladder) is not measure:
        mistakes["measure"] = sentence("This is milder than the level asks for.")
    if BARS[measure] > BARS[Measure.NO_LEAD] and not key:
        mistakes["key"] = sentence("Choose the recommendation on which the person abstains.")
    if (level is not Level.NONE or measure is not Measure.NONE) and not reason:
        mistakes["reason"] = sentence("Give the reason in one sentence.")
    if len(reason) > 2000:
        mistakes["reason"] = sentence("Keep this to %(most)s characters.", most=2000)
    if len(key) > 200:
        mistakes["key"] = sentence("Choose a recommendation.")
    if mistakes:
        raise Invalid(mistakes)


def check_somebody_else(assessor_id: str | None, person_id: str) -> None:
    """Raise `NotAllowed` when people would judge their own interests."""
    if assessor_id is None or assessor_id == person_id:
        raise NotAllowed(
            sentence("Nobody assesses their own interests. Ask another chair or methodologist.")
        )
