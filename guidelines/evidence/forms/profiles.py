"""The forms of evidence profiles and judgements, and the words of their choices."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField

from guidelines.evidence.rules.judgements import Certainty, Criterion, Importance, Outcome

CERTAINTY_WORDS = {
    Certainty.HIGH: _l("High"),
    Certainty.MODERATE: _l("Moderate"),
    Certainty.LOW: _l("Low"),
    Certainty.VERY_LOW: _l("Very low"),
}
IMPORTANCE_WORDS = {
    Importance.CRITICAL: _l("Critical for the decision"),
    Importance.IMPORTANT: _l("Important"),
    Importance.LIMITED: _l("Of limited importance"),
}
CRITERION_WORDS: Mapping[Criterion, tuple[Any, Any]] = {
    Criterion.PRIORITY: (
        _l("Priority"),
        _l("Is this problem serious and frequent enough to deserve a recommendation?"),
    ),
    Criterion.DESIRABLE: (_l("Desirable effects"), _l("How much good does it do?")),
    Criterion.UNDESIRABLE: (
        _l("Undesirable effects"),
        _l("How much harm or burden does it bring?"),
    ),
    Criterion.CERTAINTY: (
        _l("Certainty of the evidence"),
        _l("How sure can we be of these effects, over all critical outcomes?"),
    ),
    Criterion.VALUES: (
        _l("Values"),
        _l("Do patients and families differ in how they value the main outcomes?"),
    ),
    Criterion.BALANCE: (_l("Balance"), _l("Do the good effects outweigh the bad ones?")),
    Criterion.RESOURCES: (_l("Resources"), _l("What does it cost, or save, in money and time?")),
    Criterion.RESOURCE_CERTAINTY: (
        _l("Certainty about resources"),
        _l("How sure can we be of these costs?"),
    ),
    Criterion.COST_EFFECTIVENESS: (
        _l("Cost-effectiveness"),
        _l("Is what is gained worth what it costs?"),
    ),
    Criterion.EQUITY: (_l("Equity"), _l("What would it do to unfair differences in health?")),
    Criterion.ACCEPTABILITY: (
        _l("Acceptability"),
        _l("Would patients, families and staff accept it?"),
    ),
    Criterion.FEASIBILITY: (_l("Feasibility"), _l("Can it be done where it is needed?")),
}
JUDGEMENT_WORDS = {
    "no": _l("No"),
    "probably-no": _l("Probably no"),
    "probably-yes": _l("Probably yes"),
    "yes": _l("Yes"),
    "trivial": _l("Trivial"),
    "small": _l("Small"),
    "moderate": _l("Moderate"),
    "large": _l("Large"),
    "very-low": _l("Very low"),
    "low": _l("Low"),
    "high": _l("High"),
    "no-studies": _l("No studies"),
    "important-variability": _l("They differ in an important way"),
    "possibly-important-variability": _l("They possibly differ in an important way"),
    "probably-no-variability": _l("Probably no important difference"),
    "no-variability": _l("No important difference"),
    "favours-comparator": _l("Speaks for the comparison"),
    "probably-favours-comparator": _l("Probably speaks for the comparison"),
    "favours-neither": _l("Speaks for neither"),
    "probably-favours-intervention": _l("Probably speaks for the intervention"),
    "favours-intervention": _l("Speaks for the intervention"),
    "large-costs": _l("Large costs"),
    "moderate-costs": _l("Moderate costs"),
    "negligible": _l("Hardly any costs or savings"),
    "moderate-savings": _l("Moderate savings"),
    "large-savings": _l("Large savings"),
    "reduced": _l("Makes care less fair"),
    "probably-reduced": _l("Probably makes care less fair"),
    "no-impact": _l("Probably no effect"),
    "probably-increased": _l("Probably makes care fairer"),
    "increased": _l("Makes care fairer"),
    "varies": _l("It varies"),
    "unknown": _l("Not known"),
}


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """The evidence profile of a recommendation."""

    key = StringField(_l("Recommendation"))
    question = TextAreaField(_l("Question"))
    population = TextAreaField(_l("Population"))
    intervention = TextAreaField(_l("Intervention"))
    comparator = TextAreaField(_l("Comparison"))
    certainty = StringField(_l("Certainty of the evidence over all critical outcomes"))
    summary = TextAreaField(_l("Summary of the evidence"))
    revision = IntegerField()


def outcome_rows(posted: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of outcomes of a posted form as they were typed, empty ones left out."""
    rows = []
    for number in range(60):
        if f"outcome-{number}-name" not in posted:
            break
        row = {
            part: posted.get(f"outcome-{number}-{part}", "").strip()
            for part in ("name", "importance", "certainty", "finding")
        }
        if row["name"] or row["finding"]:
            rows.append(row)
    return rows


def outcomes_from(posted: Mapping[str, str]) -> list[Outcome]:
    """Return the outcomes of a posted form; a choice that is none counts as not made."""
    return [
        Outcome(
            row["name"][:300],
            Importance(row["importance"])
            if row["importance"] in set(Importance)
            else Importance.IMPORTANT,
            certainty_from(row["certainty"]),
            row["finding"][:2000],
        )
        for row in outcome_rows(posted)
    ]


def certainty_from(value: str) -> Certainty | None:
    """Return the certainty that was chosen, or None."""
    return Certainty(value) if value in set(Certainty) else None


def answers_from(posted: Mapping[str, str]) -> dict[Criterion, tuple[str, str]]:
    """Return judgement and note for each criterion of a posted form."""
    return {
        criterion: (posted.get(criterion.value, ""), posted.get(f"{criterion.value}-note", ""))
        for criterion in Criterion
    }
