"""The forms of the evidence pages, and the words of their choices."""

from guidelines.evidence.forms.profiles import (
    CERTAINTY_WORDS,
    CONCLUSION_PARTS,
    CONCLUSION_WORDS,
    CRITERION_WORDS,
    DISCORDANCE_WORDS,
    IMPORTANCE_WORDS,
    JUDGEMENT_WORDS,
    answers_from,
    certainty_from,
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
    "CONCLUSION_PARTS",
    "CONCLUSION_WORDS",
    "CRITERION_WORDS",
    "DISCORDANCE_WORDS",
    "FIELD_WORDS",
    "IMPORTANCE_WORDS",
    "JUDGEMENT_WORDS",
    "SHOWN_WORDS",
    "SIGN_WORDS",
    "SORT_WORDS",
    "TYPE_WORDS",
    "ImportForm",
    "ReferenceForm",
    "answers_from",
    "certainty_from",
    "fields_from",
    "revision_from",
]
