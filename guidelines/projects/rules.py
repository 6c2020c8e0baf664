"""What a network, a project and a membership must satisfy."""

import re
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from guidelines.errors import Conflict, Invalid, sentence
from guidelines.permissions import PANEL, Role
from guidelines.text.folding import folded

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Pages of the library that stand beside networks, or beside the guidelines of one.
PUBLIC_PAGES = frozenset(
    {"check", "diseases", "endorsed", "indicators", "recommendations", "research-gaps"}
)
REGIONS = frozenset(
    {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
DEFAULT_GROUPS = ("Clinicians", "Patient representatives", "Methodologists", "Other")


# As passports write them; folded, so without capitals and accents.
_WRITTEN = """
α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch ψ ps ω o
а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh
щ sht ъ a ь y ы y э e ю yu я ya і i ї i
"""
_LATIN = str.maketrans(dict(zip(_WRITTEN.split()[::2], _WRITTEN.split()[1::2], strict=True)))


def slug_from(title: str) -> str:
    """Return `title` as it stands in an address: ``Otitis média`` → ``otitis-media``.

    Greek and Cyrillic letters are written as Latin ones: ``Σχιστία`` → ``schistia``.
    """
    plain = folded(title).translate(_LATIN)
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def address_for(title: str) -> str:
    """Return the address that a project with this title may have, with room for a number."""
    slug = slug_from(title)[:56].strip("-")
    return slug if slug and slug not in PUBLIC_PAGES else f"guideline-{slug}".strip("-")


def check_slug(slug: str) -> None:
    """Raise `Invalid` unless `slug` can stand in an address."""
    if slug in PUBLIC_PAGES:
        raise Invalid({"slug": sentence("Choose another one: a page of ours is called so.")})
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise Invalid(
            {
                "slug": sentence(
                    "Use lower-case letters, digits and single hyphens, such as %(example)s.",
                    example="cleft-palate",
                )
            }
        )


@cache
def time_zones() -> tuple[str, ...]:
    """Return the time zones that people live in, by name: Africa/Abidjan … UTC."""
    lived_in = (name for name in available_timezones() if name.partition("/")[0] in REGIONS)
    return (*sorted(lived_in), "UTC")


def zone_meant(written: str) -> str:
    """Return the time zone that is meant by `written`, which may be its city alone.

    What means none is returned as it is.
    """
    plain = "_".join(written.split()).casefold()
    for zone in time_zones():
        if plain in {zone.casefold(), zone.rpartition("/")[2].casefold()}:
            return zone
    return written.strip()


def check_project(title: str, time_zone: str) -> None:
    """Raise `Invalid` for an empty title or an unknown time zone."""
    mistakes: dict[str, str] = {}
    if not title.strip():
        mistakes["title"] = sentence("Give the guideline project a title.")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        mistakes["time_zone"] = sentence(
            "Choose a time zone from the list, such as Europe/Berlin; the city alone will do."
        )
    if mistakes:
        raise Invalid(mistakes)


def check_group_is_needed(role: Role, group_id: str | None) -> None:
    """Raise `Invalid` when somebody joins the panel without a stakeholder group."""
    if role in PANEL and group_id is None:
        raise Invalid({"group_id": sentence("Choose the group this panel member belongs to.")})


def check_last_chair(role: Role, chairs: int) -> None:
    """Raise `Conflict` when the only chair would leave."""
    if role is Role.CHAIR and chairs <= 1:
        raise Conflict(sentence("A project needs a chair. Name another one first."))
