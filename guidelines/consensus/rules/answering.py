"""What a panel member may answer, how fields of a questionnaire say it, and what is missing."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import (
    EMPTY,
    Answers,
    Content,
    Estimate,
    Given,
    by_dimension,
    dimensions_of,
)
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind, ReasonRequired
from guidelines.consensus.rules.scales import OVERALL, Quantity
from guidelines.errors import Conflict, Invalid, Recused, Sentence, sentence

LONGEST_REASON = 2000
CANNOT = (OptOut.NOT_MY_EXPERTISE, OptOut.PREFER_NOT, OptOut.UNCLEAR, OptOut.SKIPPED)
"""Why somebody does not judge; the first one stands where no reason is chosen.

To skip a statement is an answer, other than leaving it blank.
"""
TOO_LONG = sentence("Write at most %(most)s characters as a comment.", most=LONGEST_REASON)
NO_ANSWER = sentence("This is not one of the answers. Choose again.")
NO_ESTIMATE = sentence("Give three numbers: the lowest, your best estimate, and the highest.")
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,8})?", re.ASCII)


def opt_outs_for(rule: Rule) -> tuple[OptOut, ...]:
    """Return the codes that a panel member may choose; a rating is never one of them."""
    return (OptOut.ABSTAIN,) if rule.kind is AnswerKind.VOTE else CANNOT


def choice_of(given: Given) -> str:
    """Return an answer as the fields of a questionnaire say it; empty where there is none."""
    if given.code is not None:
        return str(given.code)
    return given.text if given.is_rating else ""


def read_choice(rule: Rule, chosen: str) -> Given:
    """Read what `choice_of` wrote: a number, an estimate, a code, or nothing.

    Raises Invalid for anything else, a number with a code among it.
    """
    if not chosen:
        return EMPTY
    if chosen in [str(code) for code in opt_outs_for(rule)]:
        return Given(code=OptOut(chosen))
    if rule.kind is AnswerKind.ESTIMATE:
        parts = [part.strip().replace("\u2212", "-") for part in chosen.split("|")]
        if len(parts) != len(Estimate._fields) or not all(map(_NUMBER.fullmatch, parts)):
            raise Invalid({"answer": NO_ESTIMATE})
        return Given(estimate=Estimate(*(Decimal(part.replace(",", ".")) for part in parts)))
    number, _space, code = chosen.partition(" ")
    try:
        return Given(rating=int(number), code=OptOut(code) if code else None)
    except ValueError:
        raise Invalid({"answer": NO_ANSWER}) from None


def check_answers(
    rule: Rule,
    answers: Answers,
    *,
    asked: Sequence[str],
    recused: frozenset[str],
) -> None:
    """Raise unless each answer is one that this person may give to a statement of the round.

    Raises
    ------
    Conflict
        For a statement, or an earlier wording of one, that is not asked in this round.
    Recused
        For a statement from which the person abstains because of an interest.
    Invalid
        For a number off the scale, a code that is no choice here, or a reason that is too long.
    """
    known = frozenset(asked)
    for version, cells in by_dimension(answers).items():
        if version not in known:
            raise Conflict(
                sentence("This statement is not asked in this round. Reload the questionnaire.")
            )
        if version in recused and any(one.is_answer or one.reason for one in cells.values()):
            raise Recused(
                sentence("You abstain from this statement because of an interest you declared.")
            )
        for dimension, given in cells.items():
            wrong = mistake(rule, dimension, given, statements=len(known))
            if wrong is not None:
                raise Invalid({version: wrong})


def mistake(rule: Rule, dimension: str, given: Given, *, statements: int) -> Sentence | None:
    """Return what is wrong with an answer to one question, or None.

    `statements` is how many are asked in the round: a ranking has as many places.
    """
    if dimension not in dimensions_of(rule):
        return NO_ANSWER
    if len(given.reason) > LONGEST_REASON:
        return TOO_LONG
    own = rule.of_dimension(dimension)
    if given.code is not None and given.code not in opt_outs_for(own):
        return NO_ANSWER
    if given.estimate is not None:
        if own.quantity is None:
            return NO_ANSWER
        return _wrong_estimate(own.quantity, given.estimate)
    if given.rating is not None and (own.quantity or given.rating not in places(own, statements)):
        return sentence(
            "Choose a number from %(low)s to %(high)s.",
            low=places(own, statements)[0],
            high=places(own, statements)[-1],
        )
    return None


def places(rule: Rule, statements: int) -> range:
    """Return what a number may be: the points of the scale, or the places of a ranking."""
    if rule.kind is AnswerKind.RANKING:
        return range(1, min(statements, rule.scale.highest) + 1)
    return rule.scale.points


def _wrong_estimate(quantity: Quantity, estimate: Estimate) -> Sentence | None:
    numbers = [Fraction(one) for one in estimate]
    if not quantity.lowest <= numbers[0] or not numbers[-1] <= quantity.highest:
        return sentence(
            "Your numbers must lie between %(low)s and %(high)s.",
            low=in_figures(quantity.lowest),
            high=in_figures(quantity.highest),
        )
    if sorted(numbers) != numbers:
        return sentence(
            "The lowest number comes first, then your best estimate, then the highest."
        )
    if any((one * 10**quantity.decimals).denominator != 1 for one in numbers):
        if not quantity.decimals:
            return sentence("Give whole numbers.")
        return sentence("Give at most %(most)s decimals.", most=quantity.decimals)
    return None


def in_figures(number: Fraction) -> str:
    """Return an exact number as people write it: 2.5, not 5/2."""
    return str(number.numerator) if number.denominator == 1 else str(float(number))


def needs_reason(rule: Rule, rating: int, earlier: int | None) -> bool:
    """Tell whether a rating may stand only with a reason; `earlier` is one's own before."""
    match rule.reason_required:
        case ReasonRequired.NEVER:
            return False
        case ReasonRequired.OUTSIDE_BAND:
            return rating not in rule.agreement
        case ReasonRequired.ON_CROSSING:
            return earlier is not None and _side(rule, rating) != _side(rule, earlier)


