"""Sources looked up by DOI or PubMed number, through the one door of `guidelines.lookup`.

Sources: https://api.crossref.org (works), https://www.doi.org/the-identifier/resources (content
negotiation), https://www.ncbi.nlm.nih.gov/books/NBK25499/ (efetch).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from guidelines import lookup
from guidelines.errors import Invalid, Unavailable, sentence
from guidelines.evidence.importers.crossref import entry_from
from guidelines.evidence.importers.identifiers import Identifier, Kind, read_identifiers
from guidelines.evidence.importers.nbib import read_nbib
from guidelines.evidence.importers.reading import Entry, Format, Reading, text_of

CROSSREF = "https://api.crossref.org/works/"
RESOLVER = "https://doi.org/"
PUBMED = (
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"
    "?db=pubmed&rettype=medline&retmode=text&tool=concord&id="
)
CSL = "application/vnd.citationstyles.csl+json"

_AT_ONCE = 100
_MOST_SILENT = 3
_UNKNOWN_DOI = sentence("No source has this DOI. Look whether it is complete.")
_UNKNOWN_PMID = sentence("PubMed has no source with this number.")
_NOT_ASKED = sentence("It was not asked for, since nobody answered before. Try again later.")


def look_up(text: str, progress: Callable[[int], None]) -> Reading:
    """Return what Crossref, other DOI agencies and PubMed know of the identifiers in `text`.

    `progress` is told how many have been asked for so far. What nobody knows is named; when
    nobody answers any more, the rest is not asked for.

    Raises
    ------
    Unavailable
        If looking up is switched off.
    """
    identifiers, problems = read_identifiers(text)
    reading = Reading(Format.LOOK_UP, problems=problems)
    silent = done = 0
    for some in _portions(identifiers):
        if silent >= _MOST_SILENT:
            for one in some:
                reading.refuse(str(one), _NOT_ASKED)
            continue
        try:
            if some[0].kind is Kind.DOI:
                reading.take(_by_doi(some[0]))
            else:
                _by_pmid(some, reading)
            silent = 0
        except Invalid as unknown:
            reading.refuse(str(some[0]), unknown.message)
            silent = 0
        except Unavailable as trouble:
            if trouble.message == lookup.SWITCHED_OFF:
                raise
            for one in some:
                reading.refuse(str(one), trouble.message)
            silent += 1
        done += len(some)
        progress(done)
    return reading


def _portions(identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
    """Yield what is asked for at once: DOIs one by one, PubMed numbers by the hundred."""
    for one in identifiers:
        if one.kind is Kind.DOI:
            yield [one]
    numbers = [one for one in identifiers if one.kind is Kind.PMID]
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _by_doi(identifier: Identifier) -> Entry:
    """Ask Crossref, then the agency of the DOI."""
    path = quote(identifier.value, safe="/")
    reply = lookup.ask(CROSSREF + quote(identifier.value, safe=""), "application/json")
    if reply.status == 404:
        reply = lookup.ask(RESOLVER + path, CSL)
    if reply.status in {404, 406, 410}:
        raise Invalid({"entry": _UNKNOWN_DOI})
    _check_status(reply.status, "doi.org")
    try:
        work = json.loads(reply.content)
    except (ValueError, RecursionError):
        raise Invalid({"entry": sentence("The answer is not a record of a source.")}) from None
    entry = entry_from(work, str(identifier))
    if not entry.item.get("DOI"):
        entry = replace(entry, item={**entry.item, "DOI": identifier.value})
    return entry


def _by_pmid(identifiers: Sequence[Identifier], reading: Reading) -> None:
    """Ask PubMed for many numbers at once; whichever does not come back is named."""
    reply = lookup.ask(PUBMED + ",".join(one.value for one in identifiers), "text/plain")
    if reply.status != 400:  # what PubMed says when it knows none of them
        _check_status(reply.status, "PubMed")
    found = read_nbib(text_of(reply.content)) if reply.status != 400 else Reading(Format.NBIB)
    known = {entry.item.get("PMID"): entry for entry in found.entries}
    for one in identifiers:
        entry = known.get(one.value)
        if entry is not None:
            reading.take(entry)
        else:
            broken = next((p for p in found.problems if p.entry == str(one)), None)
            reading.refuse(str(one), broken.reason if broken else _UNKNOWN_PMID)
    labels = {str(one) for one in identifiers}
    reading.problems += [p for p in found.problems if not p.left_out and p.entry in labels]


def _check_status(status: int, who: str) -> None:
    """Raise `Unavailable` for an answer that is none."""
    if status == 429:
        raise Unavailable(
            sentence("%(who)s asks to wait a while. Try again in some minutes.", who=who)
        )
    if status != 200:
        raise Unavailable(
            sentence("%(who)s answers with an error (%(status)s).", who=who, status=status)
        )
