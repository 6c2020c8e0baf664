"""What programs get and send: the shapes of the JSON."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """The base of all answers: fields by name, nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectAnswer(Answer):
    """A project in which the person has a role."""

    id: str
    network: str = Field(description="Short name of the network.")
    slug: str
    title: str


class DocumentAnswer(Answer):
    """A document of a project."""

    id: str
    slug: str
    title: str
    kind: str
    language: str = Field(description="Short code, such as en or pt-BR.")
    newest: int = Field(description="Number of the newest version.")
    source: str | None = Field(description="Id of the document this one was made from.")


class VersionAnswer(Answer):
    """A version of a document; it never changes."""

    id: str
    document: str
    number: int
    sha256: str = Field(description="Depends on the text alone.")
    label: str
    message: str
    author: str = Field(description="Name; empty where the server wrote it.")
    created_at: datetime
    parents: list[int]


class SectionAnswer(Answer):
    """A section as a version has it."""

    id: str
    number: str = Field(description="Such as 2.1; empty without a heading.")
    title: str
    depth: int = Field(description="Level of the heading, 1 to 6; 0 without one.")
    sha256: str = Field(description="Of its text in UTF-8; also its ETag.")
    source: str = Field(description="Markdown, heading included.")


class WholeVersionAnswer(VersionAnswer):
    """A version with its text."""

    sections: list[SectionAnswer]


class SpanAnswer(Answer):
    """A run of words: equal, insert or delete."""

    op: str
    text: str


class RowAnswer(Answer):
    """A block of a comparison."""

    kind: str = Field(
        description="changed, added, removed, moved-here, moved-away or moved-changed."
    )
    before: str | None
    after: str | None
    words: list[SpanAnswer]


class ComparisonAnswer(Answer):
    """What differs between two versions; unchanged blocks are left out."""

    before: int
    after: int
    rows: list[RowAnswer]


class RecommendationAnswer(Answer):
    """A recommendation as the newest version has it."""

    id: str = Field(description="Its id in the text, unique in the document, never reused.")
    number: int
    section: str
    type: str
    strength: str
    direction: str
    certainty: str
    wording: str = Field(description="Markdown.")
    attributes: dict[str, str]
    last_search: str = Field(
        description="When studies were last searched for: what the text says, else the evidence."
    )
    parts: dict[str, str] = Field(description="Rationale and other long parts, Markdown.")
    wording_sha256: str = Field(description="What votes are bound to.")
    verdict: str = Field(description="Result of the last vote; empty without one.")
    wording_changed: bool = Field(description="Whether it was changed since that vote.")


class SectionToSave(BaseModel):
    """The new text of a section."""

    model_config = ConfigDict(extra="forbid", strict=True)

    source: str = Field(description="Markdown, heading included.")
    message: str = Field(default="", description="For the list of versions.")


class SavedAnswer(Answer):
    """What became of a save."""

    section: SectionAnswer
    version: int
    changed: bool = Field(description="False where the text was the newest already.")
    notices: list[str]


class Problem(BaseModel):
    """What went wrong, in one sentence (application/problem+json)."""

    title: str
    status: int
    detail: str
