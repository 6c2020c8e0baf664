"""Find quantities in plain text, and the sentences that state them."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from guidelines.text.quantities.units import AMOUNTS, COMPOUND, GIVEN, TIMES, WORDS


class Fault(StrEnum):
    """Notation that people misread."""

    TRAILING_ZERO = "trailing-zero"
    NAKED_POINT = "naked-point"
    MICROGRAM = "microgram"
    UNIT_LETTER = "unit-letter"
    NO_SPACE = "no-space"
    NO_SEPARATORS = "no-separators"
    DECIMAL_SIGN = "decimal-sign"
    AMBIGUOUS = "ambiguous"
    CC = "cc"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `text[start:end]`; `faults` are what is unsafe in how it is written."""

    start: int
    end: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence at `start` that states quantities; their places count from its beginning.

    `under` is the heading row of the table in which it is a row: it may hold the units.
    """

    text: str
    start: int
    quantities: tuple[Quantity, ...]
    under: str = ""

    @property
    def sha256(self) -> str:
        """The hash that a check is bound to: of the words, whatever the space between them."""
        words = " ".join(unicodedata.normalize("NFC", f"{self.under}\n{self.text}").split())
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def pieces(self) -> list[tuple[str, Quantity | None]]:
        """The sentence in pieces, those that are quantities with them."""
        found: list[tuple[str, Quantity | None]] = []
        at = 0
        for one in self.quantities:
            if one.start > at:
                found.append((self.text[at : one.start], None))
            found.append((self.text[one.start : one.end], one))
            at = one.end
        if at < len(self.text):
            found.append((self.text[at:], None))
        return found


_GROUP = r"[ \u00a0\u2009\u202f'’.,]"
NUMBER = (
    rf"(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?(?:/\d+(?![\d/]))?|"
    r"[.,]\d+|[½¼¾⅓⅔])"
)
_SIGN = r"(?:[<>≤≥±~≈+−]=?\s?)?"
_POWER = r"(?:\s?[×x·]\s?10(?:\^?\d+|[⁰¹²³⁴-⁹]+))?"
_TO = r"(?:\s?[-–—−]\s?|\s(?:to|and|or|bis|und|oder|à|et|ou|a|y|o|e|tot|en|of)\s)"
_GAP = r"[ \t\u00a0\u2009\u202f]?"
_ONE = rf"{_SIGN}{NUMBER}{_POWER}"
_BEFORE = r"(?<![\w.,/])"
_WITH_UNIT = re.compile(
    rf"{_BEFORE}{_ONE}(?:{_GAP}{COMPOUND})?(?:{_TO}{_ONE}{_GAP}{COMPOUND})"
    rf"|{_BEFORE}{_ONE}{_GAP}[- ]?{COMPOUND}"
    rf"|{_BEFORE}{_SIGN}\d{{1,3}}(?![\d.,]){_POWER}\s?/\s?(?:{COMPOUND})"
    rf"|{_BEFORE}10(?:\^\d+|[⁰¹²³⁴-⁹]+)\s?/\s?{COMPOUND}"
)
# Values without a unit, after what they are of
_NAMED = re.compile(
    rf"(?<!\w)(?:pH|INR|GCS|BMI|HbA1c|SpO2|SpO₂|FiO2|FiO₂|Apgar|ASA|NYHA|ECOG|[TtZz][- ]?[Ss]core|"
    rf"SD|SDS)(?:\s(?:of|von|de|di|van))?\s?[:=]?\s?{_ONE}(?:{_TO}{_ONE})?(?![\w])"
)
_AGES = re.compile(
    rf"(?<!\w)(?i:aged|ages?(?: of)?|younger than|older than|im Alter von|jünger als|älter als|"
    rf"âgée?s? de|l['’]âge de|menor(?:es)? de|mayor(?:es)? de|edad de|"
    rf"età (?:inferiore|superiore) a|età di|jonger dan|ouder dan|leeftijd van)"
    rf"\s(?:\w+\s)?{_ONE}(?:{_TO}{_ONE})?(?![\w])"
)
# How often, in figures or words
_OFTEN = re.compile(
    rf"(?<!\w)(?:"
    rf"(?i:(?:\d+|once|twice|three|four)\s?(?:[x×]|times|mal)?\s?(?:/\s?(?:d|day|Tag|wk)\b|"
    rf"(?:an?|per|each|every|pro|am|in der)\s(?:{TIMES})|"
    rf"daily|weekly|monthly|täglich|wöchentlich))"
    rf"|(?i:(?:ein|zwei|drei|vier)mal\s(?:täglich|am Tag|pro (?:{TIMES})|wöchentlich))"
    rf"|(?i:(?:une?|deux|trois|quatre|\d+)\sfois\s(?:par|chaque)\s(?:{TIMES}))"
    rf"|(?i:(?:una|dos|tres|cuatro|\d+)\sve(?:z|ces)\s(?:al|por|a la|cada)\s(?:{TIMES}))"
    rf"|(?i:(?:una|due|tre|quattro|\d+)\svolt[ae]\s(?:al|alla|a|per|ogni)\s(?:{TIMES}))"
    rf"|(?i:(?:een|twee|drie|vier)maal\s(?:daags|per (?:{TIMES})|wekelijks))"
    rf"|(?i:\d+\s?(?:keer|maal|x)\s(?:daags|per (?:{TIMES})))"
    rf"|(?i:every|all?e|toutes les|cada|ogni|elke|om de)\s{_ONE}(?:{_TO}{_ONE})?\s?(?i:{TIMES}|h)"
    rf"|(?i:q\.?\s?\d+\s?h|q\.?o?\.?d\.?|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?)"
    rf")(?!\w)"
)
_WORDED = re.compile(
    rf"(?<!\w)(?i:{WORDS})(?:{_TO}(?i:{WORDS}))?[\s-](?i:{TIMES}|{AMOUNTS})(?!\w)"
)
_LATIN = re.compile(r"(?i)q\.?o?\.?d\.?$")
_ANY_NUMBER = re.compile(rf"{_BEFORE}{_ONE}(?:{_TO}{_ONE})?(?!\w)")
_HAS_UNIT = re.compile(rf"(?<!\w){COMPOUND}")
_DOSE_WORD = re.compile(r"(?i)\b(?:dos(?:e|es|is|i|aggio|ages?|ierung|ering)|posolog\w+)\b")

_SPLIT = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“„«‹(¿¡\[]*[A-ZÀ-ÖØ-Þ0-9Α-ΩА-Я])")
_SHORTENED = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|z\. ?B|d\. ?h|u\. ?a|p\. ?ex|p\. ?ej|ca|approx|max|min|vs|resp|"
    r"bzw|ggf|Nr|No|Dr|Prof|Fig|Abb|Tab|cf|etc|incl|inkl|evtl|"
    r"p\. ?o|i\. ?v|i\. ?m|s\. ?c|St|al|pp?|Std|Min|Sek|I\.E|I\.U|U\.I|[A-Z])\.$"
)

_DECIMAL = {"en": "."}


def quantities_in(text: str, language: str = "en", *, any_number: bool = False) -> list[Quantity]:
    """Return the quantities of a plain text in order; none of them overlap.

    With `any_number` bare numbers count as well: in a table, the unit stands in the heading.
    """
    spans: list[tuple[int, int]] = []
    patterns = [_OFTEN, _WITH_UNIT, _WORDED, _NAMED, _AGES, *([_ANY_NUMBER] if any_number else [])]
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            spans = _joined(spans, start, end)
    return [
        Quantity(start, end, _faults(text[start:end], language)) for start, end in sorted(spans)
    ]


def _joined(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return spans with another one; those that it overlaps become one with it."""
    apart = [one for one in spans if one[1] <= start or one[0] >= end]
    for one in spans:
        if one not in apart:
            start, end = min(start, one[0]), max(end, one[1])
    return [*apart, (start, end)]


