"""The words of a page for what stands in a text as marks: fields and values of recommendations."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.drafts.forms import (
    CERTAINTIES,
    DIRECTIONS,
    LONG_WORDS,
    SHORT_WORDS,
    STRENGTHS,
    TYPES,
)
from guidelines.text.blocks import opening

_VALUES = {
    "type": {entry[0]: entry[1] for entry in TYPES},
    "strength": {entry[0]: entry[1] for entry in STRENGTHS},
    "direction": {entry[0]: entry[1] for entry in DIRECTIONS},
    "certainty": {entry[0]: entry[1] for entry in CERTAINTIES},
}
_NAMES = {
    "type": _l("What it rests on"),
    "strength": _l("Strength"),
    "direction": _l("Direction"),
    "certainty": _l("Certainty of the evidence"),
    "minority": _l("Minority statement"),
    "justification": _l("Justification"),
    "considerations": _l("Considerations"),
    "subgroups": _l("Subgroups"),
    **{name: said[0] for name, said in SHORT_WORDS.items()},
    **{name: said[0] for name, said in LONG_WORDS.items()},
}


def field_words(name: str) -> str:
    """Return the name of a field of a recommendation."""
    return str(_NAMES.get(name) or name.replace("-", " ").capitalize())


def value_words(name: str, value: str) -> str:
    """Return what a short field says."""
    return str(_VALUES.get(name, {}).get(value) or value)


def div_words(line: str) -> str:
    """Return the words for a line that opens a frame: "Recommendation · Strength: Strong"."""
    div = opening(line)
    if div is None:
        return line
    classes = div.attributes.classes if div.attributes else (div.word,)
    pairs = div.attributes.pairs if div.attributes else ()
    name = next(iter(classes), "")
    parts = [_("Recommendation") if name == "recommendation" else field_words(name)]
    parts += [
        _("%(name)s: %(value)s", name=field_words(key), value=value_words(key, value))
        for key, value in pairs
    ]
    return " · ".join(parts)
