"""Every page of the told demonstration: an address for each GET rule of the application."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from guidelines.config import Settings
from guidelines.db import Base, now, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version, sections_in
from guidelines.projects.models import Project
from guidelines.projects.queries import members_of
from guidelines.publishing.models import Appraiser, Edition
from guidelines.publishing.queries.external import external_guidelines
from guidelines.publishing.service.appraisal_links import token_of
from guidelines.publishing.service.reports import report_token
from guidelines.reviews.models import Remark, ReviewRound
from guidelines.reviews.service.answers import link_token
from guidelines.reviews.service.digests import stop_token
from tests.architecture.world import TABLES

FINISHED, OPEN = "craniosynostosis", "otitis-media"
NO_PAGES = {
    "static", "home.health", "home.front", "library.show_latest",
    "drafts.show_asset", "library.download", "library.show_image",
    "library.cite", "library.describe", "library.feed", "library.feed_guideline",
    "library.describe_as_xml",
    "library.feed_network", "library.robots", "library.show_latest_recommendation",
    "library.sitemap",
    "consensus.export_results", "consensus.download_slides",
    "consensus.export_record", "consensus.export_record_to_panel",
    "consensus.download_checker", "consensus.show_proof", "consensus.show_plan_proof",
    "publishing.show_progress", "publishing.download_rendering",
    "publishing.show_readiness_line", "publishing.download_checklist",
    "publishing.download_indicators", "publishing.download_gaps",
    "publishing.download_pack_checker", "library.download_edition_indicators",
    "library.download_indicators", "library.download_indicators_of", "library.download_gaps",
    "library.download_gaps_of",
    "publishing.download_appraisal", "publishing.show_picture_by_link",
    "publishing.download_letter",
    "reviews.load_word_export", "reviews.show_picture", "reviews.load_response_table",
    "reviews.load_source",
    "evidence.download_template", "evidence.download_findings",
    "evidence.search_references",
    "evidence.export_references", "drafts.download_recommendations",
    "consensus.print_certificate", "consensus.print_feedback", "consensus.print_report",
    "consensus.write_report_file",
    "consensus.download_package", "interests.print_declaration",
    "interests.print_own_declaration",
}  # fmt: skip
"""Answers that are no pages of their own: files, images, data, ways to another page."""

SECRETS = {
    "review_token": ("contributor", link_token),
    "stop_token": ("person", stop_token),
    "appraiser_token": ("appraiser", token_of),
    "report_token": ("error_report", report_token),
}
"""Arguments that are secret parts of personal links: whose they are, and who makes them."""
FOR_THE_PUBLIC = {"reviews.show_consultation", "reviews.begin_answer_form"}


def letters_to(settings: Settings, address: str) -> list[str]:
    """Return the texts of the letters to an address, newest first."""
    folder = settings.instance / "mail"
    found = []
    for path in sorted(folder.glob("*.eml"), key=_written, reverse=True):
        letter = message_from_bytes(path.read_bytes(), policy=default)
        if letter["To"] == address:
            found.append(letter.get_content())
    return found


def _written(path: Path) -> tuple[str, float]:
    return path.name[:15], path.stat().st_mtime


def link_in(letter: str) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter)
    assert found is not None, letter
    return found[1]


def row_of(app: Flask, slug: str, table: str) -> str:
    """Return the key of the first row of a table that a project has."""
    with app.app_context():
        project = session.scalars(select(Project).where(Project.slug == slug)).one()
        key = _rows(project)[table]
        session.remove()
    return key


def section_called(app: Flask, title: str, slug: str = OPEN) -> str:
    """Return the path of a section of a project's first document by its heading."""
    document_id = row_of(app, slug, "document")
    with app.app_context():
        version = current_version(session.get_one(Document, document_id))
        [found] = [one.section.id for one in sections_in(version) if one.title == title]
        session.remove()
    return f"/sections/{found}"


def pages(app: Flask, settings: Settings, slug: str) -> Iterator[tuple[str, str]]:
    """Yield (endpoint, path) of every page of one project, and of those of no project."""
    with app.app_context():
        project = session.scalars(select(Project).where(Project.slug == slug)).one()
        adapter = app.url_map.bind("localhost")
        rows = _rows(project)
        for endpoint, values in further(project):  # first, for the last of a name is the usual one
            yield endpoint, adapter.build(endpoint, values, method="GET")
        for rule in sorted(app.url_map.iter_rules(), key=str):
            if rule.rule.startswith("/api/"):
                continue  # for programs
            if rule.endpoint in NO_PAGES or "GET" not in (rule.methods or ()):
                continue
            named = _values(rule, rows, settings)
            if named is not None:
                yield rule.endpoint, adapter.build(rule.endpoint, named, method="GET")
        session.remove()


