"""The group gathers evidence: references, a search, questions with findings, and judgements."""

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from guidelines.db import now, session, transaction
from guidelines.demonstration import script
from guidelines.demonstration.cast import Strict
from guidelines.demonstration.people import Cast
from guidelines.evidence import service as evidence
from guidelines.evidence.models import EvidenceProfile, EvidenceQuestion, EvidenceSearch
from guidelines.evidence.rules.bias import Tool
from guidelines.evidence.rules.findings import read_finding
from guidelines.evidence.rules.flow import read_flow
from guidelines.evidence.rules.judgements import Answer, Criterion
from guidelines.evidence.rules.outcomes import Outcome
from guidelines.evidence.rules.questions import QuestionDraft
from guidelines.evidence.rules.screening import Decision, Screened, Stage
from guidelines.permissions import Actor
from guidelines.projects.models import Project

RATERS = ("methodologist", "chair", "author")


class Study(Strict):
    """A study in a table of risk of bias."""

    study: str
    risks: list[str]
    overall: str
    note: str


class BiasTable(Strict):
    """A table of risk of bias."""

    title: str
    tool: Tool
    rows: list[Study]


class Excluded(Strict):
    """A report that was excluded in full text."""

    title: str
    authors: str
    year: str
    source: str
    reason: str


class Strategy(Strict):
    """What was asked of one database, so many days before it is written down."""

    database: str
    platform: str
    days: int
    hits: str
    limits: str
    query: str

    @property
    def texts(self) -> dict[str, str]:
        """Return it as a form sends it."""
        day = now().date() - timedelta(days=self.days)
        return {**self.model_dump(exclude={"days"}), "searched_on": day.isoformat()}


class Search(Strict):
    """A systematic search with all that belongs to its report."""

    title: str
    criteria: str
    note: str
    living: str
    strategies: list[Strategy]
    flow: dict[str, str]
    reasons: list[tuple[str, str]]
    other_reasons: list[tuple[str, str]]
    excluded: list[Excluded]
    bias: list[BiasTable]


class Depth(Strict):
    """What lies under the evidence of a story: each by recommendation id.

    `findings` has the cells of a table of findings by outcome, `research` what studies say by
    criterion, `ratings` how three people rate each outcome.
    """

    notice: str
    findings: dict[str, dict[str, dict[str, str]]]
    settled: dict[str, str]
    research: dict[str, dict[Criterion, str]]
    conclusions: dict[str, dict[str, str]]
    ratings: dict[str, dict[str, tuple[int, int, int]]]
    observations: dict[str, list[dict[str, str]]]
    search: Search | None


@cache
def depth(slug: str) -> Depth:
    """Return what lies under the evidence of a guideline's story."""
    path = script.CONTENT / slug / "evidence.json"
    return Depth.model_validate(json.loads(path.read_text(encoding="utf-8")))


def gather_evidence(story: script.Story, cast: Cast, project: Project) -> None:
    """Import the references, write search and questions, grade what was found, and judge."""
    slug = story.project.slug
    told = depth(slug)
    methodologist = cast.actor(cast.the(slug, "methodologist"))
    raters = [cast.actor(cast.the(slug, role)) for role in RATERS]
    with transaction():
        evidence.import_references(
            methodologist,
            project,
            content=script.bibliography(slug),
            filename="bibliography.csl.json",
        )
    search = _search(methodologist, project, told.search) if told.search else None
    for one in story.evidence:
        question = _question(methodologist, project, one, told, search)
        _rate(raters, question, told.ratings.get(one.recommendation, {}))
        with transaction():
            for texts in told.observations.get(one.recommendation, ()):
                evidence.record_observation(methodologist, question, texts=texts)
            profile = evidence.link_recommendation(methodologist, question, key=one.recommendation)
        _judge(methodologist, profile, one, told)


def _question(
    actor: Actor,
    project: Project,
    told: script.Evidence,
    under: Depth,
    search: EvidenceSearch | None,
) -> EvidenceQuestion:
    cited = "; ".join(f"@{key}" for key in told.references)
    cells = under.findings[told.recommendation]
    draft = QuestionDraft(
        text=told.question,
        population=told.population,
        intervention=told.intervention,
        comparator=told.comparator,
        summary=f"{told.note} [{cited}]",
    )
    reason = under.settled.get(told.recommendation, "")
    with transaction():
        question = evidence.start_question(actor, project, draft=draft, search=search)
        evidence.save_findings(
            actor,
            question,
            outcomes=[outcome(it, cells[it.name]) for it in told.outcomes],
            settled=told.certainty if reason else None,
            reason=reason,
            revision=question.revision,
        )
    return question


def outcome(told: script.Outcome, cells: Mapping[str, str]) -> Outcome:
    """Return an outcome of the story with what lies under it."""
    found, mistakes = read_finding({"name": told.name, "finding": told.summary, **cells})
    if found is None:
        raise LookupError(f"“{told.name}” cannot be told: {mistakes}")
    return found


def _rate(
    raters: list[Actor], question: EvidenceQuestion, told: Mapping[str, tuple[int, int, int]]
) -> None:
    for place, actor in enumerate(raters if told else ()):
        ratings: dict[str, int | None] = {
            one["key"]: told[one["name"]][place] for one in question.outcomes
        }
        with transaction():
            evidence.rate_outcomes(actor, question, ratings=ratings)


def _judge(actor: Actor, profile: EvidenceProfile, told: script.Evidence, under: Depth) -> None:
    research = under.research.get(told.recommendation, {})
    conclusion = under.conclusions.get(told.recommendation)
    with transaction():
        evidence.save_judgements(
            actor,
            profile,
            answers={
                it.criterion: Answer(it.judgement, research.get(it.criterion, ""), it.note)
                for it in told.judgements
            },
            revision=profile.revision,
        )
        session.flush()
        if conclusion:
            evidence.save_conclusion(actor, profile, parts=conclusion, revision=profile.revision)


def _search(actor: Actor, project: Project, told: Search) -> EvidenceSearch:
    texts = {name: getattr(told, name) for name in ("title", "criteria", "note", "living")}
    with transaction():
        search = evidence.start_search(actor, project, texts=texts)
        for strategy in told.strategies:
            evidence.add_strategy(actor, search, texts=strategy.texts)
        evidence.save_flow(
            actor,
            search,
            flow=read_flow(told.flow, told.reasons, told.other_reasons),
            revision=search.revision,
        )
        evidence.import_screening(
            actor,
            search,
            records=[
                Screened(decision=Decision.EXCLUDED, **one.model_dump()) for one in told.excluded
            ],
            stage=Stage.FULL_TEXT,
        )
        for one in told.bias:
            table = evidence.start_bias_table(actor, search, title=one.title, tool=one.tool)
            evidence.save_bias_table(
                actor,
                table,
                title=one.title,
                rows=[row.model_dump() for row in one.rows],
                revision=table.revision,
            )
    return search
