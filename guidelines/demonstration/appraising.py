"""How well the guideline was made: checklists that people confirm, and AGREE II appraisals."""

from functools import cache

from guidelines.db import session, transaction
from guidelines.demonstration import script
from guidelines.demonstration.cast import Strict
from guidelines.demonstration.writing import Guideline
from guidelines.permissions import Actor
from guidelines.publishing.models import Appraisal, Appraiser
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.rating import QUALITY
from guidelines.publishing.rules.checklists.standing import Verdict
from guidelines.publishing.service.appraisals import (
    hand_in,
    invite_appraiser,
    open_appraisal,
    rate,
)
from guidelines.publishing.service.checklists import (
    choose_checklist,
    confirm_recorded,
    mark_item,
)


class Rater(Strict):
    """Who appraises: a member by key, or somebody outside; points in the order of the items.

    Who has fewer points than there are items has not handed in.
    """

    person: str = ""
    name: str = ""
    email: str = ""
    affiliation: str = ""
    points: list[int]
    overall: str = ""
    use: str = ""
    comments: dict[str, str]
    interests: str


class Mark(Strict):
    """What a person says of an item of a checklist."""

    item: str
    verdict: Verdict
    note: str


class Filled(Strict):
    """A checklist that is asked for, and what is said of its items."""

    checklist: str
    by: str
    asked: Asked
    printed: bool
    marks: list[Mark]


class Appraised(Strict):
    """What is said of how a guideline was made."""

    notice: str
    note: str
    raters: list[Rater]
    checklist: Filled | None


@cache
def appraised(slug: str) -> Appraised:
    """Return what the story says of how a guideline was made."""
    path = script.CONTENT / slug / "appraisal.json"
    return Appraised.model_validate_json(path.read_text("utf-8"))


def appraise(guideline: Guideline) -> Appraisal:
    """Let two people rate the present version by AGREE II, each on their own."""
    told, chair = appraised(guideline.slug), _chair(guideline)
    with transaction():
        appraisal = open_appraisal(
            chair, guideline.document, instrument="agree-ii", note=told.note
        )
    with transaction():
        asked = [_invite(guideline, chair, appraisal, one) for one in told.raters]
    for appraiser, one in zip(asked, told.raters, strict=True):
        _rate(guideline, appraiser, one)
    return appraisal


def _invite(guideline: Guideline, chair: Actor, appraisal: Appraisal, told: Rater) -> Appraiser:
    person = guideline.cast.persons.get(told.person)
    return invite_appraiser(
        chair,
        appraisal,
        name=person.name if person else told.name,
        email=person.email if person else told.email,
        affiliation=person.affiliation if person else told.affiliation,
    )


def _rate(guideline: Guideline, appraiser: Appraiser, told: Rater) -> None:
    instrument = shipped("agree-ii")
    given = dict(zip(instrument.by_id, map(str, told.points), strict=False))
    given |= {name: value for name in ("overall", "use") if (value := getattr(told, name))}
    with transaction():
        for item, answer in given.items():
            rate(
                appraiser,
                item=item,
                answers={QUALITY: answer},
                comment=told.comments.get(item, ""),
            )
    if told.use:
        by = guideline.cast.actor(told.person) if told.person else Actor(name=told.name)
        with transaction():
            session.refresh(appraiser)
            hand_in(appraiser, by=by, interests=told.interests)


def fill_checklist(guideline: Guideline) -> None:
    """Let somebody confirm what the record answers, and say the rest in words."""
    told = appraised(guideline.slug).checklist
    if told is None:
        return
    actor = guideline.cast.actor(told.by)
    with transaction():
        choose_checklist(
            actor,
            guideline.document,
            checklist=told.checklist,
            asked=told.asked,
            printed=told.printed,
        )
    with transaction():
        confirm_recorded(actor, guideline.document, checklist=told.checklist)
    with transaction():
        for one in told.marks:
            mark_item(
                actor,
                guideline.document,
                checklist=told.checklist,
                item=one.item,
                verdict=one.verdict,
                note=one.note,
            )


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))
