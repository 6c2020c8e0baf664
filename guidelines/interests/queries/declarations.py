"""Reads about what people declared."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.interests.models import InterestDeclaration


def declarations_of(project_id: str, person_id: str) -> Sequence[InterestDeclaration]:
    """Return what a person declared for a project, newest first."""
    return session.scalars(
        select(InterestDeclaration)
        .where(
            InterestDeclaration.project_id == project_id,
            InterestDeclaration.person_id == person_id,
        )
        .order_by(InterestDeclaration.number.desc())
    ).all()


def newest_declarations(project_id: str) -> dict[str, InterestDeclaration]:
    """Return the newest declaration of each person in a project, by person id."""
    rows = session.scalars(
        select(InterestDeclaration)
        .where(InterestDeclaration.project_id == project_id)
        .options(joinedload(InterestDeclaration.person))
        .order_by(InterestDeclaration.number)
    )
    return {row.person_id: row for row in rows}
