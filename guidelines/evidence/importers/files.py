"""A file of references, whatever its format."""

import json
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.bibtex import read_bibtex
from guidelines.evidence.importers.csl import read_csl
from guidelines.evidence.importers.endnote import read_endnote
from guidelines.evidence.importers.nbib import read_nbib
from guidelines.evidence.importers.reading import (
    Format,
    Reading,
    check_yield,
    format_of,
    text_of,
)
from guidelines.evidence.importers.ris import read_ris
from guidelines.typesetting import pandoc


def needs_a_job(content: bytes) -> bool:
    """Tell whether reading `content` starts another program; raise `Invalid` as `read` does."""
    return format_of(text_of(content)) is Format.BIBTEX


def read(content: bytes) -> Reading:
    """Return what a file of references holds.

    Raises
    ------
    Invalid
        If it is no text, has no known format, or yields nothing.
    TooLarge
        If it has more than 10 MB or more entries than one file may have.
    """
    text = text_of(content)
    match format_of(text):
        case Format.CSL_JSON:
            reading = read_csl(text)
        case Format.RIS:
            reading = read_ris(text)
        case Format.NBIB:
            reading = read_nbib(text)
        case Format.BIBTEX:
            reading = read_bibtex(text, _by_pandoc)
        case Format.ENDNOTE_XML:
            reading = read_endnote(text)
    check_yield(reading)
    return reading


def _by_pandoc(content: bytes) -> list[dict[str, Any]]:
    try:
        result = pandoc.run(["--from=bibtex", "--to=csljson"], content, seconds=20)
    except pandoc.Refused:
        raise Invalid({"file": sentence("This is not written as BibTeX asks for.")}) from None
    rows: list[dict[str, Any]] = json.loads(result.output)
    return rows
