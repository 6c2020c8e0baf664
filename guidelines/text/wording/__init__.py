"""How clearly a recommendation is worded: the rules, and the words of six languages."""

from guidelines.text.wording.lint import (
    SPEECHES,
    UNJUSTIFIED,
    UNPROVEN,
    Remark,
    remarks_on,
    speech_of,
)
from guidelines.text.wording.placed import Placed, remarks_in
from guidelines.text.wording.speech import Speech

__all__ = [
    "SPEECHES",
    "UNJUSTIFIED",
    "UNPROVEN",
    "Placed",
    "Remark",
    "Speech",
    "remarks_in",
    "remarks_on",
    "speech_of",
]
