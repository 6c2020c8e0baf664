"""How an item of a checklist stands: what a person said of it, else the record, else the text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Invalid, Sentence, sentence


class Verdict(StrEnum):
    """What a person says of an item."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class State(StrEnum):
    """How an item stands.

    `RECORDED` was filled in from the record and nobody has said otherwise; `FOUND` is a passage
    whose heading fits and which nobody has looked at; `CHANGED` was confirmed, and what it rested
    on is another now.
    """

    MET = "met"
    RECORDED = "recorded"
    NOT_APPLICABLE = "not-applicable"
    FOUND = "found"
    CHANGED = "changed"
    PARTLY = "partly"
    NOT_MET = "not-met"
    MISSING = "missing"


ANSWERED = frozenset({State.MET, State.RECORDED, State.NOT_APPLICABLE})
STATE_WORDS: Mapping[State, Sentence] = {
    State.MET: sentence("Met"),
    State.RECORDED: sentence("Filled in from the record"),
    State.NOT_APPLICABLE: sentence("Does not apply"),
    State.FOUND: sentence("A passage fits, please look"),
    State.CHANGED: sentence("Changed since it was confirmed"),
    State.PARTLY: sentence("Met in part"),
    State.NOT_MET: sentence("Not met"),
    State.MISSING: sentence("Still missing"),
}
PLACE_WORDS: Mapping[str, Sentence] = {
    "section": sentence("Section %(words)s"),
    "recommendation": sentence("Recommendation %(words)s"),
    "story": sentence("Story of recommendation %(words)s"),
    "profile": sentence("Evidence of recommendation %(words)s"),
    "question": sentence("Question %(words)s"),
    "search": sentence("Search: %(words)s"),
    "process": sentence("Vote: %(words)s"),
    "report": sentence("Report of the vote: %(words)s"),
    "review": sentence("Review: %(words)s"),
    "appraisal": sentence("Appraisal"),
    "comments": sentence("Comments"),
    "people": sentence("People of the project"),
    "interests": sentence("Interests"),
    "project": sentence("Scope of the project"),
    "outline": sentence("Title of the document"),
    "about": sentence("About the document"),
    "read": sentence("The whole text"),
    "abbreviations": sentence("Abbreviations"),
    "versions": sentence("Versions of the text"),
    "editions": sentence("Published versions"),
}
LONGEST_NOTE = 4000
LONGEST_BASIS = 8000


@dataclass(frozen=True, slots=True)
class Place:
    """A passage or a page where an item is met.

    `kind` is ``section`` (`key` is its id, `anchor` a heading in it), ``recommendation``, or the
    name of a page of the record.
    """

    kind: str
    words: str
    key: str = ""
    anchor: str = ""

    @property
    def address(self) -> str:
        """What names it in a form."""
        return ":".join((self.kind, self.key, self.anchor))

    @property
    def said(self) -> Sentence:
        """What it is called: Section 2.1 Funding."""
        return Sentence(PLACE_WORDS[self.kind].template, {"words": self.words})


@dataclass(frozen=True, slots=True)
class Fact:
    """What the record says: a sentence, and the pages on which it can be read.

    `whole` is false where it answers only in part: three of five recommendations have it.
    """

    name: str
    words: Sentence
    places: tuple[Place, ...] = ()
    whole: bool = True

    @property
    def is_printed(self) -> bool:
        """Whether readers see it in every published version without anybody writing it."""
        return self.name in PRINTED


# What every published version prints by itself; all else is on record for those who work on it.
PRINTED = frozenset(
    {
        "title", "edition-date", "table-of-recommendations", "abbreviations",
        "complete-recommendations", "graded", "subgroups", "implementation", "monitoring",
        "research", "edition-numbers", "change-note", "address", "panel", "interests",
        "interests-managed", "consensus-rule", "findings", "certainty", "review-by", "users",
        "people-concerned",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """The newest word of a person on an item.

    `basis` is what the record said then; `stale` whether a passage they named has changed.
    """

    verdict: Verdict
    note: str
    basis: str
    places: tuple[Place, ...] = ()
    stale: bool = False


def basis_of(facts: Sequence[Fact]) -> str:
    """Return what the record says as one text, to see later whether it says something else."""
    return "\n".join(str(fact.words) for fact in facts)[:LONGEST_BASIS]


def state_of(
    said: Said | None, facts: Sequence[Fact], passages: Sequence[Place], *, deciding: str
) -> State:
    """Return how an item stands; a person's word comes before the record, that before a guess.

    `deciding` is the fact that answers the item; others only add to it.
    """
    if said is not None:
        moved = said.stale or (bool(said.basis) and said.basis != basis_of(facts))
        if said.verdict is Verdict.MET and moved:
            return State.CHANGED
        return State(said.verdict.value)
    if any(fact.whole and fact.name == deciding for fact in facts):
        return State.RECORDED
    if passages:
        return State.FOUND
    return State.PARTLY if facts else State.MISSING


def check_said(
    verdict: Verdict, note: str, *, facts: Sequence[Fact], places: Sequence[Place]
) -> None:
    """Raise `Invalid` where a word needs a reason or a place and has none."""
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": sentence("Write at most %(most)s characters.", most=LONGEST_NOTE)})
    if note.strip():
        return
    if verdict is Verdict.NOT_APPLICABLE:
        raise Invalid({"note": sentence("Say why this item does not apply here.")})
    if verdict is Verdict.MET and not facts and not places:
        raise Invalid({"note": sentence("Choose the passage that meets it, or say where it is.")})
    if verdict in {Verdict.NOT_MET, Verdict.PARTLY} and facts:
        raise Invalid(
            {"note": sentence("The record says that this is met. Say why you see it otherwise.")}
        )
