"""The shape of the demonstration's JSON files."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


Role = Literal[
    "chair",
    "author",
    "methodologist",
    "facilitator",
    "panelist",
    "patient-representative",
    "reviewer",
    "approver",
    "observer",
]
Stage = Literal["first-draft", "comments", "between-rounds", "after-rounds", "after-return"]
Certainty = Literal["high", "moderate", "low", "very-low"]
Criterion = Literal[
    "problem-priority",
    "desirable-effects",
    "undesirable-effects",
    "certainty",
    "values",
    "balance",
    "resources",
    "resource-certainty",
    "cost-effectiveness",
    "equity",
    "acceptability",
    "feasibility",
]


class Keyed(Strict):
    key: str
    name: str


class Network(Strict):
    slug: str
    name: str


class Person(Keyed):
    affiliation: str
    country: str
    group: str | None
    email: str = Field(pattern=r"^[a-z0-9-]+@demo\.example$")
    network_role: Literal["administrator"] | None
    roles: dict[str, list[Role]]


class People(Strict):
    notice: str
    network: Network
    stakeholder_groups: list[Keyed]
    people: list[Person]


class Project(Strict):
    slug: str
    title: str
    short_title: str
    language: str
    kind: Literal["guideline"]
    summary: str


class Scale(Strict):
    low: int
    high: int
    low_label: str
    high_label: str
    cannot_judge_label: str


class Rule(Strict):
    preset: Literal["agree-75", "comet-70-15"]
    why: str


class Round(Strict):
    key: Literal["round1", "round2"]
    stage: Stage
    title: str
    purpose: str
    statements: list[str]
    not_answering: list[str]


class Ratings(Strict):
    centre: float
    spread: float
    counts: list[int] = Field(min_length=9, max_length=9)
    cannot_judge: int
    abstains: int
    missing: int
    expected: Literal["consensus-for", "consensus-against", "no-consensus"] | None = None
    fixed: dict[str, int] = {}


class PanelComment(Strict):
    stance: Literal["for", "against", "wording"]
    text: str


class Feedback(Strict):
    recommendation: str
    comments: list[PanelComment]


class Interest(Strict):
    person: str
    text: str
    recommendations: list[str]
    management: Literal["abstains", "disclosed"]
    reason: str


class Abstention(Strict):
    person: str
    recommendation: str


class Reworded(Strict):
    recommendation: str
    edit: str
    reason: str


class NeverAgreed(Strict):
    recommendation: str
    note: str


class Minority(Strict):
    recommendation: str
    by: list[str]
    text: str


class EditorialChange(Strict):
    recommendation: str
    edit: str
    voted: str
    published: str
    reason: str
    confirmed_by: list[str]


class Said(Strict):
    by: str
    text: str


class Return(Strict):
    by: str
    reason: str
    edit: str


class Approval(Strict):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    approvers: list[str]
    returned: Return = Field(alias="return")
    statements: list[Said]


class Edition(Strict):
    number: str
    change_note: str


class NamedVersion(Strict):
    name: str
    message: str
    by: str
    stage: Stage


class Edit(Strict):
    id: str
    stage: Stage
    section: str
    before: str
    after: str
    message: str
    by: str


class Side(Said):
    message: str


class Clash(Strict):
    stage: Stage
    section: str
    base: str
    first: Side
    second: Side
    resolution: Side


class Reply(Strict):
    by: str
    body: str


class Comment(Strict):
    id: str
    section: str
    by: str
    quote: str | None
    body: str
    replies: list[Reply]
    response: Said | None
    decision: Literal["accepted", "accepted-with-changes", "not-accepted"] | None
    resolved: bool
    edit: str | None


class Outcome(Strict):
    name: str
    importance: Literal["critical", "important"]
    certainty: Certainty
    summary: str


class Judgement(Strict):
    criterion: Criterion
    judgement: str
    note: str


class Evidence(Strict):
    recommendation: str
    question: str
    population: str
    intervention: str
    comparator: str
    outcomes: list[Outcome]
    certainty: Certainty
    judgements: list[Judgement]
    references: list[str]
    note: str


class Story(Strict):
    notice: str
    project: Project
    stages: list[Stage]
    statement_stem: str
    scale: Scale
    rule: Rule
    rounds: list[Round]
    consent: str
    ratings: dict[str, dict[Literal["round1", "round2"], Ratings]]
    feedback: list[Feedback]
    interests: list[Interest]
    abstention: Abstention
    reworded: Reworded | None
    never_agreed: NeverAgreed | None
    minority: Minority | None
    editorial_change: EditorialChange | None
    approval: Approval | None
    edition: Edition | None
    versions: list[NamedVersion]
    edits: list[Edit]
    clash: Clash | None
    comments: list[Comment]
    evidence: list[Evidence]
