"""The shape of the demonstration's JSON files, and where they are read."""

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field

from guidelines.demonstration.asked import (
    Abstention,
    Feedback,
    Minority,
    NeverAgreed,
    Ratings,
    Reworded,
    Round,
    RoundKey,
    Rule,
    Scale,
    Stage,
)
from guidelines.demonstration.cast import People, Strict
from guidelines.evidence.rules.judgements import Certainty, Criterion, Importance
from guidelines.interests.rules import Level, Topic
from guidelines.publishing.rules.quorum import Quorum
from guidelines.reviews.rules import Decision

CONTENT = Path(__file__).parent / "content"
GUIDELINES = ("craniosynostosis", "otitis-media")


class Project(Strict):
    """A guideline project."""

    slug: str
    title: str
    short_title: str
    language: str
    kind: Literal["guideline"]
    summary: str


class Interest(Strict):
    """What a person declares, and what follows from it."""

    person: str
    topic: Topic
    text: str
    recommendations: list[str]
    level: Level
    reason: str


class EditorialChange(Strict):
    """A change of form after the vote."""

    recommendation: str
    edit: str
    voted: str
    published: str
    reason: str
    confirmed_by: list[str]


class Said(Strict):
    """Words, and whose they are."""

    by: str
    text: str


class Return(Strict):
    """Why the text is returned at approval, and what mends it."""

    by: str
    reason: str
    edit: str


class Board(Strict):
    """The body that signs, and how many of its members have to."""

    title: str
    quorum: Quorum


class Endorsed(Strict):
    """An organisation that endorses the approved text for so many years, in a letter."""

    organisation: str
    note: str
    letter: str
    years: int


class Approval(Strict):
    """Who approves the plan and the text, with the first answer and the last."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    board: Board
    approvers: list[str]
    plan: list[Said]
    endorsed: Endorsed
    returned: Return = Field(alias="return")
    statements: list[Said]


class Edition(Strict):
    """The published version."""

    number: str
    change_note: str


class NamedVersion(Strict):
    """A version that somebody gives a name."""

    name: str
    message: str
    by: str
    stage: Stage


class Edit(Strict):
    """A change of one passage."""

    id: str
    stage: Stage
    section: str
    before: str
    after: str
    message: str
    by: str


class Side(Said):
    """One of the texts of a clash, with its message."""

    message: str


class Clash(Strict):
    """Two people change the same passage, and what is made of it."""

    stage: Stage
    section: str
    base: str
    first: Side
    second: Side
    resolution: Side


class Reply(Strict):
    """An answer in a thread."""

    by: str
    body: str


class Comment(Strict):
    """A comment on a passage, or on a whole section, and what comes of it."""

    id: str
    section: str
    by: str
    quote: str | None
    body: str
    replies: list[Reply]
    response: Said | None
    decision: Decision | None
    resolved: bool
    edit: str | None


class Suggestion(Strict):
    """Other words that somebody proposes for a passage; nobody has decided on them yet."""

    by: str
    before: str
    after: str
    note: str


class Outcome(Strict):
    """An outcome of an evidence profile."""

    name: str
    importance: Importance
    certainty: Certainty
    summary: str


class Judgement(Strict):
    """A judgement on the way from evidence to decision."""

    criterion: Criterion
    judgement: str
    note: str


class Evidence(Strict):
    """The evidence profile of one recommendation."""

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


class About(Strict):
    """What a guideline says about itself; it is reviewed so many years after it is published."""

    conditions: dict[str, str]
    no_code: str
    population: str
    users: str
    review_years: int


class Story(Strict):
    """What happens with one guideline."""

    notice: str
    project: Project
    about: About
    stages: list[Stage]
    process: str
    statement_stem: str
    scale: Scale
    rule: Rule
    rounds: list[Round]
    consent: str
    ratings: dict[str, dict[RoundKey, Ratings]]
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
    suggestions: list[Suggestion]
    evidence: list[Evidence]


def people() -> People:
    """Return who takes part."""
    return People.model_validate_json((CONTENT / "people.json").read_text("utf-8"))


def story(guideline: str) -> Story:
    """Return the story of a guideline."""
    return Story.model_validate_json((CONTENT / guideline / "story.json").read_text("utf-8"))


def sequel(guideline: str, name: str) -> Story:
    """Return what happens with a guideline later on: its story with what is told anew."""
    folder = CONTENT / guideline
    first = json.loads((folder / "story.json").read_text("utf-8"))
    later = json.loads((folder / "sequel" / f"{name}.json").read_text("utf-8"))
    return Story.model_validate(_merged(first, later))


def _merged(first: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Return `first` with what `later` tells anew, part by part."""
    return first | {
        name: _merged(first[name], value)
        if isinstance(value, dict) and isinstance(first.get(name), dict)
        else value
        for name, value in later.items()
    }


def sections(guideline: str) -> dict[str, str]:
    """Return the first draft: the text of each section by file name, in order."""
    paths = sorted((CONTENT / guideline).glob("[0-9][0-9]-*.md"))
    return {path.name: path.read_text("utf-8") for path in paths}


def bibliography(guideline: str) -> bytes:
    """Return the references of a guideline as a CSL-JSON file."""
    return (CONTENT / guideline / "bibliography.csl.json").read_bytes()
