"""What somebody says of themself on entering a process; it lies in their sealed box.

While a round is open it is nowhere else. When the round closes it is written for the whole panel
at once, so that neither a time nor an order ties it to a ballot.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guidelines.errors import Invalid, sentence

LONGEST = 100
YEARS = ("0-4", "5-9", "10-19", "20+")
HOLDER = "holder"
"""Who of two that share a vote answers in this round."""


@dataclass(frozen=True)
class Profile:
    """A short profile: discipline, country (its code), years of experience (a span).

    `named` is the consent to be named as a member of the panel, never with an answer.
    """

    discipline: str = ""
    country: str = ""
    years: str = ""
    named: bool = False

    def __post_init__(self) -> None:
        """Refuse what is too long, or no choice."""
        for name in ("discipline", "country"):
            if len(getattr(self, name)) > LONGEST:
                raise Invalid({name: sentence("Write at most %(most)s characters.", most=LONGEST)})
        if self.years not in {"", *YEARS}:
            raise Invalid({"years": sentence("Choose one of the spans of years.")})

    @property
    def said(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.discipline or self.country or self.years)

    def document(self) -> dict[str, str]:
        """Return what is filled in, as plain values; the consent to be named is apart."""
        found = {"discipline": self.discipline, "country": self.country, "years": self.years}
        return {name: value for name, value in found.items() if value}

    def entry(self) -> dict[str, str]:
        """Return the profile as it lies in a box."""
        return {**self.document(), **({"named": "yes"} if self.named else {})}


def profile_in(entry: Mapping[str, str]) -> Profile:
    """Read the profile out of a box."""
    return Profile(
        discipline=entry.get("discipline", ""),
        country=entry.get("country", ""),
        years=entry.get("years", ""),
        named="named" in entry,
    )
