"""The methods by which a panel can agree, each with the definition and the plan that fit it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.plan import Plan, PlannedMethod, Settled
from guidelines.consensus.rules.presets import preset
from guidelines.stats.appropriateness import LARGEST_PANEL, SMALLEST_PANEL

_RULES: Mapping[PlannedMethod, str] = MappingProxyType(
    {
        PlannedMethod.MODIFIED_DELPHI: "agree-75",
        PlannedMethod.RAND_UCLA: "rand-ucla",
        PlannedMethod.NOMINAL_GROUP: "awmf",
        PlannedMethod.REAL_TIME: "agree-75",
        PlannedMethod.GRADE_GRID: "grade-grid",
        PlannedMethod.FINAL_VOTE: "awmf",
    }
)
_PLANS: Mapping[PlannedMethod, Plan] = MappingProxyType(
    {
        PlannedMethod.MODIFIED_DELPHI: Plan(),
        # All indications are rated again after the discussion, settled or not.
        PlannedMethod.RAND_UCLA: Plan(
            method=PlannedMethod.RAND_UCLA, settled=Settled.REVOTE, reopen_by=0
        ),
        PlannedMethod.NOMINAL_GROUP: Plan(method=PlannedMethod.NOMINAL_GROUP, reopen_by=0),
        PlannedMethod.REAL_TIME: Plan(method=PlannedMethod.REAL_TIME),
        PlannedMethod.GRADE_GRID: Plan(method=PlannedMethod.GRADE_GRID),
        PlannedMethod.FINAL_VOTE: Plan(
            method=PlannedMethod.FINAL_VOTE, settled=Settled.HIDDEN, reopen_by=0
        ),
    }
)


def proposed_rule(method: PlannedMethod, people: int) -> Rule:
    """Return the definition of consensus that fits a method and the size of the panel.

    The table of RAND/UCLA ends; a panel that is smaller or larger goes by IPRAS.
    """
    in_table = SMALLEST_PANEL <= people <= LARGEST_PANEL
    if method is PlannedMethod.RAND_UCLA and not in_table:
        return preset("rand-ucla-ipras")
    return preset(_RULES[method])


def proposed_plan(method: PlannedMethod, language: str) -> Plan:
    """Return the plan that fits a method; the vote is in `language` (a country is left away)."""
    return replace(_PLANS[method], language=language.split("-")[0])
