"""References: what happened to the library of a project beside single additions."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesMerged(Event):
    """Two references of one source became one; both keys lead to it."""

    name = "references.merged"
    reference_id: str
    key: str
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(Event):
    """Two references that had become one stand apart again."""

    name = "references.parted"
    reference_id: str
    key: str
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesKeptApart(Event):
    """Two references that look alike were found to be two sources."""

    name = "references.kept-apart"
    key: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionMarked(Event):
    """A source was marked as retracted by hand, or the mark was taken away."""

    name = "reference.retraction-marked"
    reference_id: str
    key: str
    retracted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleChosen(Event):
    """The citation style of the project was chosen."""

    name = "citation-style.chosen"
    style_id: str
    style: str
