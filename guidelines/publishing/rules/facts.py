"""What the checks before publishing look at, as plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guidelines.errors import Sentence
from guidelines.text.gradings import UNGRADED, is_discordant
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


UNDECIDED = frozenset({Standing.NOT_VOTED, Standing.NOT_COMPUTABLE})
UNAGREED = frozenset({Standing.NO_CONSENSUS, Standing.AGAINST})


def standing_of(verdict: str | None, *, same: bool) -> Standing:
    """Return how a wording stands to its latest vote; `same` says that the vote was on it."""
    if verdict is None:
        return Standing.NOT_VOTED
    if not same:
        return Standing.CHANGED
    return _STANDINGS.get(verdict, Standing.NOT_COMPUTABLE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a check is about: its kind (``recommendation``), its key, and its words.

    `inside` is the id of the section it stands in, or of the recommendation's row, where that is
    known: the page that mends it opens there. `note` says what is wrong at this very place.
    """

    kind: str
    key: str
    words: str
    inside: str = ""
    note: Sentence | None = None


@dataclass(frozen=True, slots=True)
class RecommendationFacts:
    """What is known of one recommendation.

    `verdict` is that of its latest vote, None without one; `same_wording` whether that vote was
    on the present wording; `attested` whether two persons said that the change is editorial;
    `stated` whether it was decided to print it openly as one without consensus. `explained` says
    that a reason is given where the certainty is not that of the profile, `justified` that one of
    the five accepted reasons is given for its strength: `because`. `judged` counts the judgements
    between evidence and decision. `remarks` are those on its wording.
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
    row: str = ""
    stated: bool = False
    justified: bool = False
    because: str = ""
    profile: str = ""
    judged: int = 0
    criteria: frozenset[str] = frozenset()
    remarks: tuple[Sentence, ...] = ()

    @property
    def spot(self) -> Spot:
        """Where to look."""
        return Spot("recommendation", self.key, str(self.number), self.row)

    @property
    def rests_on_evidence(self) -> bool:
        """Whether it is graded by its evidence, so that judgements lead to it."""
        return self.type == Type.EVIDENCE_BASED and bool(self.strength)

    @property
    def is_bold(self) -> bool:
        """Whether it is strong although little is known."""
        return is_discordant(self.strength, self.certainty)

    @property
    def holds_for_wording(self) -> bool:
        """Whether the vote was on the present wording, or two persons say it is the same."""
        return self.same_wording or self.attested

    @property
    def standing(self) -> Standing:
        """How the present wording stands to the vote."""
        return standing_of(self.verdict, same=self.holds_for_wording)

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
class AboutFacts:
    """What a document says about itself: see `drafts.models.metadata`.

    `no_code` is the reason why no ORPHAcode fits. `parts` are the sections of its kind that
    it has not, by key and heading.
    """

    language: str = ""
    orphacodes: tuple[str, ...] = ()
    no_code: str = ""
    population: str = ""
    users: str = ""
    review_by: date | None = None
    parts: tuple[tuple[str, Sentence], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the checks look at, as plain values.

    `recommends` is false for kinds of documents that need not recommend anything. `unwritten` are
    sections by id and heading. `behind` tells that the text it was made from says something that
    nobody looked at. `patients` counts the patient representatives; `panel_musts` and
    `panel_faults` are what the checks of the panel found, indispensable or not.
    """

    recommends: bool = True
    recommendations: tuple[RecommendationFacts, ...] = ()
    stray: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()
    open_threads: int = 0
    thread_places: tuple[Spot, ...] = ()
    open_suggestions: int = 0
    suggestion_places: tuple[Spot, ...] = ()
    open_clashes: int = 0
    unknown_citations: tuple[Spot, ...] = ()
    retracted_citations: tuple[Spot, ...] = ()
    missing_images: tuple[Spot, ...] = ()
    wordless_images: tuple[Spot, ...] = ()
    dead_references: tuple[Spot, ...] = ()
    mislabelled: tuple[Spot, ...] = ()
    unchecked_doses: tuple[Spot, ...] = ()
    behind: bool = False
    unwritten: tuple[tuple[str, str], ...] = ()
    undeclared: tuple[str, ...] = ()
    unassessed: tuple[str, ...] = ()
    panel: int = 0
    patients: int = 0
    panel_musts: tuple[Spot, ...] = ()
    panel_faults: tuple[Spot, ...] = ()
    plan_approved: bool = False
    approval: ApprovalFacts = ApprovalFacts()
    about: AboutFacts = AboutFacts()
    today: date = date(2000, 1, 1)
