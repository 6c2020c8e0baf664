"""The words of searches, screening and risk of bias, and what their forms posted."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from guidelines.evidence.rules.bias import MOST_STUDIES, Risk, Tool
from guidelines.evidence.rules.flow import MOST_REASONS
from guidelines.evidence.rules.screening import Decision, Stage

TOOL_WORDS = {
    Tool.ROB2: _l("Randomised trials (domains of RoB 2)"),
    Tool.ROBINS_I: _l("Studies without randomisation (domains of ROBINS-I)"),
    Tool.QUADAS2: _l("Diagnostic accuracy (domains of QUADAS-2)"),
    Tool.QUIPS: _l("Prognosis (domains of QUIPS)"),
    Tool.CASES: _l("Case series"),
    Tool.OWN: _l("Domains of our own"),
}
RISK_WORDS = {
    Risk.LOW: _l("Low"),
    Risk.SOME: _l("Some concerns"),
    Risk.HIGH: _l("High"),
    Risk.UNCLEAR: _l("Unclear"),
}
STAGE_WORDS = {Stage.TITLE: _l("Title and abstract"), Stage.FULL_TEXT: _l("Full text")}
DECISION_WORDS = {
    Decision.INCLUDED: _l("Included"),
    Decision.EXCLUDED: _l("Excluded"),
    Decision.MAYBE: _l("Undecided"),
    Decision.CONFLICT: _l("Reviewers disagree"),
}
FLOW_WORDS: Mapping[str, Any] = {
    "databases": _l("Found in databases"),
    "registers": _l("Found in registers"),
    "duplicates": _l("Duplicates removed"),
    "automation": _l("Removed by automation tools"),
    "removed_otherwise": _l("Removed for other reasons"),
    "screened": _l("Records screened"),
    "excluded": _l("Records excluded"),
    "sought": _l("Reports sought"),
    "not_retrieved": _l("Reports not retrieved"),
    "assessed": _l("Reports assessed in full text"),
    "other_identified": _l("Found elsewhere (websites, citations, organisations)"),
    "other_sought": _l("Reports sought"),
    "other_not_retrieved": _l("Reports not retrieved"),
    "other_assessed": _l("Reports assessed in full text"),
    "previous_studies": _l("Studies of the version before"),
    "previous_reports": _l("Reports of the version before"),
    "reports": _l("Reports of included studies"),
    "studies": _l("Studies included"),
}
FLOW_GROUPS: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (_l("Databases and registers"), ("databases", "registers"), ""),
    (_l("Removed before screening"), ("duplicates", "automation", "removed_otherwise"), ""),
    (_l("Screening of titles and abstracts"), ("screened", "excluded"), ""),
    (_l("Full texts"), ("sought", "not_retrieved", "assessed"), "reasons"),
    (
        _l("Other sources"),
        ("other_identified", "other_sought", "other_not_retrieved", "other_assessed"),
        "other_reasons",
    ),
    (_l("Included"), ("studies", "reports", "previous_studies", "previous_reports"), ""),
)


def reasons_from(posted: Mapping[str, str], kind: str) -> list[tuple[str, str]]:
    """Return the rows of reasons of a form as typed."""
    return [
        (posted.get(f"{kind}-{number}-why", ""), posted.get(f"{kind}-{number}-count", ""))
        for number in range(MOST_REASONS + 5)
    ]


def studies_from(posted: Mapping[str, str], domains: int) -> list[dict[str, Any]]:
    """Return the rows of a table of risk of bias as typed."""
    return [
        {
            "study": posted.get(f"study-{number}", ""),
            "risks": [posted.get(f"risk-{number}-{place}", "") for place in range(domains)],
            "overall": posted.get(f"overall-{number}", ""),
            "note": posted.get(f"note-{number}", ""),
        }
        for number in range(MOST_STUDIES + 5)
        if f"study-{number}" in posted and not posted.get(f"remove-{number}")
    ]
