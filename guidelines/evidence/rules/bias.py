"""Risk of bias: tools with their domains, and a table of studies by domain."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from guidelines.errors import Invalid, sentence

MOST_STUDIES = 200
MOST_DOMAINS = 12


class Risk(StrEnum):
    """The judgement on one domain of one study."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"
    UNCLEAR = "unclear"


class Tool(StrEnum):
    """A tool with domains of its own; `OWN` leaves them to the group."""

    ROB2 = "rob2"
    ROBINS_I = "robins-i"
    QUADAS2 = "quadas-2"
    QUIPS = "quips"
    CASES = "cases"
    OWN = "own"


# Short names of our own for the domains; the tools themselves have the exact questions.
DOMAINS: Mapping[Tool, tuple[str, ...]] = MappingProxyType(
    {
        Tool.ROB2: (
            "Randomisation", "Deviations from the plan", "Missing outcomes",
            "Measurement of the outcome", "Selection of the result",
        ),
        Tool.ROBINS_I: (
            "Confounding", "Selection of participants", "Classification of interventions",
            "Deviations from the plan", "Missing outcomes", "Measurement of the outcome",
            "Selection of the result",
        ),
        Tool.QUADAS2: (
            "Selection of patients", "Index test", "Reference standard", "Flow and timing",
        ),
        Tool.QUIPS: (
            "Participation", "Attrition", "Prognostic factor", "Outcome", "Confounding",
            "Analysis and reporting",
        ),
        Tool.CASES: ("Selection of cases", "Ascertainment", "Causality", "Reporting"),
        Tool.OWN: (),
    }
)  # fmt: skip


def checked_domains(tool: Tool, typed: str) -> list[str]:
    """Return the domains of a table: those of the tool, or those typed, one to a line."""
    known = list(DOMAINS[tool])
    found = known or [line.strip() for line in typed.splitlines() if line.strip()]
    if not found:
        raise Invalid({"domains": sentence("Name at least one domain, one to a line.")})
    if len(found) > MOST_DOMAINS or any(len(one) > 80 for one in found):
        raise Invalid(
            {"domains": sentence("Keep to %(most)s domains with short names.", most=MOST_DOMAINS)}
        )
    if len({one.casefold() for one in found}) < len(found):
        raise Invalid({"domains": sentence("Name each domain once only.")})
    return found


def checked_studies(rows: Sequence[Mapping[str, Any]], domains: int) -> list[dict[str, Any]]:
    """Return the studies of a table as they are stored, or raise `Invalid`.

    A row has study, risks (one per domain, empty where not judged), overall and note; rows
    without anything in them are left out.
    """
    found: list[dict[str, Any]] = []
    mistakes: dict[str, str] = {}
    names: set[str] = set()
    for number, row in enumerate(rows):
        study, note = str(row["study"]).strip(), str(row["note"]).strip()
        risks = [str(one) for one in row["risks"]][:domains]
        overall = str(row["overall"])
        if not study:
            if note or any(risks) or overall:
                mistakes[f"study-{number}"] = sentence("Name the study, or clear its row.")
            continue
        if len(study) > 200 or len(note) > 1000:
            mistakes[f"study-{number}"] = sentence("Keep name and note short.")
        if study.casefold() in names:
            mistakes[f"study-{number}"] = sentence("Each study can stand here once only.")
        names.add(study.casefold())
        if any(one and one not in set(Risk) for one in (*risks, overall)):
            mistakes[f"study-{number}"] = sentence("Choose one of the answers listed.")
        risks += [""] * (domains - len(risks))
        found.append({"study": study, "risks": risks, "overall": overall, "note": note})
    if len(found) > MOST_STUDIES:
        mistakes["studies"] = sentence("Keep to %(most)s studies a table.", most=MOST_STUDIES)
    if mistakes:
        raise Invalid(mistakes)
    return found
