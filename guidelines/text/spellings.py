"""Other forms of a word that somebody looks for: one and many, British and American.

Rules of thumb for the languages of Europe together, so that nobody has to say which one is meant:
a form that does not exist is found nowhere and does no harm. Words of scripts whose languages
inflect (Greek, Cyrillic) are looked up by their beginning instead.
"""

import re
from functools import lru_cache

MOST_FORMS = 10
SHORTEST = 4  # letters of a word that has other forms
_LATIN = re.compile(f"[a-z]{{{SHORTEST},}}")
_LEFT = 3  # letters that an ending leaves; more where it is taken off as a whole
_LEFT_ALONE = 5  # “plane” is not “plan”
_INFLECTED = (
    (re.compile("[\u0370-\u03ff]{5,}"), re.compile("[αειουωησν]+$")),
    (re.compile("[\u0400-\u04ff]{5,}"), re.compile("[аеиоуыэюяйьъмхв]+$")),
)
_UNEQUAL = {
    one: other
    for pair in ("child children", "tooth teeth", "foot feet", "man men", "woman women",
                 "kind kinder", "zahn zahne")
    for one, other in (pair.split(), pair.split()[::-1])
}  # fmt: skip
# What a word may end in instead, by the longest ending that it has; “-” is nothing.
_ENDINGS = {
    ending: [instead.strip("-") for instead in others.split()]
    for ending, others in {
        "y": "ies ys", "ies": "y ie", "s": "-", "ss": "sses", "sses": "ss", "us": "i uses",
        "sis": "ses", "ses": "sis se s", "is": "es", "x": "xes ces", "xes": "x", "ces": "x ce",
        "ch": "ches", "ches": "ch che", "sh": "shes", "shes": "sh", "um": "a ums",
        "a": "as ae e um on", "as": "a", "ae": "a", "al": "als aux ales", "aux": "al", "als": "al",
        "e": "es en -", "es": "e -", "o": "os i", "os": "o", "i": "us o", "ao": "oes",
        "oes": "ao o", "ion": "ions ionen iones ia", "ions": "ion", "ionen": "ion",
        "iones": "ion", "on": "ons a",
        "ung": "ungen", "ungen": "ung", "en": "e -", "el": "eln els", "eln": "el", "er": "ern ers",
        "ern": "er", "in": "ins innen", "innen": "in", "": "s e en",
    }.items()
}  # fmt: skip
_BRITISH = [
    pair.split()
    for pair in ("anaesth anesth", "paed ped", "haem hem", "aemi emi", "gynaec gynec",
                 "oesoph esoph", "oedem edem", "foet fet", "faec fec", "aetiol etiol",
                 "rrhoe rrhe", "caesar cesar", "tumour tumor", "colour color",
                 "behaviour behavior", "centre center", "fibre fiber", "isation ization",
                 "ising izing", "ised ized", "ise ize", "yse yze")
]  # fmt: skip
_UMLAUT = re.compile("([aou])e")

# Words that say nothing of what is looked for, in the languages most read here.
_EMPTY = """
a an and are as at be by for from in is it of on or that the to was what when which with
am auf aus bei das dem den der des die ein eine einer fur im ist mit nach oder und von zu
au aux avec ce dans de du en est et la le les ou par pour que sur un une
con del el las los para se al da di e gli il lo nel per una das do dos em no o os y
αι για η και με ο οι σε στη στην στο τα την τησ το του των и в за на от по при с
"""
EMPTY = frozenset(_EMPTY.split())


@lru_cache(maxsize=512)
def other_forms(word: str) -> tuple[str, ...]:
    """Return other forms of a folded word; at most `MOST_FORMS`, none for a short one."""
    if word in _UNEQUAL:
        return (_UNEQUAL[word],)
    if not _LATIN.fullmatch(word):
        return ()
    spelled = [word, *_spelled(word)]
    numbered = [other for one in spelled for other in _in_number(one)]
    return tuple(one for one in dict.fromkeys([*spelled, *numbered]) if one != word)[:MOST_FORMS]


def beginning_of(word: str) -> str:
    """Return what the forms of a word of an inflected script begin with; empty for all others."""
    for script, ending in _INFLECTED:
        if script.fullmatch(word):
            return max(ending.sub("", word), word[:SHORTEST], key=len)
    return ""


def _in_number(word: str) -> list[str]:
    """Return what one of many may be called, and many of one."""
    ending = next(word[at:] for at in range(len(word) + 1) if word[at:] in _ENDINGS)
    rest = word.removesuffix(ending)
    return [
        rest + instead
        for instead in _ENDINGS[ending]
        if len(rest) >= (_LEFT if instead or ending == "s" else _LEFT_ALONE)
    ]


def _spelled(word: str) -> list[str]:
    """Return how a word is spelled elsewhere, and without its umlauts where those were typed."""
    found = [
        word.replace(before, after, 1)
        for one, other in _BRITISH
        for before, after in ((one, other), (other, one))
        if before in word and (len(before) > len(after) or after not in word)
    ]
    return [*found, _UMLAUT.sub(r"\1", word)]
