"""What a printed version says before everything else, in the language of its text."""

from collections.abc import Mapping
from typing import Any

from guidelines.config import current
from guidelines.publishing.rules.currency import Verdict
from guidelines.publishing.rules.naming import address_of
from guidelines.text.days import day_in_words
from guidelines.typesetting.labels import labels_in
from guidelines.typesetting.model import Alert


def alerts_in(content: Mapping[str, Any]) -> tuple[Alert, ...]:
    """Return what readers of a version have to know first: that it ended, what to mind."""
    labels = labels_in(content["language"])
    ended = content.get("ended")
    return (
        *((Alert(labels["ended"], _ended(content, ended, labels)),) if ended else ()),
        *(
            Alert(labels["safety"], _noticed(one, content, labels))
            for one in content.get("safety_notices", ())
        ),
    )


def _ended(content: Mapping[str, Any], ended: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return what ended a version, since when and why, and what to use instead."""
    since = day_in_words(ended["since"], content["language"])
    if ended["verdict"] == Verdict.REPLACED:
        said = labels["ended:replaced"].format(ended["number"], since)
        site, network = current().public_url, content["network"]["slug"]
        return f"{said} {address_of(site, network, content['slug'], ended['number'])}"
    said = labels[f"ended:{ended['verdict']}"].format(since)
    first = f"{said} {ended['why']}".strip()
    if not ended["instead"]:
        return first
    return f"{first} {labels['ended:instead'].format(ended['instead'])}"


def _noticed(
    notice: Mapping[str, Any], content: Mapping[str, Any], labels: Mapping[str, str]
) -> str:
    """Return a safety notice as it is printed: since when, on what, and what to mind."""
    numbers = [
        line["number"]
        for line in content["recommendations"]
        if line["key"] in notice["recommendations"]
    ]
    since = day_in_words(notice["since"][:10], content["language"])
    where = f"{labels['recommendation']} {', '.join(numbers)}" if numbers else ""
    said = " · ".join(part for part in (since, where) if part)
    return f"{said}: {notice['text']}" if said else str(notice["text"])
