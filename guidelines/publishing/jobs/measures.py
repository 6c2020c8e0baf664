"""Frozen indicators as tables of texts, in the language of the document."""

from collections.abc import Mapping
from typing import Any

from guidelines.publishing.rules.indicators import Aim
from guidelines.typesetting.labels import labels_in
from guidelines.typesetting.model import Findings

_WIDTHS = (0.22, 0.24, 0.24, 0.12, 0.18)


def measured(content: Mapping[str, Any]) -> tuple[Findings, ...]:
    """Return the indicators of a published version for print; older ones have none."""
    labels = labels_in(content["language"])
    by_number: dict[str, list[Mapping[str, Any]]] = {}
    for one in content.get("indicators", ()):
        by_number.setdefault(one["number"], []).append(one)
    names = ("indicator", "numerator", "denominator", "target", "data-source")
    return tuple(
        Findings(
            title=labels["numbered:recommendation"].format(number),
            note="",
            names=tuple(labels[name] for name in names),
            widths=_WIDTHS,
            rows=tuple(_row(one, labels) for one in found),
        )
        for number, found in by_number.items()
    )


def _row(one: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[str, ...]:
    aim = labels[f"aim:{one['aim']}"]
    target = aim if one["aim"] == Aim.OBSERVE else f"{aim} {one['target']} {one['unit']}".strip()
    left_out = f" ({labels['left-out']}: {one['exclusions']})" if one["exclusions"] else ""
    source = "; ".join(
        part for part in (one["data_source"], one["method"], one["interval"]) if part
    )
    return (one["name"], one["numerator"], one["denominator"] + left_out, target, source)
