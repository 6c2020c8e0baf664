"""A pasted list of DOIs and PubMed numbers."""

import re
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Invalid, TooLarge, sentence
from guidelines.evidence.importers.reading import Problem
from guidelines.evidence.rules.items import DOI

MOST_IDENTIFIERS = 500

_PUBMED = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|\bPMID:?\s*)(\d{1,8})\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d{1,8}(?:[\s,;]+\d{1,8})*")
_NEXT = re.compile(r"[,;|]\s*(?=(?:https?:|doi:|10\.\d{4})|PMID)", re.IGNORECASE)
_BEHIND = ".,;:"
_NO_NUMBER = sentence("There is neither a DOI nor a PubMed number in this line.")


class Kind(StrEnum):
    """What an identifier is one of."""

    DOI = "doi"
    PMID = "pmid"


@dataclass(frozen=True, slots=True)
class Identifier:
    """The DOI (in lower case, without address) or the PubMed number of a source."""

    kind: Kind
    value: str

    def __str__(self) -> str:
        """Return how people write it."""
        return self.value if self.kind is Kind.DOI else f"PMID {self.value}"


def read_identifiers(text: str) -> tuple[list[Identifier], list[Problem]]:
    """Return the identifiers of a list, each once and in order, and the lines without one.

    Raises
    ------
    TooLarge
        If there are more than can be asked for at a time.
    """
    found: dict[Identifier, None] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        here = _in_line(line.strip())
        if not here:
            problems.append(Problem(f"line {number}", _NO_NUMBER))
        found.update(dict.fromkeys(here))
    if len(found) > MOST_IDENTIFIERS:
        raise TooLarge(
            sentence("Look up at most %(most)s sources at a time.", most=MOST_IDENTIFIERS)
        )
    return list(found), problems


def is_list(text: str) -> bool:
    """Tell whether `text` is a list of identifiers rather than a file of references."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return any(_in_line(line) for line in lines[: 2 * MOST_IDENTIFIERS])


def check_any(found: list[Identifier]) -> None:
    """Raise `Invalid` when a list holds no identifier at all."""
    if not found:
        raise Invalid({"text": _NO_NUMBER})


def _in_line(line: str) -> list[Identifier]:
    if _NUMBERS.fullmatch(line):
        return [Identifier(Kind.PMID, one.lstrip("0")) for one in re.findall(r"\d+", line)]
    line = _NEXT.sub(" ", line)
    places = [(one.start(), Kind.DOI, _trimmed(one.group())) for one in DOI.finditer(line)]
    places += [(one.start(), Kind.PMID, one[1].lstrip("0")) for one in _PUBMED.finditer(line)]
    return [Identifier(kind, value) for _place, kind, value in sorted(places)]


def _trimmed(doi: str) -> str:
    """Return a DOI without what stands behind it in a sentence; its own brackets stay."""
    doi = re.split(r"[\"<>|]", doi)[0].rstrip(_BEHIND)
    for opening, closing in ("()", "[]"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(_BEHIND)
    return doi.lower()[:300]
