"""From the frozen content of an edition to the manuscript that is typeset."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import Locale, UnknownLocaleError

from guidelines.evidence.rules.styles import DEFAULT
from guidelines.publishing.jobs.answers import answered
from guidelines.publishing.jobs.checklists import annexed
from guidelines.publishing.jobs.findings import findings_in
from guidelines.publishing.rules.content import was_open
from guidelines.typesetting.labels import labels_in, value
from guidelines.typesetting.model import (
    Approval,
    Asset,
    Contributor,
    Manuscript,
    RecommendationRow,
)


def manuscript_of(content: Mapping[str, Any], assets: Mapping[str, Asset]) -> Manuscript:
    """Return the manuscript of an edition; `assets` are its attachments by name."""
    lines = content["recommendations"]
    labels = labels_in(content["language"])
    return Manuscript(
        title=content["title"],
        body=content["body"],
        date=datetime.fromisoformat(content["published_at"]).date(),
        language=content["language"],
        kind=value(labels, "kind", content["kind"]),
        network=content["network"]["title"],
        project=_unless_title(content["project"]["title"], content["title"]),
        edition_label=f"{labels['edition']} {content['number']}",
        edition=True,
        status=labels["published"],
        sha256=content["signoff"]["sha256"],
        notice=content["notice"],
        recommendations=tuple(_row(line, labels) for line in lines),
        panel=_panel(content),
        interests=_interests(content),
        methods=_methods(content),
        approvals=tuple(
            Approval(
                name=one["name"],
                role=one["body"],
                date=datetime.fromisoformat(one["at"]).date().isoformat(),
                statement=one["statement"],
            )
            for one in content["approvals"]
        ),
        findings=tuple(
            findings_in(one, content["language"]) for one in content.get("evidence", ())
        ),
        checklists=annexed(content),
        answers=answered(content),
        bibliography=tuple(content["references"]),
        style=content.get("style", DEFAULT),
        assets=dict(assets),
    )


def _panel(content: Mapping[str, Any]) -> tuple[Contributor, ...]:
    """Return the members who agreed to be named, and how many others there are."""
    named = tuple(
        Contributor(
            name=one["name"],
            role=one.get("affiliation") or "",
            group=one["group"],
            country=_country(one.get("country") or "", content["language"]),
        )
        for one in content["panel"]
    )
    others = content.get("panel_unnamed", 0)
    if not others:
        return named
    return (*named, Contributor(name=f"{others} not named", role="", group="", country=""))


def _country(code: str, language: str) -> str:
    """Return the name of a country in the language of the text, else in English."""
    try:
        names = Locale.parse(language, sep="-").territories
    except (ValueError, UnknownLocaleError):
        names = Locale("en").territories
    return str(names.get(code, code))


def _unless_title(project: str, title: str) -> str:
    """Return the project, or nothing where it only repeats the title."""
    return "" if project.casefold() == title.casefold() else project


def _row(line: Mapping[str, Any], labels: Mapping[str, str]) -> RecommendationRow:
    outcome = line["outcome"]
    percent = outcome.get("percent_in")
    return RecommendationRow(
        id=line["key"],
        number=line["number"],
        wording=line["wording"],
        type=line["type"],
        strength=line["strength"],
        direction=line["direction"],
        certainty=line["certainty"],
        n=outcome.get("n_rated"),
        median=outcome.get("median"),
        agreement=None if percent is None else float(percent) / 100,
        asked=outcome.get("denominator"),
        state=_state(line, labels),
        agreed=line["agreed"],
        caveat=_caveat(line, labels),
        remarks=tuple(
            (name, text)
            for name, text in (
                ("voted", f"“{line['voted']}” {line['edited_why']}" if line["voted"] else ""),
                ("minority", line["minority"]),
            )
            if text
        ),
    )


def _caveat(line: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return what stands at what is no recommendation, with the words of the panel on why."""
    if not line["caveat"]:
        return ""
    said = labels.get(f"caveat:{line.get('standing')}", line["caveat"])
    return " ".join(part for part in (said, line.get("unagreed_why", "")) if part)


def _state(line: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return the phrase on how the wording stands to the vote, in the language of the text."""
    words = labels.get(f"state:{line.get('standing')}")
    if words is None:
        return str(line["state"])
    is_open = was_open(line["outcome"])
    return "; ".join(
        (
            words,
            *([labels["open-vote"]] if is_open else []),
            *([labels["edited"]] if line["voted"] else []),
        )
    )


def _methods(content: Mapping[str, Any]) -> str:
    edits = [
        f"Recommendation {line['number']} was edited after the vote ({line['edited_why']}). "
        f"The wording that was voted on: “{line['voted']}”"
        for line in content["recommendations"]
        if line["voted"]
    ]
    return "\n\n".join(text for text in (content["methods"], *edits) if text)


def _interests(content: Mapping[str, Any]) -> str:
    rows = content["interests"]
    return "\n\n".join(
        ": ".join(part for part in (one["name"], one["statement"]) if part) for one in rows
    )
