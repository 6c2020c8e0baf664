"""The words of questions and their outcomes, and what their forms posted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from guidelines.errors import Sentence
from guidelines.evidence.rules.effects import Measure
from guidelines.evidence.rules.findings import COLUMNS, read_finding
from guidelines.evidence.rules.grade import Design, Lift, Reason
from guidelines.evidence.rules.outcomes import MOST_OUTCOMES, Outcome
from guidelines.evidence.rules.questions import Kind, QuestionDraft

KIND_WORDS = {
    Kind.INTERVENTION: _l("Treatment or other intervention"),
    Kind.DIAGNOSIS: _l("Diagnosis"),
    Kind.PROGNOSIS: _l("Prognosis"),
    Kind.SCREENING: _l("Screening or prevention"),
    Kind.ORGANISATION: _l("Organisation of care"),
    Kind.EXPERIENCE: _l("Experience and views"),
}
# What the parts of a question are called in questions of each kind.
PART_WORDS: Mapping[Kind, tuple[Any, Any, Any]] = {
    kind: {
        Kind.DIAGNOSIS: (_l("Population"), _l("Test"), _l("Reference test or other test")),
        Kind.PROGNOSIS: (_l("Population"), _l("Prognostic factor"), _l("Without the factor")),
    }.get(kind, (_l("Population"), _l("Intervention"), _l("Comparison")))
    for kind in Kind
}
DESIGN_WORDS = {
    Design.RANDOMISED: _l("Randomised trials"),
    Design.NON_RANDOMISED: _l("Studies without randomisation"),
    Design.ROBINS_I: _l("Studies without randomisation, assessed with ROBINS-I"),
    Design.ACCURACY: _l("Studies of diagnostic accuracy"),
    Design.PROGNOSTIC: _l("Cohorts on prognosis"),
    Design.CASES: _l("Case series and reports"),
    Design.EXPERTS: _l("Structured observations of experts"),
}
MEASURE_WORDS = {
    Measure.RISK_RATIO: _l("RR, risk ratio"),
    Measure.ODDS_RATIO: _l("OR, odds ratio"),
    Measure.HAZARD_RATIO: _l("HR, hazard ratio"),
    Measure.RISK_DIFFERENCE: _l("RD, per 1,000"),
    Measure.MEAN_DIFFERENCE: _l("MD, mean difference"),
    Measure.STANDARDISED: _l("SMD, standardised"),
}
REASON_WORDS: Mapping[Reason | Lift, Any] = {
    Reason.RISK_OF_BIAS: _l("Risk of bias"),
    Reason.INCONSISTENCY: _l("Inconsistency"),
    Reason.INDIRECTNESS: _l("Indirectness"),
    Reason.IMPRECISION: _l("Imprecision"),
    Reason.PUBLICATION_BIAS: _l("Publication bias"),
    Lift.LARGE_EFFECT: _l("Large effect"),
    Lift.DOSE_RESPONSE: _l("Dose-response"),
    Lift.CONFOUNDING: _l("Confounding would weaken the effect"),
}
LEVEL_CHOICES: Mapping[str, Any] = {
    "none": _l("Not serious"),
    "serious": _l("Serious (−1)"),
    "very serious": _l("Very serious (−2)"),
    "extremely serious": _l("Extremely serious (−3)"),
}
SUSPICION_CHOICES: Mapping[str, Any] = {
    "none": _l("Not suspected"),
    "suspected": _l("Suspected (−1)"),
    "very likely": _l("Very likely (−2)"),
}
LIFT_CHOICES: Mapping[str, Any] = {
    "none": _l("No"),
    "large": _l("Large (+1)"),
    "very large": _l("Very large (+2)"),
}
YES_CHOICES: Mapping[str, Any] = {"none": _l("No"), "yes": _l("Yes (+1)")}


def draft_from(posted: Mapping[str, str]) -> QuestionDraft:
    """Return the question that a form describes."""
    kind = posted.get("kind", "")
    return QuestionDraft(
        text=posted.get("text", ""),
        kind=Kind(kind) if kind in set(Kind) else Kind.INTERVENTION,
        population=posted.get("population", ""),
        intervention=posted.get("intervention", ""),
        comparator=posted.get("comparator", ""),
        summary=posted.get("summary", ""),
    )


@dataclass(frozen=True, slots=True)
class PostedOutcomes:
    """The rows of outcomes of a form as typed, what they mean, and mistakes by field."""

    rows: list[dict[str, str]]
    outcomes: list[Outcome]
    mistakes: dict[str, Sentence]


def outcomes_from(posted: Mapping[str, str]) -> PostedOutcomes:
    """Read the rows of outcomes of a form; rows without a word in them are left out."""
    found = PostedOutcomes([], [], {})
    names = [column.name for column in COLUMNS] + ["key"]
    for number in range(MOST_OUTCOMES + 5):
        texts = {name: posted.get(f"outcome-{number}-{name}", "") for name in names}
        if not any(texts[name].strip() for name in ("name", "finding", "estimate", "studies")):
            continue
        place = len(found.rows)
        found.rows.append(texts)
        if posted.get(f"outcome-{number}-remove"):
            found.rows.pop()
            continue
        outcome, mistakes = read_finding(texts)
        for name, message in mistakes.items():
            found.mistakes[f"outcome-{place}-{name}"] = message
        if outcome is not None:
            found.outcomes.append(outcome)
    return found
