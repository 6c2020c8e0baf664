"""What a gate of publication is made of."""

from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Sentence
from guidelines.publishing.rules.gates.looks import Look


class Severity(StrEnum):
    """Whether a gate stops publication."""

    MUST = "must"
    SHOULD = "should"


class Group(StrEnum):
    """What a gate is about; the list is shown in this order."""

    RECOMMENDATIONS = "recommendations"
    VOTE = "vote"
    TEXT = "text"
    REVIEW = "review"
    PEOPLE = "people"
    ABOUT = "about"
    APPROVAL = "approval"


class Mend(StrEnum):
    """The page on which a failed gate is mended."""

    RECOMMENDATION = "recommendation"
    SECTION = "section"
    OUTLINE = "outline"
    ORIGINAL = "original"
    REFERENCES = "references"
    EVIDENCE = "evidence"
    PROCESS = "process"
    UNAGREED = "unagreed"
    CHANGES = "changes"
    COMMENTS = "comments"
    SUGGESTIONS = "suggestions"
    CLASHES = "clashes"
    DOSES = "doses"
    INTERESTS = "interests"
    MEMBERS = "members"
    ABOUT = "about"
    PLAN = "plan"
    SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a gate measures by: that of the core, and how far a project may tighten it.

    A project may choose from the core's number up to `strictest`, in that direction only.
    """

    core: int
    strictest: int
    words: Sentence

    def allows(self, number: int) -> bool:
        """Tell whether `number` is as strict as the core's, or stricter."""
        low, high = sorted((self.core, self.strictest))
        return low <= number <= high


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate.

    `title` says what holds when it is passed, `problem` what to do when it is not. `facts` are
    the names of what it looks at in `rules.facts.Facts`.
    """

    key: str
    group: Group
    severity: Severity
    title: Sentence
    problem: Sentence
    mend: Mend
    look: Look
    facts: tuple[str, ...]
    limit: Limit | None = None


MUST, SHOULD = Severity.MUST, Severity.SHOULD
