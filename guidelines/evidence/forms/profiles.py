"""The words of certainty, judgements and conclusions, and what their forms posted."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from guidelines.evidence.rules.frameworks import Conclusion
from guidelines.evidence.rules.judgements import Answer, Certainty, Criterion, Importance
from guidelines.text.recommendations import Discordance

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


CONCLUSION_WORDS = {
    Conclusion.STRONG_AGAINST: _l("Strong recommendation against"),
    Conclusion.CONDITIONAL_AGAINST: _l("Conditional recommendation against"),
    Conclusion.EITHER: _l("Conditional recommendation for either"),
    Conclusion.CONDITIONAL_FOR: _l("Conditional recommendation for"),
    Conclusion.STRONG_FOR: _l("Strong recommendation for"),
    Conclusion.RESEARCH_ONLY: _l("No recommendation, or only in research"),
}
DISCORDANCE_WORDS = {
    Discordance.LIFE_THREATENING: _l("The situation threatens life, and it may help"),
    Discordance.CERTAIN_HARM: _l("The benefit is uncertain, the harm or burden is certain"),
    Discordance.EQUAL_CHEAPER: _l(
        "Both are about equal in effect, one is clearly less harmful or costly"
    ),
    Discordance.SIMILAR_RISKIER: _l(
        "The benefit is surely similar, one may be more harmful or costly"
    ),
    Discordance.CATASTROPHE: _l("A catastrophic harm is possible"),
}
CONCLUSION_PARTS: Mapping[str, tuple[Any, Any]] = {
    "text": (_l("Recommendation"), _l("The sentence as the group would write it today.")),
    "justification": (
        _l("Justification"),
        _l("Which judgements carried the decision, and how they were weighed."),
    ),
    "subgroups": (_l("Subgroups"), _l("For whom it would be another one.")),
    "implementation": (_l("Implementation"), _l("What has to be in place.")),
    "monitoring": (_l("Monitoring"), _l("How one sees whether it works.")),
    "research": (_l("Research priorities"), _l("What should be studied next.")),
}


def certainty_from(value: str) -> Certainty | None:
    """Return the certainty that was chosen, or None."""
    return Certainty(value) if value in set(Certainty) else None


def answers_from(
    posted: Mapping[str, str], criteria: tuple[Criterion, ...]
) -> dict[Criterion, Answer]:
    """Return what a posted form says on each of `criteria`."""
    return {
        one: Answer(
            posted.get(one.value, "").strip(),
            posted.get(f"{one.value}-evidence", "").strip(),
            posted.get(f"{one.value}-note", "").strip(),
        )
        for one in criteria
    }
