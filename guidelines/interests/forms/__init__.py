"""The forms of the interest pages, and the words of their choices."""

from guidelines.interests.forms.assessments import (
    AssessmentForm,
    level_from,
    measure_from,
    policy_from,
)
from guidelines.interests.forms.declarations import (
    MONEY,
    ConfirmationForm,
    DeclarationForm,
    lines_from,
    lines_of,
)
from guidelines.interests.forms.words import (
    BAND_WORDS,
    DOING_WORDS,
    LEVEL_WORDS,
    MEASURE_WORDS,
    PAID_WORDS,
    RECIPIENT_WORDS,
    TOPIC_WORDS,
)

__all__ = [
    "BAND_WORDS",
    "DOING_WORDS",
    "LEVEL_WORDS",
    "MEASURE_WORDS",
    "MONEY",
    "PAID_WORDS",
    "RECIPIENT_WORDS",
    "TOPIC_WORDS",
    "AssessmentForm",
    "ConfirmationForm",
    "DeclarationForm",
    "level_from",
    "lines_from",
    "lines_of",
    "measure_from",
    "policy_from",
]
