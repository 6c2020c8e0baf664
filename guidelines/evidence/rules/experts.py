"""Structured observations of experts, for diseases too rare for studies.

Source: Pai et al., Res Involv Engagem and J Clin Epidemiol 2019, on guidelines for rare diseases:
what experts saw is asked in one form, beside the studies, not mixed with their opinion.
"""

import re
from collections.abc import Mapping
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.rules.judgements import too_long

TEXTS: Mapping[str, int] = {
    "expert": 200, "discipline": 200, "centre": 200, "years": 100, "outcome": 300,
    "observed_for": 2000, "observed_against": 2000, "source": 300,
}  # fmt: skip
NUMBERS = ("patients", "supporting", "opposing")
# Dates of birth and numbers that look like those of a patient have no place here.
_IDENTITY = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})\b|\b\d{6,}\b", re.ASCII
)


def checked_observation(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return an observation as it is stored, or raise `Invalid`."""
    values: dict[str, Any] = {name: texts.get(name, "").strip() for name in TEXTS}
    mistakes = too_long({name: (values[name], most) for name, most in TEXTS.items()})
    if not values["expert"]:
        mistakes["expert"] = sentence("Say whose observation it is.")
    if not values["observed_for"] and not values["observed_against"]:
        mistakes["observed_for"] = sentence("Say what was observed, for or against.")
    for name in ("outcome", "observed_for", "observed_against"):
        if _IDENTITY.search(values[name]):
            mistakes[name] = sentence(
                "Leave out dates of patients and numbers that could be theirs: nobody may be "
                "recognised here."
            )
    for name in NUMBERS:
        text = texts.get(name, "").strip()
        if not text and name != "patients":
            values[name] = 0
        elif text.isascii() and text.isdigit() and len(text) < 7:
            values[name] = int(text)
        else:
            mistakes[name] = sentence("Give a whole number, such as 12.")
    if not set(NUMBERS) & set(mistakes):
        if not values["patients"]:
            mistakes["patients"] = sentence("Give how many patients the expert has seen.")
        elif values["supporting"] + values["opposing"] > values["patients"]:
            mistakes["supporting"] = sentence(
                "%(some)s patients did well or badly, but only %(all)s were seen.",
                some=values["supporting"] + values["opposing"],
                all=values["patients"],
            )
    if mistakes:
        raise Invalid(mistakes)
    return values