def _side(rule: Rule, rating: int) -> int:
    return (rating in rule.agreement) - (rating in rule.disagreement)


def shortfalls(
    rule: Rule, content: Content, askable: Mapping[str, str], earlier: Mapping[str, int | None]
) -> dict[str, Sentence]:
    """Return what stands against submitting, by wording; a missing answer does not.

    `askable` are the statements that the person may answer, by wording; `earlier` are their own
    last ratings by statement.
    """
    found: dict[str, Sentence] = {}
    ratings = {version: content.given(version).rating for version in askable}
    for version, rating in ratings.items():
        said_why = bool(content.given(version).reason.strip())
        due = rating is not None and needs_reason(rule, rating, earlier.get(askable[version]))
        if due and not said_why:
            found[version] = sentence("Say in a few words why you answer so.")
    if rule.kind is AnswerKind.RANKING:
        found |= _wrong_places(rule, content, ratings)
    return found


def _wrong_places(
    rule: Rule, content: Content, ratings: Mapping[str, int | None]
) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    taken = Counter(place for place in ratings.values() if place is not None)
    for version, place in ratings.items():
        if place is not None and taken[place] > 1 and not rule.ties:
            found[version] = sentence(
                "Place %(place)s is given to %(count)s statements. Give each its own.",
                place=place,
                count=taken[place],
            )
        elif taken and not rule.partial_lists and not content.given(version).is_answer:
            found[version] = sentence(
                "This statement has no place yet. Give it one, or say that you cannot judge it."
            )
    return found


def field_of(line_id: str, dimension: str = OVERALL) -> str:
    """Return the name of the field with the answer to one question about a statement."""
    return f"a-{line_id}" if dimension == OVERALL else f"a-{line_id}-{dimension}"
