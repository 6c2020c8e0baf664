"""How a text names the people and houses behind it: what is looked for before a blind review.

A surname alone is no name: too many are words as well. With initials or a title it is one.
"""

import re
from collections.abc import Iterable, Iterator

_TITLE = (
    r"(?:(?:Univ\.-)?Prof(?:essor(?:in)?|\.)?|Dr\.?|Doctor|Assoc\.|Priv\.-Doz\.|PD|Mr\.?|Mrs\.?|"
    r"Ms\.?|Herrn?|Frau|Mme|Mlle|Dott(?:\.ssa|\.)?|Sra?\.?)"
)
_TITLES = rf"{_TITLE}(?:\s+(?:{_TITLE}|med\.|h\.c\.|habil\.|emer\.|em\.))*"
_EVERYBODY = (
    r"\b\w[\w.+-]*@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b",
    r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b",
)
"""Addresses of people: e-mail and ORCID."""
_HOUSE = re.compile(
    r"(?i)\w*(?:universi|hospital|klinik|clinic|institut|colleg|cent(?:re|er)|zentrum|hôpital|"
    r"ospedal|szpital|sygehus|sjukhus|sykehus|ziekenhuis|akademi|academ|foundation|stiftung)\w*"
)
_PLAIN = frozenset(
    ["of", "the", "for", "and", "de", "la", "le", "der", "für", "des", "di", "da", "do", "del"]
)
_SHORTEST = 3


def names_pattern(people: Iterable[str], houses: Iterable[str]) -> re.Pattern[str]:
    """Return what finds these people and houses in a text, however they are usually written.

    People are found in full, with initials before or after the surname, with a title, by e-mail
    address and ORCID; houses in full and by each part that has a name of its own.
    """
    full = {" ".join(one.split()) for one in (*people, *houses)}
    full |= {" ".join(one.split(",")[::-1]).strip() for one in people if one.count(",") == 1}
    full |= {part for one in houses for part in _own_parts(one)}
    whole = [
        r"\s+".join(map(re.escape, name.split()))
        # the longest first, or a name that is part of another would leave its rest
        for name in sorted(full, key=lambda name: (-len(name), name))
        if len(name) >= _SHORTEST
    ]
    parts = [
        *([rf"(?i:{'|'.join(whole)})"] if whole else []),
        *dict.fromkeys(short for one in people for short in _short_forms(one)),
    ]
    found = "|".join((*(rf"(?<!\w)(?:{one})(?!\w)" for one in parts), *_EVERYBODY))
    return re.compile(found)


def _own_parts(house: str) -> Iterator[str]:
    """Yield the parts between commas that name a house and no other: "Sample University"."""
    for part in re.split(r"\s*[,;·]\s*", house):
        words = part.split()
        others = [
            word
            for word in words
            if not _HOUSE.fullmatch(word) and word.lower() not in _PLAIN and word[:1].isupper()
        ]
        if len(words) > 1 and others and _HOUSE.search(part):
            yield part.strip()


def _short_forms(person: str) -> Iterator[str]:
    """Yield patterns of a name with initials or a title; nothing for what is no such name."""
    surname, _, given = (part.strip() for part in person.partition(","))
    if not given:
        given, _, surname = person.strip().rpartition(" ")
    firsts = [word[0] for word in re.split(r"[\s-]+", given) if word[:1].isalpha()]
    if not firsts or len(surname) < _SHORTEST or not surname[0].isupper():
        return
    first, *others = map(re.escape, firsts)
    more = "".join(rf"(?:[\s-]?{one}\.)?" for one in others)
    dotless = first + "".join(f"[ -]?{one}" for one in others)
    last = re.escape(surname)
    yield rf"{first}\.{more}\s?{last}"
    if others:
        yield rf"{dotless}\s{last}"
    rest = "".join(rf"[ -]?(?:{one}\.?)?" for one in others)
    yield rf"{last},?\s{first}\.?{rest}"
    yield rf"{_TITLES}\s+(?:\w[\w.-]*\s+){{0,2}}?{last}"
