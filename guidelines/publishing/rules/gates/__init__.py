"""The gates of publication as one table: what stops an edition, why, and where it is mended.

The table is the core: every project has all of it. A project may tighten a gate (see
`rules.tightening`); nothing here can be switched off.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from guidelines.publishing.rules.gates.people import ABOUT, APPROVAL, PEOPLE
from guidelines.publishing.rules.gates.recommendations import RECOMMENDATIONS, VOTE
from guidelines.publishing.rules.gates.shape import Gate, Group, Limit, Mend, Severity
from guidelines.publishing.rules.gates.text import REVIEW, TEXT

__all__ = ["BY_KEY", "GATES", "Gate", "Group", "Limit", "Mend", "Severity"]

GATES: Sequence[Gate] = (
    *RECOMMENDATIONS, *VOTE, *TEXT, *REVIEW, *PEOPLE, *ABOUT, *APPROVAL,
)  # fmt: skip
BY_KEY: Mapping[str, Gate] = MappingProxyType({gate.key: gate for gate in GATES})
