"""The shape of what the panel is asked, and how it answers."""

from typing import Literal

from pydantic import Field

from guidelines.demonstration.cast import Strict

Stage = Literal[
    "first-draft",
    "comments",
    "between-rounds",
    "after-rounds",
    "after-consultation",
    "after-return",
    "correction",
    "update",
]
RoundKey = Literal["round1", "round2"]


class Scale(Strict):
    """The scale of the questionnaire and its words."""

    low: int
    high: int
    low_label: str
    high_label: str
    cannot_judge_label: str


class Rule(Strict):
    """Which definition of consensus is chosen, and why."""

    preset: Literal["agree-75", "agree-80"]
    why: str


class Round(Strict):
    """A round of the panel, asked about the text as a stage left it."""

    key: RoundKey
    stage: Stage
    title: str
    purpose: str
    statements: list[str]
    not_answering: list[str]


class Ratings(Strict):
    """How the panel answers one statement in one round."""

    centre: float
    spread: float
    counts: list[int] = Field(min_length=9, max_length=9)
    cannot_judge: int
    abstains: int
    missing: int
    expected: Literal["consensus-for", "consensus-against", "no-consensus"] | None = None
    fixed: dict[str, int] = Field(default_factory=dict)


class PanelComment(Strict):
    """What a panel member writes beside an answer."""

    stance: Literal["for", "against", "wording"]
    text: str


class Feedback(Strict):
    """The panel's comments on one statement in the first round."""

    recommendation: str
    comments: list[PanelComment]


class Abstention(Strict):
    """Who abstains from which statement."""

    person: str
    recommendation: str


class Reworded(Strict):
    """A recommendation that is changed between the rounds."""

    recommendation: str
    edit: str
    reason: str


class NeverAgreed(Strict):
    """A recommendation on which the panel never agrees."""

    recommendation: str
    note: str


class Minority(Strict):
    """What those who disagree want to see printed."""

    recommendation: str
    by: list[str]
    text: str
