"""The numbers, forms and file names of published versions: ``1.0``, ``1.1``, ``2.0``."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

CODE_LETTERS = "346789cdfhjkmnprtvwxy"
"""The signs of short addresses: none looks like another, and they spell no words."""
CODE_LENGTH = 7
NUMBER = re.compile(r"([1-9]\d{0,3})\.(0|[1-9]\d{0,3})")


class Step(StrEnum):
    """How large the step to the next number is."""

    MAJOR = "major"
    MINOR = "minor"


class Form(StrEnum):
    """A form in which a published version is stored; the value is the ending of its file.

    PAGE is what the public library shows; the others are downloads, those in `FOR_SYSTEMS` for
    other programs, those in `FOR_AUTHORS` for the people who made it and send it to a journal.
    """

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "md"
    PAGE = "page"
    EPUB = "epub"
    SOURCES = "md.zip"
    JATS = "jats.zip"
    JSON = "json"
    FHIR = "fhir.json"
    PACK = "pack.zip"
    SUMMARY = "summary.pdf"
    SLIDES = "pptx"
    JOURNAL = "journal.zip"
    BLINDED = "blinded.zip"


FOR_PEOPLE = (Form.SUMMARY, Form.PDF, Form.DOCX, Form.HTML, Form.EPUB, Form.SLIDES)
FOR_AUTHORS = (Form.JOURNAL, Form.BLINDED)
FOR_SYSTEMS = (Form.MARKDOWN, Form.SOURCES, Form.JATS, Form.JSON, Form.FHIR, Form.PACK)
DOWNLOADS = (*FOR_PEOPLE, *FOR_SYSTEMS)
# Made of recommendations alone; a text for families may have none.
OF_RECOMMENDATIONS = (Form.SUMMARY, Form.SLIDES)
# Made anew with what there is to say first: a safety notice, or that the version was replaced.
CARRYING = DOWNLOADS


def forms_of(content: Mapping[str, Any]) -> tuple[Form, ...]:
    """Return the forms in which a frozen text can be handed out."""
    there = bool(content["recommendations"])
    return tuple(form for form in Form if there or form not in OF_RECOMMENDATIONS)


def parts_of(number: str) -> tuple[int, int]:
    """Return major and minor of ``1.0``; raise ValueError for anything else."""
    match = NUMBER.fullmatch(number)
    if match is None:
        raise ValueError(f"no number of a published version: {number!r}")
    return int(match[1]), int(match[2])


def next_number(published: Iterable[tuple[int, int]], step: Step) -> tuple[int, int]:
    """Return the number after all `published` ones; the first is always 1.0."""
    newest = max(published, default=None)
    if newest is None:
        return 1, 0
    return (newest[0] + 1, 0) if step is Step.MAJOR else (newest[0], newest[1] + 1)


def address_of(site: str, network_slug: str, slug: str, number: str) -> str:
    """Return the permanent address of a published version on a site such as https://x.org."""
    return f"{site.rstrip('/')}/library/{network_slug}/{slug}/{number}/"


def short_address_of(site: str, code: str) -> str:
    """Return the short address at which a printed version says whether it is current."""
    return f"{site.rstrip('/')}/is/{code}"


def file_name(slug: str, number: str, ending: str) -> str:
    """Return the name of a downloaded file: it says what it is and names nobody."""
    return f"{slug}-edition-{number}.{ending}"
