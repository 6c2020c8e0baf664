"""Reads about appraisals; scores of others are never read while an appraisal is open."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Appraisal, AppraisalScore, Appraiser
from guidelines.publishing.queries.shipped import shipped
from guidelines.publishing.rules.checklists.catalogue import Checklist, Item, Question
from guidelines.publishing.rules.checklists.choices import AppraisalState, AppraiserState
from guidelines.publishing.rules.checklists.rating import (
    QUALITY,
    dimensions_of,
    steps_of,
)
from guidelines.publishing.rules.checklists.scoring import (
    SKIPPED,
    Agreement,
    DomainScore,
    ItemSpread,
    Ratings,
    agreement,
    domain_scores,
    spreads,
)


def appraisals_of(document: Document) -> Sequence[Appraisal]:
    """Return the appraisals of a document with their appraisers, newest first."""
    return session.scalars(
        select(Appraisal)
        .where(Appraisal.document_id == document.id)
        .options(selectinload(Appraisal.appraisers), joinedload(Appraisal.opener))
        .order_by(Appraisal.opened_at.desc(), Appraisal.id)
    ).all()


def most_appraisers(appraisals: Sequence[Appraisal]) -> dict[str, int]:
    """Return how many people handed in to the largest closed appraisal, by instrument."""
    found: dict[str, int] = {}
    for one in appraisals:
        if one.state is AppraisalState.CLOSED:
            count = sum(person.state is AppraiserState.HANDED_IN for person in one.appraisers)
            found[one.instrument] = max(count, found.get(one.instrument, 0))
    return found


def appraiser_for(appraisal: Appraisal, person_id: str | None) -> Appraiser | None:
    """Return the place of a signed-in person in an appraisal, if they were asked."""
    return next(
        (
            one
            for one in appraisal.appraisers
            if person_id is not None
            and one.person_id == person_id
            and one.state is not AppraiserState.WITHDRAWN
        ),
        None,
    )


def appraisals_waiting_for(person_id: str) -> Sequence[Appraiser]:
    """Return where this person was asked and has not handed in."""
    return session.scalars(
        select(Appraiser)
        .join(Appraiser.appraisal)
        .where(
            Appraiser.person_id == person_id,
            Appraiser.state == AppraiserState.INVITED,
            Appraisal.state == AppraisalState.OPEN,
        )
        .options(joinedload(Appraiser.appraisal).joinedload(Appraisal.document))
        .order_by(Appraiser.invited_at)
    ).all()


def own_scores(appraiser: Appraiser) -> dict[tuple[str, str], AppraisalScore]:
    """Return what an appraiser has answered so far, by item and dimension."""
    rows = session.scalars(
        select(AppraisalScore).where(AppraisalScore.appraiser_id == appraiser.id)
    )
    return {(row.item, row.dimension): row for row in rows}


def unrated(appraiser: Appraiser) -> list[str]:
    """Return the items and overall questions that this appraiser has not answered yet."""
    appraisal = appraiser.appraisal
    instrument = shipped(appraisal.instrument)
    given = {place for place, row in own_scores(appraiser).items() if row.answer}
    return [
        step
        for step in steps_of(instrument)
        if any(
            (step, dimension) not in given
            for dimension in dimensions_of(instrument, step, suitability=appraisal.suitability)
        )
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of one appraiser, by their number."""

    number: int
    answer: str
    comment: str


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How the ratings of one item lie, and what appraisers wrote to it."""

    item: Item
    spread: ItemSpread
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OverallResult:
    """How an overall question was answered: how often each answer, and what was written."""

    question: Question
    counts: Mapping[str, int]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Outcome:
    """What a closed appraisal found in one dimension; there is no total."""

    dimension: str
    domains: list[DomainScore]
    items: list[ItemResult]
    agreement: Agreement

    @property
    def far_apart(self) -> list[ItemResult]:
        """The items on which appraisers lie far apart."""
        return [one for one in self.items if one.spread.is_far_apart]


@dataclass(frozen=True)
class Results:
    """The results of a closed appraisal: by dimension, and the overall questions apart.

    Appraisers are numbered from 1 by the accident of their ids, so that a number is no name.
    """

    instrument: Checklist
    numbers: range
    outcomes: list[Outcome]
    overall: list[OverallResult]


def results_of(appraisal: Appraisal) -> Results | None:
    """Return the results; None while the appraisal is open: nobody's scores are read before."""
    if appraisal.state is not AppraisalState.CLOSED:
        return None
    instrument = shipped(appraisal.instrument)
    people = sorted(
        (one for one in appraisal.appraisers if one.state is AppraiserState.HANDED_IN),
        key=lambda one: one.id,
    )
    scores = [own_scores(one) for one in people]
    wanted = instrument.dimensions if appraisal.suitability else (QUALITY,)
    return Results(
        instrument,
        range(1, len(people) + 1),
        [_outcome(instrument, dimension, scores) for dimension in wanted],
        [_overall(question, scores) for question in instrument.overall],
    )


Scores = Mapping[tuple[str, str], AppraisalScore]


def _outcome(instrument: Checklist, dimension: str, scores: Sequence[Scores]) -> Outcome:
    ratings: list[Ratings] = [
        {
            item: int(row.answer)
            for (item, kind), row in one.items()
            if kind == dimension and item in instrument.by_id and row.answer not in ("", SKIPPED)
        }
        for one in scores
    ]
    items = [
        ItemResult(instrument.by_id[spread.item], spread, _said(spread.item, scores))
        for spread in spreads(instrument, ratings)
    ]
    return Outcome(
        dimension, domain_scores(instrument, ratings), items, agreement(instrument, ratings)
    )


def _overall(question: Question, scores: Sequence[Scores]) -> OverallResult:
    answers = [one[question.id, QUALITY].answer for one in scores if (question.id, QUALITY) in one]
    counts = Counter(answers)
    return OverallResult(
        question,
        {answer: counts[answer] for answer in question.answers},
        _said(question.id, scores),
    )


def _said(item: str, scores: Sequence[Scores]) -> tuple[Said, ...]:
    return tuple(
        Said(number, row.answer, row.comment)
        for number, one in enumerate(scores, start=1)
        if (row := one.get((item, QUALITY))) is not None and row.comment
    )
