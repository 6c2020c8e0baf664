"""The counted answers to one statement: all that a definition of consensus looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.clauses import BandName
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.estimating import Estimated
from guidelines.consensus.rules.policies import Denominator
from guidelines.consensus.rules.scales import OVERALL
from guidelines.stats.tallies import Tally


@dataclass(frozen=True)
class Counted:
    """How many people gave each answer to one statement.

    `eligible` is the number of people who may answer it, the recused left out; by default
    everybody who answered. `groups` are the same answers by stakeholder group, `dimensions` the
    answers to the further questions about the statement. Where numbers are estimated, they stand
    in `estimates` and the tally is empty.
    """

    tally: Tally
    opt_outs: Mapping[OptOut, int] = field(default_factory=dict)
    eligible: int | None = None
    groups: Mapping[str, "Counted"] = field(default_factory=dict)
    dimensions: Mapping[str, "Counted"] = field(default_factory=dict)
    estimates: tuple[Estimated, ...] = ()

    def __post_init__(self) -> None:
        """Refuse more answers than people."""
        answers = self.n + self.opted_out
        if self.eligible is not None and self.eligible < answers:
            raise ValueError(f"{answers} answers of {self.eligible} eligible people")

    @property
    def n(self) -> int:
        """How many rated, voted yes or no, gave a place or an estimate."""
        return self.tally.n + len(self.estimates)

    @property
    def recused(self) -> int:
        """How many abstain because of an interest; they are not eligible."""
        return self.opt_outs.get(OptOut.RECUSED, 0)

    @cached_property
    def opted_out(self) -> int:
        """How many gave a code in place of a rating."""
        return sum(self.opt_outs.values()) - self.recused

    @property
    def may_answer(self) -> int:
        """How many people may answer."""
        return self.n + self.opted_out if self.eligible is None else self.eligible

    @property
    def missing(self) -> int:
        """How many who may answer did not."""
        return self.may_answer - self.n - self.opted_out

    def whole(self, denominator: Denominator) -> int:
        """Return of how many people shares are taken."""
        match denominator:
            case Denominator.RATED:
                return self.n
            case Denominator.RATED_AND_OPTED_OUT:
                return self.n + self.opted_out
            case Denominator.ELIGIBLE:
                return self.may_answer

    def inside(self, rule: Rule, band: BandName, dimension: str = OVERALL) -> int:
        """Return how many answers lie in a band of the rule."""
        own = rule.of_dimension(dimension).band(band)
        return self.about(dimension, rule).tally.within(own.low, own.high)

    def about(self, dimension: str, rule: Rule) -> "Counted":
        """Return the answers to one of the questions; nobody's where it was not counted."""
        if dimension == OVERALL:
            return self
        if dimension in self.dimensions:
            return self.dimensions[dimension]
        scale = rule.dimension(dimension).scale
        return Counted(Tally.of((), scale.lowest, scale.highest), eligible=self.may_answer)
