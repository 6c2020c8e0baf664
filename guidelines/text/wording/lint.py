"""What could be said more clearly in a recommendation, with where and what to write instead.

Pure rules over the data of each language (see `speech`). A rule speaks only where it is sure:
what it does not recognise it leaves alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from guidelines.text.gradings import UNGRADED, is_discordant
from guidelines.text.vocabulary import (
    MEETS,
    STRONG_BECAUSE,
    Direction,
    Discordance,
    GoodPractice,
    Status,
    Strength,
    Type,
)
from guidelines.text.wording.dutch import DUTCH
from guidelines.text.wording.english import ENGLISH
from guidelines.text.wording.french import FRENCH
from guidelines.text.wording.german import GERMAN
from guidelines.text.wording.italian import ITALIAN
from guidelines.text.wording.spanish import SPANISH
from guidelines.text.wording.speech import Said, Speech

SPEECHES: Mapping[str, Speech] = MappingProxyType(
    {speech.code: speech for speech in (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH)}
)
UNJUSTIFIED = "unjustified"
UNPROVEN = "unproven"
LEAST_WORDS = 2
MOST_OF_A_VERB = 5
_HIDDEN = re.compile(
    r"<!--.*?-->|\]\([^)]*\)|\[[^\[\]]*@[^\[\]]*\]|(?<![\w])-?@[\w:.#$%&+?<>~/-]+|[*_`\[\]{}~^]",
    re.DOTALL,
)
_SPACE = re.compile(r"\[[^\]]*\]| \?| ")


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a wording: a sentence as template and values, its place, and a way out.

    `start` and `end` are code points of the wording; where both are 0 the remark is about all of
    it. `instead` is what to write there, empty where a person has to find the words.
    """

    code: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    instead: str = ""

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


def remark(
    code: str, template: str, span: tuple[int, int] = (0, 0), instead: str = "", **values: object
) -> Remark:
    """Make a Remark; a function of its own so that translations can be collected by its name."""
    return Remark(code, template, values, *span, instead)


def speech_of(language: str) -> Speech | None:
    """Return what is known of a language ("de", "de-CH"); None where nothing is."""
    return SPEECHES.get(language.lower().replace("_", "-").partition("-")[0])


def remarks_on(wording: str, fields: Mapping[str, object], *, language: str) -> tuple[Remark, ...]:
    """Return the remarks on one recommendation, in the order of its words.

    `fields` are its attributes as written. A withdrawn one, and one that recommends nothing, has
    no remarks; in a language without data only what needs no words is looked at.
    """
    given = {name: str(value).strip() for name, value in fields.items()}
    kind = given.get("type") or Type.EVIDENCE_BASED
    if given.get("status") == Status.WITHDRAWN:
        return ()
    found: list[Remark] = []
    if kind == Type.GOOD_PRACTICE:
        found += _unproven(given)
    if kind not in UNGRADED:
        found += _unjustified(given)
    speech = speech_of(language)
    if speech is not None and wording.strip() and kind in (*_GRADED, Type.GOOD_PRACTICE):
        text = _bare(wording)
        if kind in _GRADED:
            found += _verbs(speech, text, given)
            found += _whom(speech, text, given)
            found += _actor(speech, text)
        found += _vague(speech, text)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


_GRADED = (Type.EVIDENCE_BASED, Type.CONSENSUS_BASED)


def _bare(wording: str) -> str:
    """Return the wording with citations and marks blanked, every word where it was."""
    blank = _HIDDEN.sub(lambda found: " " * len(found[0]), wording)
    return blank.replace("’", "'")


def _unjustified(given: Mapping[str, str]) -> Iterator[Remark]:
    strength, certainty = given.get("strength", ""), given.get("certainty", "")
    reasons = list(Discordance)
    if is_discordant(strength, certainty) and given.get(STRONG_BECAUSE) not in reasons:
        yield remark(
            UNJUSTIFIED,
            "It is strong although the certainty is low or very low. Choose one of the five "
            "accepted reasons, or make it conditional.",
        )


def _unproven(given: Mapping[str, str]) -> Iterator[Remark]:
    met = set(given.get(MEETS, "").split())
    if not met >= set(GoodPractice) - {GoodPractice.RATIONALE}:
        yield remark(
            UNPROVEN,
            "A good practice statement is not graded. Say in its fields that it is clear and "
            "needed, that its benefit is plain and large, and that studying it would be a waste.",
        )