_NUMBERS = re.compile(NUMBER)
_GLUED = re.compile(r"\d(?:mg|µg|μg|ug|mcg|ng|kg|g|mL|ml|dL|dl|L|l|IU|IE|UI|U|mmol|mol|mEq)(?!\w)")
_MICRO = re.compile(r"(?<![^\W\d_])(?:µ|μ|u)g(?!\w)")
_LETTER = re.compile(
    r"(?<![\w])(?:IU|I\.U\.|U|u|IE|I\.E\.|UI|U\.I\.)(?!\w)|(?<=\d)(?:IU|U|u)(?!\w)"
)
_CC = re.compile(r"(?<![^\W\d_])cc(?!\w)")
_GIVEN_HERE = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(re.escape(one) for one in sorted(GIVEN, key=len, reverse=True))
    + r")(?!\w)|(?i:gram|unit|einheit|liter|litre|tablet|unité|unidad|unità|eenhe)"
)


def _faults(written: str, language: str) -> tuple[Fault, ...]:
    """Return what is unsafe in how a quantity is written."""
    found: list[Fault] = []
    given = bool(_GIVEN_HERE.search(written))
    decimal = _DECIMAL.get(language.partition("-")[0], ",")
    for match in _NUMBERS.finditer(written):
        number = match[0]
        if number[0] in ".,":
            found.append(Fault.NAKED_POINT)
        if (
            given
            and re.fullmatch(r"\d+[.,]0+", number)
            and not re.fullmatch(r"\d{1,3}[.,]000", number)
        ):
            found.append(Fault.TRAILING_ZERO)
        if given and re.fullmatch(r"\d{5,}", number):
            found.append(Fault.NO_SEPARATORS)
        if re.fullmatch(rf"\d{{1,3}}{re.escape(decimal)}\d{{3}}", number) and given:
            found.append(Fault.AMBIGUOUS)
        elif re.fullmatch(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}", number) and decimal not in number:
            found.append(Fault.DECIMAL_SIGN)
    found += [
        fault
        for fault, pattern in (
            (Fault.MICROGRAM, _MICRO),
            (Fault.UNIT_LETTER, _LETTER),
            (Fault.NO_SPACE, _GLUED),
            (Fault.CC, _CC),
            (Fault.LATIN, _LATIN),
        )
        if pattern.search(written)
    ]
    return tuple(dict.fromkeys(found))


