"""Reads about what a project asks for."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.db import session
from guidelines.interests.models import InterestPolicy
from guidelines.interests.rules import LEAST, Policy


def policies_of(project_id: str) -> Sequence[InterestPolicy]:
    """Return the rules that a project gave itself, newest first."""
    return session.scalars(
        select(InterestPolicy)
        .where(InterestPolicy.project_id == project_id)
        .order_by(InterestPolicy.number.desc())
    ).all()


def policy_of(project_id: str) -> Policy:
    """Return the rules that hold in a project: its own, or the least there is."""
    rows = policies_of(project_id)
    return rows[0].policy if rows else LEAST
