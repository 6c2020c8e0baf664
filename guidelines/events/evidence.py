"""Interests and evidence: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(Event):
    """Somebody declared their interests."""

    name = "interest.declared"
    person_id: str
    declaration_id: str
    confirms_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestAssessed(Event):
    """Somebody else decided what a person's interests mean for a recommendation."""

    name = "interest.assessed"
    person_id: str
    key: str
    level: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestPolicySet(Event):
    """The project changed what it asks for beyond the least."""

    name = "interest.policy-set"
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSaved(Event):
    """Recommendations were put together as a topic, or it was changed."""

    name = "topic.saved"
    topic_id: str
    title: str
    keys: list[str]
    lead_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRefused(Event):
    """Somebody tried what an interest keeps them from; nothing of it was done."""

    name = "interest.refused"
    doing: str
    keys: list[str]
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesHandedIn(Event):
    """A file of references waits to be read."""

    name = "references.handed-in"
    import_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesImported(Event):
    """A file of references was read into the library of the project."""

    name = "references.imported"
    added: int
    updated: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSaved(Event):
    """A reference was added or changed by hand."""

    name = "reference.saved"
    reference_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRemoved(Event):
    """A reference was taken out of the library of the project."""

    name = "reference.removed"
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSaved(Event):
    """A question, its parts or its search, was written or changed."""

    name = "question.saved"
    question_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsSaved(Event):
    """The outcomes of a question and what was found on them were changed."""

    name = "findings.saved"
    question_id: str
    number: int
    outcomes: int
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesRated(Event):
    """Somebody rated how much the outcomes of a question matter."""

    name = "outcomes.rated"
    question_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRemoved(Event):
    """A question was taken out of the evidence."""

    name = "question.removed"
    question_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLinked(Event):
    """A recommendation rests on a question now."""

    name = "evidence.linked"
    profile_id: str
    question_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationUnlinked(Event):
    """A recommendation no longer rests on a question."""

    name = "evidence.unlinked"
    profile_id: str
    question_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionSaved(Event):
    """What follows from the judgements on a recommendation was changed."""

    name = "conclusion.saved"
    profile_id: str
    key: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationSaved(Event):
    """The structured observation of an expert was recorded or changed."""

    name = "observation.saved"
    observation_id: str
    question_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRemoved(Event):
    """The structured observation of an expert was taken out."""

    name = "observation.removed"
    observation_id: str
    question_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSaved(Event):
    """A systematic search or its flow of records was written or changed."""

    name = "search.saved"
    search_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRemoved(Event):
    """A systematic search was taken out of the evidence."""

    name = "search.removed"
    search_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategySaved(Event):
    """The strategy for one database was written or changed."""

    name = "strategy.saved"
    search_id: str
    strategy_id: str
    database: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyRemoved(Event):
    """The strategy for one database was taken out."""

    name = "strategy.removed"
    search_id: str
    database: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningImported(Event):
    """Results of screening were read from a file."""

    name = "screening.imported"
    search_id: str
    stage: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasTableSaved(Event):
    """A table of risk of bias was written or changed."""

    name = "bias.saved"
    search_id: str
    table_id: str
    studies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasTableRemoved(Event):
    """A table of risk of bias was taken out."""

    name = "bias.removed"
    search_id: str
    table_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementsSaved(Event):
    """The judgements between evidence and decision were changed."""

    name = "judgements.saved"
    profile_id: str
    key: str
