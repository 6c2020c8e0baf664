"""From the frozen content of an edition to the manuscript that is typeset."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import Locale, UnknownLocaleError

from guidelines.evidence.rules.styles import DEFAULT
from guidelines.publishing.jobs.alerts import alerts_in
from guidelines.publishing.jobs.answers import answered
from guidelines.publishing.jobs.checklists import annexed
from guidelines.publishing.jobs.findings import findings_in, judgements_in, searches_in
from guidelines.publishing.jobs.measures import measured
from guidelines.publishing.jobs.plots import counts_in, drawn, plot_name, said
from guidelines.publishing.rules.content import was_open
from guidelines.typesetting.labels import labels_in, value
from guidelines.typesetting.model import (
    Approval,
    Asset,
    Contributor,
    Findings,
    Manuscript,
    RecommendationRow,
    Share,
)


def manuscript_of(content: Mapping[str, Any], assets: Mapping[str, Asset]) -> Manuscript:
    """Return the manuscript of an edition; `assets` are its attachments by name.

    What happened to it since stands in the content where it is to be said (see `rules.fronts`).
    """
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
        status=labels["ended"] if content.get("ended") else labels["published"],
        sha256=content["signoff"]["sha256"],
        notice=content["notice"],
        alerts=alerts_in(content),
        review_by=content.get("review_by") or content.get("about", {}).get("review_by") or "",
        short_address=content.get("short_address", ""),
        doi=content.get("registered_doi") or content.get("doi", ""),
        population=content.get("about", {}).get("population", ""),
        users=content.get("about", {}).get("users", ""),
        news=_news(content, labels),
        recommendations=tuple(_row(line, labels, content["language"]) for line in lines),
        withdrawn=_withdrawn(content, labels),
        panel=_panel(content),
        shares=tuple(
            Share(
                name=one["name"],
                roles=tuple(one["roles"]),
                affiliation=one.get("affiliation", ""),
                orcid=one.get("orcid", ""),
            )
            for one in content.get("contributors", ())
        ),
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
            findings_in(one, content["language"])
            for one in content.get("evidence", ())
            if one["outcomes"] or one["last_search"]
        ),
        judgements=judgements_in(content),
        searches=searches_in(content),
        indicators=measured(content),
        checklists=annexed(content),
        answers=answered(content),
        bibliography=tuple(content["references"]),
        style=content.get("style", DEFAULT),
        assets={**drawn(content), **assets},
    )


def _news(content: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return what is new: the note of the publisher, and against which version it was compared."""
    before = content.get("compared_with", "")
    compared = f"{labels['compared'].format(before)}." if before else ""
    return "\n\n".join(text for text in (content.get("change_note", ""), compared) if text)


def _withdrawn(content: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[Findings, ...]:
    """Return what an earlier version recommended and this one no longer does."""
    gone = content.get("withdrawn_recommendations", ())
    if not gone:
        return ()
    before = content.get("compared_with", "")
    rows = tuple((one["number"], one["wording"], one.get("reason", "")) for one in gone)
    kept = [i for i in range(3) if any(row[i] for row in rows)]
    names = (labels["number"], labels["recommendation"], labels["rationale"])
    widths = (0.1, 0.5, 0.4)
    whole = sum(widths[i] for i in kept)
    return (
        Findings(
            title=f"{labels['edition']} {before}".strip(),
            names=tuple(names[i] for i in kept),
            widths=tuple(round(widths[i] / whole, 4) for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in rows),
        ),
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


def _row(line: Mapping[str, Any], labels: Mapping[str, str], language: str) -> RecommendationRow:
    plotted = bool(counts_in(line))
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
                (
                    "strong-because",
                    value(labels, "strong-because", line.get("strong_because", "")),
                ),
                ("voted", f"“{line['voted']}” {line['edited_why']}" if line["voted"] else ""),
                ("minority", line["minority"]),
            )
            if text
        ),
        change=line.get("change", ""),
        plot=plot_name(line["key"]) if plotted else "",
        plot_words=said(line, language) if plotted else "",
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
