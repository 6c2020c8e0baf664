"""What an appraiser may answer to an item."""

from collections.abc import Mapping
from dataclasses import dataclass

from guidelines.errors import Invalid, Missing, sentence
from guidelines.publishing.rules.checklists.catalogue import Checklist
from guidelines.publishing.rules.checklists.scoring import SKIPPED, scale_of

QUALITY, SUITABILITY = "quality", "suitability"
LONGEST_COMMENT = 4000


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered in one dimension; the comment belongs to the first."""

    dimension: str
    answer: str
    comment: str = ""


def dimensions_of(checklist: Checklist, item: str, *, suitability: bool) -> tuple[str, ...]:
    """Return in which dimensions an item or overall question is answered."""
    if item in checklist.by_id and suitability:
        return checklist.dimensions
    return (QUALITY,)


def answers_to(checklist: Checklist, item: str) -> tuple[str, ...]:
    """Return what can be answered; `Missing` where the instrument has no such item."""
    if item in checklist.by_id:
        return (*(str(point) for point in scale_of(checklist).points), SKIPPED)
    for question in checklist.overall:
        if question.id == item:
            return question.answers
    raise Missing


def steps_of(checklist: Checklist) -> tuple[str, ...]:
    """Return everything that is answered, in order: the items, then the overall questions."""
    return (*checklist.by_id, *(question.id for question in checklist.overall))


def checked_answer(
    checklist: Checklist,
    item: str,
    answers: Mapping[str, str],
    comment: str,
    *,
    suitability: bool,
) -> list[Answer]:
    """Return what is stored, or raise `Invalid`: an unknown answer, or a skip without a reason."""
    allowed = answers_to(checklist, item)
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise Invalid(
            {"comment": sentence("Write at most %(most)s characters.", most=LONGEST_COMMENT)}
        )
    found = []
    for dimension in dimensions_of(checklist, item, suitability=suitability):
        answer = answers.get(dimension, "").strip()
        if answer and answer not in allowed:
            raise Invalid({dimension: sentence("Choose one of the points of the scale.")})
        if answer == SKIPPED and not comment:
            raise Invalid({"comment": sentence("Say why you skip this item.")})
        found.append(Answer(dimension, answer, comment if dimension == QUALITY else ""))
    return found
