"""What publishing gives to the file of a project: its published versions, to be read."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from guidelines.db import session
from guidelines.errors import sentence
from guidelines.projects.importers import Part, goes_along
from guidelines.publishing.models import Edition, Rendering
from guidelines.storage import storage


def facts(project_id: str) -> list[dict[str, Any]]:
    """Return the published versions of a project."""
    return [
        {
            "slug": one.slug,
            "number": f"{one.major}.{one.minor}",
            "title": one.title,
            "language": one.language,
            "state": one.state.value,
            "sha256": one.sha256,
            "published_at": one.published_at.isoformat(),
            "content": one.content,
        }
        for one in _editions(project_id)
    ]


def papers(project_id: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the published versions."""
    for one in _editions(project_id):
        found = session.scalars(
            select(Rendering).where(Rendering.edition_id == one.id).order_by(Rendering.form)
        )
        for rendering in found:
            if rendering.sha256:
                name = f"published/{one.slug}-{one.major}.{one.minor}.{rendering.form.value}"
                yield name, storage().get(rendering.sha256)


def _editions(project_id: str) -> list[Edition]:
    return list(
        session.scalars(
            select(Edition)
            .where(Edition.project_id == project_id)
            .order_by(Edition.slug, Edition.major, Edition.minor)
        )
    )


goes_along(
    Part(
        "publishing",
        tables="guidelines.publishing.models.indicators",
        counted={"indicator": sentence("Indicators")},
        facts=facts,
        papers=papers,
        left_out={
            **dict.fromkeys(
                ("approval_request", "sign_off"),
                "Signatures and what was asked for them: they belong to those who gave them.",
            ),
            **dict.fromkeys(
                ("approval_body", "approval_seat", "text_delivery", "change_objection"),
                "Who signs, got a text or objected: it belongs to the people of this place.",
            ),
            **dict.fromkeys(
                ("guideline_move", "endorsement"),
                "What led to a published version stays with it; an imported project begins anew.",
            ),
            **dict.fromkeys(
                ("error_report", "report_step", "safety_notice", "noticed_file"),
                "What readers reported, and warnings, stay with what was published here.",
            ),
            "contribution": "Who did what is said anew by the people of the new place.",
            "dose_check": "Doses are compared with their sources anew before publication.",
            "download_count": "Counts belong to the library that handed out the files.",
            "external_guideline": "What a network endorses belongs to the network.",
            "project_gate": "What a project asks beyond the core belongs to its new place.",
            "unagreed_print": "Decisions about one approval; they are made anew.",
            **dict.fromkeys(
                ("edition", "guideline_doi", "rendering", "editorial_change", "published_item"),
                "Published versions are in it to be read; they are not imported.",
            ),
            **dict.fromkeys(
                ("checklist_choice", "checklist_mark", "kept_checklist"),
                "Checklists point at passages and records of this installation.",
            ),
            **dict.fromkeys(
                ("appraisal", "appraiser", "appraisal_score"),
                "Ratings belong to the appraisers who gave them, on their own.",
            ),
        },
    )
)
