"""What the checks before publishing look at, as plain values."""

from dataclasses import dataclass
from enum import StrEnum

from guidelines.text.gradings import UNGRADED
from guidelines.text.recommendations import Certainty, Direction, Strength, Type

GRADED = frozenset({Type.EVIDENCE_BASED, Type.CONSENSUS_BASED})
STRENGTHS = frozenset(Strength)
DIRECTIONS = frozenset(Direction)
CERTAINTIES = frozenset(Certainty)


class Standing(StrEnum):
    """How the present wording of a recommendation stands to what the panel decided."""

    CONSENSUS = "consensus"
    AGAINST = "against"
    NO_CONSENSUS = "no-consensus"
    NOT_COMPUTABLE = "not-computable"
    CHANGED = "changed"
    NOT_VOTED = "not-voted"


_STANDINGS = {
    "consensus-for": Standing.CONSENSUS,
    "consensus-against": Standing.AGAINST,
    "near": Standing.NO_CONSENSUS,
    "no-consensus": Standing.NO_CONSENSUS,
    "not-computable": Standing.NOT_COMPUTABLE,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a check is about: its kind (``recommendation``), its key, and its words."""

    kind: str
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class RecommendationFacts:
    """What is known of one recommendation.

    `verdict` is that of its latest vote, None without one; `same_wording` whether that vote was
    on the present wording; `attested` whether two persons said that the change is editorial;
    `explained` whether a reason is given where the certainty is not that of the profile.
    """

    key: str
    number: int
    type: str = ""
    strength: str = ""
    direction: str = ""
    certainty: str = ""
    profile_certainty: str | None = None
    verdict: str | None = None
    same_wording: bool = False
    attested: bool = False
    explained: bool = False

    @property
    def spot(self) -> Spot:
        """Where to look."""
        return Spot("recommendation", self.key, str(self.number))

    @property
    def standing(self) -> Standing:
        """How the present wording stands to the vote."""
        if self.verdict is None:
            return Standing.NOT_VOTED
        if not (self.same_wording or self.attested):
            return Standing.CHANGED
        return _STANDINGS.get(self.verdict, Standing.NOT_COMPUTABLE)

    @property
    def is_complete(self) -> bool:
        """Whether it has what its type asks for."""
        if self.type in UNGRADED:
            return True
        graded = self.strength in STRENGTHS and self.direction in DIRECTIONS
        if self.type == Type.EVIDENCE_BASED:
            return graded and self.certainty in CERTAINTIES
        return self.type in GRADED and graded


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """What is known of the newest request for approval: whose signatures it has and lacks."""

    requested: bool = False
    on_this_text: bool = False
    complete: bool = False
    signed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the checks look at, as plain values; `unwritten` are sections by id and heading."""

    recommendations: tuple[RecommendationFacts, ...] = ()
    stray: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()
    open_threads: int = 0
    open_clashes: int = 0
    unknown_citations: tuple[str, ...] = ()
    retracted_citations: tuple[str, ...] = ()
    missing_images: tuple[str, ...] = ()
    wordless_images: tuple[str, ...] = ()
    dead_references: tuple[str, ...] = ()
    unwritten: tuple[tuple[str, str], ...] = ()
    undeclared: tuple[str, ...] = ()
    unassessed: tuple[str, ...] = ()
    panel: int = 0
    approval: ApprovalFacts = ApprovalFacts()
