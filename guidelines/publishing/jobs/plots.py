"""How the panel rated each recommendation, as drawings for print: from the frozen counts alone."""

from collections.abc import Mapping
from typing import Any

from guidelines.stats.drawings import Words
from guidelines.stats.plots import Bars, histogram
from guidelines.typesetting.labels import labels_in
from guidelines.typesetting.model import Asset

_FEWEST_POINTS = 3  # yes or no is said by its share


def plot_name(key: str) -> str:
    """Return the name under which the drawing of a recommendation lies among the pictures."""
    return f"votes-{key}.svg"


def counts_in(line: Mapping[str, Any]) -> dict[int, int]:
    """Return how many gave each point of the scale; nothing where there was no such scale."""
    counts = line["outcome"].get("counts") or {}
    points = {int(point): int(n) for point, n in counts.items() if str(point).isdigit()}
    if len(points) < _FEWEST_POINTS or not any(points.values()):
        return {}
    return dict(sorted(points.items()))


def said(line: Mapping[str, Any], language: str) -> str:
    """Return the same counts in words, for those who do not see the drawing."""
    listed = "; ".join(f"{point}: {n}" for point, n in counts_in(line).items())
    return labels_in(language)["votes-alt"].format(listed)


def drawn(content: Mapping[str, Any]) -> dict[str, Asset]:
    """Return the drawings of a published version by name; equal content gives equal bytes."""
    language = content["language"]
    title = labels_in(language)["votes"]
    return {
        plot_name(line["key"]): _drawing(line, Words(title, said(line, language)))
        for line in content["recommendations"]
        if counts_in(line)
    }


def _drawing(line: Mapping[str, Any], words: Words) -> Asset:
    outcome = line["outcome"]
    low, high = outcome.get("q1"), outcome.get("q3")
    bars = Bars(
        counts_in(line),
        median=outcome.get("median"),
        quartiles=None if low is None or high is None else (low, high),
    )
    svg = histogram(bars, words, line["key"])
    return Asset(media_type="image/svg+xml", content=svg.encode())