def _verbs(speech: Speech, text: str, given: Mapping[str, str]) -> Iterator[Remark]:
    """Look at the verb: is there one, does it fit strength and direction, does anything follow."""
    strength, direction = given.get("strength", ""), given.get("direction", "")
    if strength not in list(Strength):
        return
    usual = speech.write.get((strength, direction)) or speech.write[(strength, "for")]
    verb = _first(speech, "verbs", text) or _first(speech, "modals", text)
    if verb is None:
        yield remark(
            "no-verb",
            "No verb says how strongly this is recommended. Begin with “%(usual)s”.",
            usual=usual,
        )
        return
    span, (said, towards) = verb
    words = " ".join(text[slice(*span)].split())
    if said and said != strength:
        other = _twin(speech, text[slice(*span)], strength) or usual
        template = (
            "“%(words)s” is how a conditional recommendation is said, and this one is strong. "
            "Say “%(other)s”, or make it conditional."
            if strength == Strength.STRONG
            else "“%(words)s” is how a strong recommendation is said, and this one is "
            "conditional. Say “%(other)s”, or make it strong."
        )
        way = _twin(speech, text[slice(*span)], strength)
        yield remark("verb-strength", template, span, way, words=words, other=other)
    denied = towards == Direction.AGAINST or _pattern(speech.denials).search(text)
    if direction == Direction.AGAINST and not denied:
        yield remark(
            "verb-direction",
            "The field says that it is against something, and no word here does. Say “%(usual)s”, "
            "or change the direction.",
            span,
            usual=usual,
        )
    if direction == Direction.FOR and towards == Direction.AGAINST:
        yield remark(
            "verb-direction",
            "“%(words)s” advises against something, and the field says that it is for it. Change "
            "one of them.",
            span,
            words=words,
        )
    rest = text[: span[0]] + text[span[1] :]
    if len(words.split()) <= MOST_OF_A_VERB and len(re.findall(r"\w+", rest)) < LEAST_WORDS:
        yield remark("no-action", "Say what is to be done.", span)


def _whom(speech: Speech, text: str, given: Mapping[str, str]) -> Iterator[Remark]:
    if given.get("population") or given.get("conditions"):
        return
    if not _pattern(speech.whom).search(text):
        yield remark(
            "no-whom",
            "Say for whom or when it holds, here or under “Whom it is about”.",
        )


def _actor(speech: Speech, text: str) -> Iterator[Remark]:
    if _pattern(speech.actors).search(text):
        return
    verb = _first(speech, "verbs", text)
    start = verb[0][1] if verb else 0
    side = _pattern(speech.side).search(text, start + len(" that "))
    hidden = _pattern(speech.passive).search(text, start, side.start() if side else len(text))
    if hidden is not None:
        yield remark(
            "no-actor",
            "“%(words)s” does not say who does it. Name them: the team, the surgeon, the centre.",
            hidden.span(),
            words=" ".join(hidden[0].split()),
        )


def _vague(speech: Speech, text: str) -> Iterator[Remark]:
    taken: list[tuple[int, int]] = []
    for pattern, instead in speech.hedged.items():
        for found in _pattern((pattern,)).finditer(text):
            taken.append(found.span())
            words = " ".join(found[0].split())
            yield Remark(
                "hedged",
                "“%(words)s” weakens twice. “%(enough)s” is enough.",
                {"words": words, "enough": instead},
                *found.span(),
                _like(found[0], instead),
            )
    for found in _pattern(speech.vague).finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            yield remark(
                "vague",
                "“%(words)s” leaves open what to do. Say the action or the condition.",
                found.span(),
                words=" ".join(found[0].split()),
            )


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile words of a language: whole words, any case, any white space between them."""

    def wide(found: re.Match[str]) -> str:
        return {" ": r"\s+", " ?": r"\s?"}.get(found[0], found[0])

    joined = "|".join(_SPACE.sub(wide, one) for one in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _first(speech: Speech, name: str, text: str) -> tuple[tuple[int, int], Said] | None:
    """Return the first verb of a kind with what it says; of several at one place the longest."""
    sets: Mapping[Said, tuple[str, ...]] = getattr(speech, name)
    found = [
        (match.start(), -match.end(), number, said)
        for number, (said, words) in enumerate(sets.items())
        for word in words
        if (match := _pattern((word,)).search(text))
    ]
    if not found:
        return None
    start, end, _number, said = min(found)
    return (start, -end), said


def _twin(speech: Speech, words: str, strength: str) -> str:
    """Return the same words with the verb of the other strength, or an empty string."""
    strengthen = strength == Strength.STRONG
    for strong, conditional in speech.twins:
        here, there = (conditional, strong) if strengthen else (strong, conditional)
        pattern = _pattern((here,))
        if pattern.search(words):
            return _like(words, pattern.sub(there, words, count=1))
    return ""


def _like(model: str, words: str) -> str:
    """Return `words` with a first letter as large as that of `model`."""
    return words[:1].upper() + words[1:] if model[:1].isupper() else words
