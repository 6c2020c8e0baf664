"""What the record says about evidence: questions, outcomes, searches, certainty, judgements."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.drafts.models import Recommendation
from guidelines.errors import sentence
from guidelines.evidence.models import BiasTable, EvidenceQuestion, EvidenceSearch, OutcomeRating
from guidelines.evidence.rules.judgements import Criterion
from guidelines.publishing.queries.checklists.record import FactOf, Record
from guidelines.publishing.rules.checklists.standing import Fact, Place

MOST_PLACES = 6


def _at_questions(some: Sequence[EvidenceQuestion]) -> tuple[Place, ...]:
    return tuple(Place("question", str(one.number), one.id) for one in some[:MOST_PLACES])


def _at_searches(some: Sequence[EvidenceSearch]) -> tuple[Place, ...]:
    return tuple(Place("search", one.title, one.id) for one in some[:MOST_PLACES])


def _questions(record: Record) -> Fact | None:
    asked = [one for one in record.questions if one.text]
    if not asked:
        return None
    framed = [one for one in asked if one.population and one.intervention]
    return Fact(
        "questions",
        sentence(
            "Questions on record: %(count)s; with population and intervention: %(framed)s.",
            count=len(asked),
            framed=len(framed),
        ),
        _at_questions(asked),
    )


def _population(record: Record) -> Fact | None:
    having = [one for one in record.questions if one.population]
    if not having:
        return None
    return Fact(
        "population",
        sentence(
            "%(some)s of %(all)s questions say whom they are about.",
            some=len(having),
            all=len(record.questions),
        ),
        _at_questions(having),
        whole=len(having) == len(record.questions),
    )


def _outcomes(record: Record) -> Fact | None:
    having = [one for one in record.questions if one.outcomes]
    if not having:
        return None
    raters = session.scalar(
        select(func.count(func.distinct(OutcomeRating.person_id)))
        .join(OutcomeRating.question)
        .where(EvidenceQuestion.project_id == record.document.project_id)
    )
    return Fact(
        "outcomes",
        sentence(
            "Outcomes: %(count)s, put in order by how much they matter to patients. Questions "
            "that have them: %(questions)s. People who rated them: %(raters)s.",
            count=sum(len(one.outcomes) for one in having),
            questions=len(having),
            raters=raters or 0,
        ),
        _at_questions(having),
        whole=len(having) == len(record.questions),
    )


def _searches(record: Record) -> Fact | None:
    done = [one for one in record.searches if one.last_search]
    if not done:
        return None
    databases = sorted({one.database for search in done for one in search.strategies})
    days = [one.last_search for one in done if one.last_search]
    return Fact(
        "searches",
        sentence(
            "Searched: %(databases)s, everything last on %(day)s. Strategies, days and hits are "
            "on record.",
            databases=", ".join(databases),
            day=min(days).isoformat(),
        ),
        _at_searches(done),
    )


def _selection(record: Record) -> Fact | None:
    having = [one for one in record.searches if one.criteria]
    if not having:
        return None
    return Fact(
        "selection",
        sentence(
            "%(some)s of %(all)s searches say what was taken in and what was left out.",
            some=len(having),
            all=len(record.searches),
        ),
        _at_searches(having),
        whole=len(having) == len(record.searches),
    )


def _bias(record: Record) -> Fact | None:
    ids = [one.id for one in record.searches]
    tables = session.scalars(select(BiasTable).where(BiasTable.search_id.in_(ids))).all()
    if not tables:
        return None
    tools = ", ".join(sorted({one.tool.value.upper() for one in tables}))
    return Fact(
        "bias",
        sentence("Risk of bias was judged study by study, with %(tools)s.", tools=tools),
        _at_searches([one for one in record.searches if one.id in {t.search_id for t in tables}]),
    )


def _findings(record: Record) -> Fact | None:
    having = [one for one in record.questions if any(found.finding for found in one.findings)]
    if not having:
        return None
    return Fact(
        "findings",
        sentence(
            "Findings are put together, outcome by outcome, for %(some)s of %(all)s questions.",
            some=len(having),
            all=len(record.questions),
        ),
        _at_questions(having),
        whole=len(having) == len(record.questions),
    )


def _shared(
    name: str, record: Record, having: Sequence[Recommendation], words: str, kind: str
) -> Fact | None:
    """Return that recommendations on evidence have something; whole where all have it."""
    if not having:
        return None
    places = tuple(
        Place("profile", str(one.ordinal), record.profiles[one.key].id)
        if kind == "profile" and one.key in record.profiles
        else Place("recommendation", str(one.ordinal), one.key)
        for one in having[:MOST_PLACES]
    )
    told = sentence(words, some=len(having), all=len(record.on_evidence))
    return Fact(name, told, places, whole=len(having) >= len(record.on_evidence))


def _certainty(record: Record) -> Fact | None:
    having = [
        one
        for one in record.on_evidence
        if one.certainty or (one.key in record.profiles and record.profiles[one.key].certainty)
    ]
    return _shared(
        "certainty",
        record,
        having,
        "The certainty of the evidence is judged by GRADE for %(some)s of %(all)s recommendations "
        "that ask for it.",
        "recommendation",
    )


def _links(record: Record) -> Fact | None:
    having = [one for one in record.on_evidence if one.key in record.profiles]
    return _shared(
        "evidence-links",
        record,
        having,
        "%(some)s of %(all)s recommendations that ask for evidence are tied to a question with "
        "its evidence.",
        "profile",
    )


def _judged(name: str, words: str, *criteria: Criterion) -> FactOf:
    """Return the fact that criteria between evidence and decision were judged."""

    def told(record: Record) -> Fact | None:
        return _shared(name, record, record.judged(*criteria), words, "profile")

    return told


FACTS: Mapping[str, FactOf] = {
    "questions": _questions,
    "population": _population,
    "outcomes": _outcomes,
    "searches": _searches,
    "selection": _selection,
    "bias": _bias,
    "findings": _findings,
    "certainty": _certainty,
    "evidence-links": _links,
    "benefits-harms": _judged(
        "benefits-harms",
        "Benefits and harms were judged for %(some)s of %(all)s recommendations.",
        Criterion.DESIRABLE,
        Criterion.UNDESIRABLE,
    ),
    "values": _judged(
        "values",
        "Values and preferences were judged for %(some)s of %(all)s recommendations.",
        Criterion.VALUES,
    ),
    "resources": _judged(
        "resources",
        "Resources and costs were judged for %(some)s of %(all)s recommendations.",
        Criterion.RESOURCES,
    ),
    "equity": _judged(
        "equity",
        "Equity, acceptability and feasibility were judged for %(some)s of %(all)s "
        "recommendations.",
        Criterion.EQUITY,
        Criterion.ACCEPTABILITY,
        Criterion.FEASIBILITY,
    ),
    "acceptability": _judged(
        "acceptability",
        "Acceptability was judged for %(some)s of %(all)s recommendations.",
        Criterion.ACCEPTABILITY,
    ),
    "feasibility": _judged(
        "feasibility",
        "Feasibility was judged for %(some)s of %(all)s recommendations.",
        Criterion.FEASIBILITY,
    ),
}
