"""The forms of the evidence pages, and the words of their choices."""

from guidelines.evidence.forms.profiles import (
    CERTAINTY_WORDS,
    CRITERION_WORDS,
    IMPORTANCE_WORDS,
    JUDGEMENT_WORDS,
    ProfileForm,
    answers_from,
    certainty_from,
    outcome_rows,
    outcomes_from,
)
from guidelines.evidence.forms.references import (
    FIELD_WORDS,
    SHOWN_WORDS,
    SIGN_WORDS,
    SORT_WORDS,
    TYPE_WORDS,
    ImportForm,
    ReferenceForm,
    fields_from,
)
from guidelines.evidence.forms.revisions import revision_from

__all__ = [
    "CERTAINTY_WORDS",
    "CRITERION_WORDS",
    "FIELD_WORDS",
    "IMPORTANCE_WORDS",
    "JUDGEMENT_WORDS",
    "SHOWN_WORDS",
    "SIGN_WORDS",
    "SORT_WORDS",
    "TYPE_WORDS",
    "ImportForm",
    "ProfileForm",
    "ReferenceForm",
    "answers_from",
    "certainty_from",
    "fields_from",
    "outcome_rows",
    "outcomes_from",
    "revision_from",
]