def statements_in(text: str, language: str = "en", *, under: str = "") -> list[Stated]:
    """Return the sentences of a plain text that state a quantity, with their places.

    `under` is the heading row of a table of which `text` is a row: where it names a unit or a
    dose, every number of the row counts, and the row is one statement.
    """
    if under:
        bare = bool(_HAS_UNIT.search(under) or _DOSE_WORD.search(under))
        found = quantities_in(text, language, any_number=bare)
        return [Stated(text, 0, tuple(found), under)] if found else []
    found = quantities_in(text, language)
    stated = []
    for start, end in _sentences(text, found):
        inside = [
            Quantity(one.start - start, one.end - start, one.faults)
            for one in found
            if start <= one.start and one.end <= end
        ]
        if inside:
            stated.append(Stated(text[start:end], start, tuple(inside)))
    return stated


def _sentences(text: str, found: list[Quantity]) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end; none ends inside a quantity."""
    places, begin = [], 0
    for match in _SPLIT.finditer(text):
        if _SHORTENED.search(text[begin : match.start()]):
            continue
        if any(one.start < match.end() and match.start() < one.end for one in found):
            continue
        places.append((begin, match.start()))
        begin = match.end()
    places.append((begin, len(text.rstrip())))
    return [(start, end) for start, end in places if end > start]
