"""The numbers of a frozen finding in words that need no language."""

from collections.abc import Mapping
from typing import Any


def studied(one: Mapping[str, Any]) -> str:
    """Return how many studies there are, with how many people: "3 (1240)"."""
    studies, people = one["studies"], one["participants"]
    if studies is None:
        return "" if people is None else f"({people})"
    return f"{studies}" if people is None else f"{studies} ({people})"


def effect(one: Mapping[str, Any], sign: str = ".") -> str:
    """Return an effect with its interval: "RR 0.75 (0.6 to 0.94)" with a dash between."""
    if one["estimate"] is None:
        return ""
    limits = [one[name] for name in ("lower", "upper")]
    said = f"{one['measure'].upper()} {one['estimate']:g}".strip()
    if None not in limits:
        said += f" ({limits[0]:g} – {limits[1]:g})"
    return said.replace(".", sign).replace("-", "−")


def people(one: Mapping[str, Any]) -> str:
    """Return an effect in people of 1,000, with the difference: "120 → 90: −30 (−48 – −7)"."""
    if one["without"] is None:
        return ""
    said = f"{one['without']} → {one['with']}"
    if not one.get("difference"):  # as versions were frozen before the difference was
        return said
    difference, *limits = (None if n is None else f"{n:+d}" for n in one["difference"])
    said += f": {difference}"
    if None not in limits:
        said += f" ({limits[0]} – {limits[1]})"
    return said.replace("-", "−").replace("+0", "0")


def named(one: Mapping[str, Any]) -> str:
    """Return the name of an outcome with the time after which it was looked at."""
    after = one.get("follow_up", "")
    return f"{one['name']} ({after})" if after else str(one["name"])
