"""What an answer to a round must satisfy: who gives it, what is in it, when it may be sent."""

from collections.abc import Collection
from dataclasses import dataclass

from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.reviews.rules.comments import LONGEST
from guidelines.reviews.rules.rounds import Answering, SubmissionState

MOST_REMARKS = 500
MOST_CONTRIBUTORS = 40
NO_INTERESTS = "none"


@dataclass(frozen=True, slots=True)
class Introduced:
    """What somebody says of themselves before they answer a consultation."""

    answering: Answering
    name: str
    email: str
    organisation: str = ""
    interests: str = ""
    no_interests: bool = False
    is_named: bool = False


def check_introduced(who: Introduced) -> None:
    """Raise `Invalid` unless a person says who they are, for whom they speak, their interests."""
    wrong: dict[str, str] = {}
    if who.answering not in {Answering.ORGANISATION, Answering.PERSON}:
        wrong["answering"] = sentence("Say whether you speak for an organisation or yourself.")
    if not who.name.strip():
        wrong["name"] = sentence("Write your name.")
    elif len(who.name) > 120:
        wrong["name"] = sentence("Keep this to %(most)s characters.", most=120)
    if who.answering is Answering.ORGANISATION and not who.organisation.strip():
        wrong["organisation"] = sentence("Name the organisation for which you answer.")
    elif len(who.organisation) > 200:
        wrong["organisation"] = sentence("Keep this to %(most)s characters.", most=200)
    wrong.update(interests_wrong(who.interests, who.no_interests))
    if wrong:
        raise Invalid(wrong)


def interests_wrong(interests: str, none: bool) -> dict[str, str]:
    """Return what is wrong with the words about interests: they are given, or there are none."""
    if interests.strip() and none:
        return {"interests": sentence("You name interests and say that you have none. Keep one.")}
    if not interests.strip() and not none:
        return {
            "interests": sentence("Say what interests you have in the subject, or tick “none”.")
        }
    if len(interests) > LONGEST:
        return {"interests": sentence("Keep this to %(most)s characters.", most=LONGEST)}
    return {}


def check_writable(state: SubmissionState) -> None:
    """Raise `Conflict` where an answer can no longer be changed."""
    if state in {SubmissionState.WAITING, SubmissionState.TAKEN, SubmissionState.REFUSED}:
        raise Conflict(sentence("This answer was sent. It can no longer be changed."))


def check_room(remarks: int) -> None:
    """Raise `Conflict` where an answer is as long as an answer can be."""
    if remarks >= MOST_REMARKS:
        raise Conflict(
            sentence("An answer holds %(most)s comments. Merge some of them.", most=MOST_REMARKS)
        )


def check_lead(is_lead: bool) -> None:
    """Raise `NotAllowed` where a colleague does what the lead of the answer does."""
    if not is_lead:
        raise NotAllowed(sentence("Only who leads the answer of your organisation does this."))


def check_sendable(*, kept: int, confirmed: bool) -> None:
    """Raise `Conflict` for an answer that is empty or whose sender is not proved."""
    if not confirmed:
        raise Conflict(
            sentence("First open the letter that we mailed to you and press the button there.")
        )
    if not kept:
        raise Conflict(sentence("There is nothing in your answer yet. Write a comment first."))


def check_merge(first: str, others: Collection[str]) -> None:
    """Raise `Invalid` unless at least two comments are chosen to become one."""
    if not first or not set(others) - {first}:
        raise Invalid({"remarks": sentence("Choose at least two comments to merge.")})


def neutral_name(number: int) -> str:
    """Return the name under which a blinded reviewer is known to everybody but the chair."""
    return sentence("Reviewer %(number)s", number=number)
