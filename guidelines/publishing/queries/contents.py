"""Everything that a published version freezes, gathered from all features."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from guidelines.consensus.queries import methods_paragraph, panel_table, printed_minorities
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.drafts.rules.metadata import as_json
from guidelines.evidence.queries import csl_items, style_of
from guidelines.publishing.models import ApprovalRequest
from guidelines.publishing.queries.approvals import project_of, signoffs_of
from guidelines.publishing.queries.checklists.tables import printed_appraisals, printed_tables
from guidelines.publishing.queries.contributions import printed_contributors
from guidelines.publishing.queries.endorsements import printed_endorsements
from guidelines.publishing.queries.evidence import evidence_of, searches_behind
from guidelines.publishing.queries.gates import unagreed_prints
from guidelines.publishing.queries.interests import interest_statements
from guidelines.publishing.queries.readiness import Stand, stands_of
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.queries.sources import methods_of_original
from guidelines.publishing.rules.comparing import Compared, compare
from guidelines.publishing.rules.content import SCHEMA, Line
from guidelines.publishing.rules.corrections import touched_by
from guidelines.publishing.rules.facts import UNAGREED
from guidelines.publishing.rules.survey import survey
from guidelines.reviews.queries.response_table import published_answers
from guidelines.text.markdown import plain_text


def _line(stand: Stand, compared: Compared, minority: str, unagreed: str, searched: str) -> Line:
    one, outcome, change = stand.recommendation, stand.outcome, stand.change
    edited = change if stand.facts.attested and not stand.facts.same_wording else None
    return Line(
        key=one.key,
        number=str(one.ordinal),
        wording=plain_text(one.wording),
        wording_sha256=one.wording_sha256,
        type=one.type,
        strength=one.strength,
        direction=one.direction,
        certainty=one.certainty,
        standing=stand.facts.standing,
        outcome=outcome.summary if outcome else {},
        voted=plain_text(edited.voted_wording) if edited else "",
        edited_why=edited.reason if edited else "",
        minority=minority,
        unagreed_why=unagreed if stand.facts.standing in UNAGREED else "",
        last_search=searched,
        strong_because=stand.facts.because if stand.facts.is_bold else "",
        change=compared.change,
        changed=tuple(part.value for part in compared.parts),
    )


def lines_of(document: Document, compared: Mapping[str, Compared]) -> list[Line]:
    """Return the recommendations as the table of a published version has them.

    `compared` says of each what became of it since the version before.
    """
    minorities = printed_minorities(document)
    searched = drafts.last_searches_of(document)
    reasons = {key: one.reason for key, one in unagreed_prints(document).items()}
    return [
        _line(
            stand,
            compared[key],
            minorities.get(key, ""),
            reasons.get((key, stand.recommendation.wording_sha256), ""),
            searched.get(key, ""),
        )
        for stand in stands_of(document)
        for key in [stand.recommendation.key]
    ]


def edited_since(request: ApprovalRequest) -> dict[str, Any]:
    """Return the change of form since the signatures, with both texts; empty without one."""
    change = validity_of(request).change
    if change is None:
        return {}
    return {
        "edited": {
            "sha256": change.wording_sha256,
            "reason": change.reason,
            "before": change.voted_wording,
            "after": change.wording,
            "proposed_by": change.proposer.name,
            "confirmed_by": change.decider.name if change.decider else "",
        }
    }


def _answers(document: Document) -> dict[str, Any]:
    """Return the answers to comments that are published with a version, if there are any."""
    found = published_answers(document)
    return {"answers": found} if found else {}


def content_of(
    document: Document,
    request: ApprovalRequest,
    *,
    number: str,
    at: datetime,
    notice: str,
    change_note: str,
    short_address: str,
    before: Mapping[str, Any] | None = None,
    doi: str = "",
    correction: Mapping[str, Any] | None = None,
    recorded: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what this edition consists of, as plain values.

    People are named as they agreed to be: with their role in the panel, group and country. No
    e-mail address, no identifier of a person is in it. `before` is the content of the version
    before, with which this one is compared. `recorded` is how things stood then: see
    `queries.recorded`.
    """
    project = project_of(document)
    version = drafts.current_version(document)
    body = drafts.source_of(version)
    found = survey(body)
    cited = set(found.citation_keys)
    panel = panel_table(document)
    about = as_json(drafts.metadata_of(document))
    compared = compare(before, body)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "title": document.title,
        "kind": document.kind.value,
        "language": document.language,
        "about": about,
        "network": {"slug": project.network.slug, "title": project.network.title},
        "project": {"title": project.title},
        "slug": document.slug,
        "number": number,
        "published_at": at.isoformat(timespec="seconds"),
        "notice": notice,
        "change_note": change_note,
        "short_address": short_address,
        "review_by": about.get("review_by", ""),
        "doi": doi,
        "correction": dict(correction or {}),
        "compared_with": compared.number,
        "withdrawn_recommendations": [one.as_json() for one in compared.gone],
        "version": {"number": version.number, "sha256": version.sha256},
        "signoff": {
            "sha256": request.sha256,
            "manifest": request.manifest,
            **edited_since(request),
        },
        "body": body,
        "recommendations": [line.as_json() for line in lines_of(document, compared.lines)],
        "evidence": evidence_of(document),
        "searches": searches_behind(document),
        "panel": panel["people"],
        "panel_unnamed": panel["unnamed"],
        "contributors": printed_contributors(document),
        "interests": interest_statements(document),
        "methods": methods_paragraph(document) or methods_of_original(document),
        "checklists": printed_tables(document),
        "appraisals": printed_appraisals(document),
        **_answers(document),
        "references": [item for item in csl_items(document.project_id) if item["id"] in cited],
        "style": style_of(document.project_id),
        "assets": {
            asset.name: {"sha256": asset.sha256, "media_type": asset.media_type}
            for asset in drafts.assets_of(document)
            if asset.name in found.images
        },
        "approvals": [
            {
                "name": one.person.name,
                "body": one.body,
                "at": one.at.isoformat(timespec="seconds"),
                "statement": one.statement,
                "sha256": one.sha256,
            }
            for one in signoffs_of(request)
        ],
        "quorums": [
            {
                "title": body.title,
                "needed": body.needs,
                "members": len(body.members),
                "signed": len(body.signed_by({one.person_id for one in signoffs_of(request)})),
            }
            for body in request.voters.bodies
        ],
        "endorsements": printed_endorsements(request.id),
        **(recorded or {}),
    }
    if correction:
        content["correction"] = {**correction, "recommendations": touched_by(content)}
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return plain
