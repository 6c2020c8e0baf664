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
from guidelines.db import Base, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version, sections_in
from guidelines.projects.models import Project
from guidelines.publishing.models import Edition
from tests.architecture.world import TABLES

FINISHED, OPEN = "craniosynostosis", "otitis-media"
NO_PAGES = {
    "static", "home.health", "home.front", "library.show_latest",
    "drafts.show_asset", "library.download", "library.show_image",
    "library.cite", "library.describe", "library.feed", "library.feed_guideline",
    "library.feed_network", "library.robots", "library.show_latest_recommendation",
    "library.sitemap",
    "consensus.export_results", "consensus.download_slides",
    "consensus.export_record", "consensus.export_record_to_panel",
    "consensus.download_checker", "consensus.show_proof", "consensus.show_plan_proof",
    "publishing.show_progress", "publishing.show_readiness_line", "publishing.download_checklist",
    "publishing.download_appraisal", "publishing.show_picture_by_link",
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
        for rule in sorted(app.url_map.iter_rules(), key=str):
            if rule.rule.startswith("/api/"):
                continue  # for programs
            if rule.endpoint in NO_PAGES or "GET" not in (rule.methods or ()):
                continue
            values = _values(rule, rows, settings)
            if values is not None:
                yield rule.endpoint, adapter.build(rule.endpoint, values, method="GET")
        session.remove()


def _rows(project: Project) -> dict[str, str]:
    """Return the key of the first row of a project by table."""
    keys = {"project": project.id, "network": project.network_id}
    for mapper in Base.registry.mappers:
        table = mapper.local_table.name  # type: ignore[attr-defined]
        for row in session.scalars(select(mapper.class_)):
            if table not in keys and getattr(row, "project_id", None) == project.id:
                keys[table] = str(inspect(row).identity[0])
    edition = session.scalars(select(Edition).where(Edition.project_id == project.id)).first()
    keys["network_slug"] = project.network.slug
    if edition is not None:
        keys |= {
            "guideline_slug": edition.slug,
            "number": edition.number,
            "recommendation_key": edition.content["recommendations"][0]["key"],
        }
    return keys


def _values(rule: Rule, rows: dict[str, str], settings: Settings) -> dict[str, str] | None:
    """Return a value for each argument of a rule, or None if there is nothing to show."""
    values = {}
    for argument in rule.arguments:
        if argument == "questionnaire_token":
            [letter, *_] = letters_to(settings, "surgeon-1@demo.example")
            found: str | None = link_in(letter).rpartition("/")[2]
        elif rule.endpoint == "home.handbook":
            found = "rounds"
        else:
            name = argument.removesuffix("_id")
            found = rows.get(TABLES.get(argument, name))
        if found is None:
            return None
        values[argument] = found
    return values