def further(project: Project) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield pages that differ much by what they show: versions replaced, texts made from others.

    Public ones are those of each version but the newest of the guideline, with a recommendation
    that was withdrawn since; the others those of what was made from the guideline.
    """
    newest = newest_edition(project)
    for edition in session.scalars(select(Edition).where(Edition.project_id == project.id)):
        if edition is newest or not edition.is_public_at(now()):
            continue
        place = {"network_slug": project.network.slug, "guideline_slug": edition.slug}
        yield "library.show_edition", {**place, "number": edition.number}
        yield "library.show_currency", {"code": edition.code}
    if newest is not None:
        place = {"network_slug": project.network.slug, "guideline_slug": newest.slug}
        for one in newest.content["withdrawn_recommendations"]:
            yield "library.show_recommendation", {
                **place, "number": newest.number, "recommendation_key": one["key"]
            }  # fmt: skip
    for document in session.scalars(select(Document).where(Document.project_id == project.id)):
        if document.source_id is not None:
            yield "drafts.show_document", {"document_id": document.id}
            yield "drafts.list_translations", {"document_id": document.id}
            yield "publishing.show_readiness", {"document_id": document.id}
            yield "publishing.list_editions", {"document_id": document.id}
            for item in sections_in(current_version(document))[1:3]:
                yield "drafts.edit_translation", {"section_id": item.section.id}


def newest_edition(project: Project) -> Edition | None:
    """Return the newest public version of the first document of a project that has one."""
    return session.scalars(
        select(Edition)
        .join(Document, Document.id == Edition.document_id)
        .where(Edition.project_id == project.id, Edition.published_at <= now())
        .order_by(Document.created_at, Edition.published_at.desc())
    ).first()


def writer(app: Flask, settings: Settings, slug: str) -> str:
    """Return the path of the personal link of whoever leads an answer to a consultation."""
    with app.app_context():
        project = session.scalars(select(Project).where(Project.slug == slug)).one()
        token = link_token(settings, _outside(project)["contributor"])
        session.remove()
    return f"/consultations/link/{token}"


def _outside(project: Project) -> dict[str, str]:
    """Return the keys of what people from outside see: of a consultation that anybody answers."""
    rounds = session.scalars(
        select(ReviewRound).where(ReviewRound.project_id == project.id, ReviewRound.anyone)
    ).all()
    if not rounds:
        return {}
    several = [row for row in rounds[0].submissions if len(row.contributors) > 1]
    lead = next(one for one in several[0].contributors if one.is_lead)
    remarks = session.scalars(select(Remark).where(Remark.submission_id == several[0].id)).all()
    return {
        "public_round": rounds[0].id, "contributor": lead.id, "remark": remarks[0].id,
    }  # fmt: skip


def _rows(project: Project) -> dict[str, str]:
    """Return the key of the first row of a project by table."""
    keys = {"project": project.id, "network": project.network_id}
    for mapper in Base.registry.mappers:
        table = mapper.local_table.name  # type: ignore[attr-defined]
        for row in session.scalars(select(mapper.class_)):
            if table not in keys and getattr(row, "project_id", None) == project.id:
                keys[table] = str(inspect(row).identity[0])
    edition = newest_edition(project)
    for other in external_guidelines(project.network):
        keys["external_guideline"] = other.id
    keys["person"] = members_of(project)[0].person_id
    if edition is not None:
        keys["edition"] = edition.id
    keys |= _outside(project)
    outside = session.scalars(
        select(Appraiser).where(
            Appraiser.person_id.is_(None), Appraiser.appraisal_id == keys.get("appraisal")
        )
    ).first()
    if outside is not None:
        keys["appraiser"] = outside.id
    keys["network_slug"] = project.network.slug
    if edition is not None:
        keys |= {
            "guideline_slug": edition.slug,
            "number": edition.number,
            "code": edition.code,
            "orpha_code": edition.content["about"]["conditions"][0][0],
        }
        if edition.content["recommendations"]:
            keys["recommendation_key"] = edition.content["recommendations"][0]["key"]
        if edition.content["compared_with"]:
            keys["earlier"] = edition.content["compared_with"]
    return keys


def _values(rule: Rule, rows: dict[str, str], settings: Settings) -> dict[str, str] | None:
    """Return a value for each argument of a rule, or None if there is nothing to show."""
    values = {}
    for argument in rule.arguments:
        if argument == "questionnaire_token":
            letters = letters_to(settings, "surgeon-1@demo.example")
            links = [link_in(one) for one in letters if "/questionnaires/link/" in one]
            found: str | None = links[0].rpartition("/")[2]
        elif argument in SECRETS:
            table, make = SECRETS[argument]
            found = make(settings, rows[table]) if table in rows else None
        elif rule.endpoint in FOR_THE_PUBLIC:
            found = rows.get("public_round")
        elif rule.endpoint == "home.handbook":
            found = "rounds"
        else:
            name = argument.removesuffix("_id")
            found = rows.get(TABLES.get(argument, name))
        if found is None:
            return None
        values[argument] = found
    return values
