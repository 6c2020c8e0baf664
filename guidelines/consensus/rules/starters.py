"""Every definition of consensus that a process can start from: presets, and two without a name.

Rankings and estimates have no rule of their own in the literature; what is offered for them is a
beginning, and is called after its kind.
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.definition import AnswerKind, Band, Method, Rule, Scale
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.scales import Quantity

_OWN = (
    Rule(
        name="ranking",
        question="Which of these comes first? 1 is the first place.",
        scale=Scale(1, 10, "first", "last"),
        agreement=Band(1, 3),
        disagreement=Band(8, 10),
        kind=AnswerKind.RANKING,
        agreed_when=(Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(7, 10)),),
        source="Chosen for this process; no published definition",
    ),
    Rule(
        name="estimate",
        question="What do you estimate?",
        scale=Scale(0, 100, "lowest", "highest"),
        agreement=Band(51, 100),
        disagreement=Band(0, 49),
        kind=AnswerKind.ESTIMATE,
        method=Method.DESCRIPTION,
        quantity=Quantity(Fraction(0), Fraction(100), "%"),
        source="Lowest, best and highest number, as in the IDEA protocol: Hemming et al., Methods "
        "Ecol Evol 2018;9:169-180, doi 10.1111/2041-210X.12857",
    ),
)

STARTERS: Mapping[str, Rule] = MappingProxyType({**PRESETS, **{one.name: one for one in _OWN}})


def starter(name: str) -> Rule:
    """Return the definition to start from of this name; raises Invalid with the names."""
    return STARTERS[name] if name in STARTERS else preset(name)
