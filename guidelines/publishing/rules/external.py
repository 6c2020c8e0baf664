"""What is recorded of a guideline of others that a network endorses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from guidelines.errors import Invalid, sentence

DAYS_BEFORE = (90, 30, 0)
_LIMITS = {
    "title": 300, "publisher": 300, "link": 500, "doi": 200, "scope": 1000, "endorsed_by": 300,
    "statement": 4000, "appraisal": 1000, "language": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsed:
    """A guideline of others, as it is recorded; `appraisal` says how its quality was judged.

    `conditions` are pairs of an ORPHAcode and its words. `endorsed_by` is the body of the network
    that decided.
    """

    title: str
    publisher: str
    link: str
    doi: str = ""
    language: str = "en"
    year: int = 0
    scope: str = ""
    conditions: Sequence[tuple[str, str]] = ()
    endorsed_on: date | None = None
    endorsed_by: str = ""
    expires_on: date | None = None
    statement: str = ""
    appraisal: str = ""


def check_endorsed(said: Endorsed, today: date) -> None:
    """Raise `Invalid` with a sentence for each field that cannot be taken."""
    mistakes: dict[str, str] = {
        name: sentence("Write at most %(most)s characters.", most=most)
        for name, most in _LIMITS.items()
        if len(getattr(said, name)) > most
    }
    if not said.title.strip():
        mistakes["title"] = sentence("Give the title of the guideline.")
    if not said.publisher.strip():
        mistakes["publisher"] = sentence("Say who published it.")
    if not said.endorsed_by.strip():
        mistakes["endorsed_by"] = sentence("Say which body of the network decided.")
    link = urlsplit(said.link.strip())
    if link.scheme not in {"http", "https"} or not link.netloc:
        mistakes["link"] = sentence("Give the address of the guideline: https://…")
    if said.doi and not said.doi.startswith("10."):
        mistakes["doi"] = sentence("A DOI begins with “10.”.")
    if not 1900 <= said.year <= today.year + 1:
        mistakes["year"] = sentence("Give the year in which it was published.")
    if said.endorsed_on is None or said.endorsed_on > today + timedelta(days=1):
        mistakes["endorsed_on"] = sentence("Give the day of the decision; it cannot lie ahead.")
    if said.expires_on is None:
        mistakes["expires_on"] = sentence("Say until when the endorsement holds.")
    elif said.endorsed_on is not None and said.expires_on <= said.endorsed_on:
        mistakes["expires_on"] = sentence("It has to end after it was given.")
    if mistakes:
        raise Invalid(mistakes)
