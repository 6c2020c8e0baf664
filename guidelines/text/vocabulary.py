"""The words of recommendations: what each short field may say, and which fields there are."""

from collections.abc import Mapping
from enum import StrEnum


class Type(StrEnum):
    """What a recommendation rests on."""

    EVIDENCE_BASED = "evidence-based"
    CONSENSUS_BASED = "consensus-based"
    GOOD_PRACTICE = "good-practice"
    RESEARCH_ONLY = "research-only"
    NO_RECOMMENDATION = "no-recommendation"


class Strength(StrEnum):
    """How strong a recommendation is."""

    STRONG = "strong"
    CONDITIONAL = "conditional"


class Direction(StrEnum):
    """Whether it is for or against the option, or leaves either."""

    FOR = "for"
    AGAINST = "against"
    EITHER = "either"


class Certainty(StrEnum):
    """How certain the evidence is, in GRADE's words."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


class Status(StrEnum):
    """What became of a recommendation since the version before, or "withdrawn"."""

    NEW = "new"
    UPDATED = "updated"
    REAFFIRMED = "reaffirmed"
    WITHDRAWN = "withdrawn"


class OffLabel(StrEnum):
    """Whether a medicine or device is used outside what it is licensed for."""

    YES = "yes"
    NO = "no"


class Discordance(StrEnum):
    """The five accepted reasons for a strong recommendation on low or very low certainty.

    Source: GRADE guidelines 14 and 15 (J Clin Epidemiol 2013;66), in our own words.
    """

    LIFE_THREATENING = "life-threatening"
    CERTAIN_HARM = "certain-harm"
    EQUAL_CHEAPER = "equal-cheaper"
    SIMILAR_RISKIER = "similar-riskier"
    CATASTROPHE = "catastrophe"


class GoodPractice(StrEnum):
    """The five criteria of a good practice statement.

    Source: Guyatt and others, J Clin Epidemiol 2016;80:3-7, in our own words.
    """

    CLEAR = "clear"
    NECESSARY = "necessary"
    BENEFIT = "benefit"
    EFFORT = "effort"
    RATIONALE = "rationale"


STRONG_BECAUSE = "strong-because"
"""The attribute that holds the accepted reason of a strong recommendation on little evidence."""
MEETS = "meets"
"""The attribute that lists the criteria which a good practice statement meets."""
GRADED: Mapping[str, type[StrEnum]] = {
    "type": Type,
    "strength": Strength,
    "direction": Direction,
    "certainty": Certainty,
}
CHOSEN: Mapping[str, type[StrEnum]] = {
    **GRADED, "status": Status, "off-label": OffLabel, STRONG_BECAUSE: Discordance,
}  # fmt: skip
NORMATIVE = (
    "type", "strength", "direction", "population", "intervention", "comparator", "conditions",
)  # fmt: skip
FIELDS = (
    "rationale", "remarks", "implementation", "minority", "evidence", "justification",
    "considerations", "monitoring", "research", "subgroups",
)  # fmt: skip
