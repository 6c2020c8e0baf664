"""Reads about references and the files that they came in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.evidence.models import Reference, ReferenceImport


def references_of(project_id: str) -> Sequence[Reference]:
    """Return the references of a project, by key."""
    return session.scalars(
        select(Reference).where(Reference.project_id == project_id).order_by(Reference.key)
    ).all()


def csl_items(project_id: str) -> list[dict[str, Any]]:
    """Return the references of a project as CSL-JSON items whose id is the key, by key."""
    rows = session.execute(
        select(Reference.key, Reference.csl)
        .where(Reference.project_id == project_id)
        .order_by(Reference.key)
    )
    return [{**csl, "id": key} for key, csl in rows]


def reference_keyed(project_id: str, key: str) -> Reference | None:
    """Return the reference of a project with this key."""
    return session.scalar(
        select(Reference).where(Reference.project_id == project_id, Reference.key == key)
    )


def count_references(project_id: str) -> int:
    """Return how many references a project has."""
    return session.scalar(select(func.count()).where(Reference.project_id == project_id)) or 0


def imports_of(project_id: str, limit: int = 10) -> Sequence[ReferenceImport]:
    """Return the newest files of references that were handed in, newest first."""
    return session.scalars(
        select(ReferenceImport)
        .where(ReferenceImport.project_id == project_id)
        .order_by(ReferenceImport.at.desc(), ReferenceImport.id)
        .limit(limit)
    ).all()
