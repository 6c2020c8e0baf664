"""A certificate on one page, as a tagged PDF."""

import datetime as dt
from dataclasses import asdict, dataclass
from functools import cache

from guidelines.typesetting import press
from guidelines.typesetting.pandoc import EXPORTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is certified, in the words that are printed, from the top of the page down.

    `name` (with `affiliation`) `did` something for a `work`, `how`, on the days in `lines`; `date`
    is when it was made, `about` the small print. `notice` is the mark of a demonstration.
    """

    network: str
    project: str
    title: str
    name: str
    affiliation: str
    did: str
    work: str
    how: str
    lines: tuple[str, ...]
    date: str
    about: str
    notice: str = ""
    language: str = "en"


@cache
def _template() -> bytes:
    return (EXPORTS / "certificate.typ").read_bytes()


def print_certificate(one: Certificate, on: dt.date) -> bytes:
    """Return the PDF, dated `on`; equal words give equal bytes. Raises `TooLarge` at a limit."""
    moment = int(dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC).timestamp())
    source = '#import "certificate.typ": certificate\n#certificate()'
    with press.started() as waiting:
        content, _warnings = press.print_pdf(
            waiting, source, asdict(one), {"certificate.typ": _template()}, moment
        )
    return content
