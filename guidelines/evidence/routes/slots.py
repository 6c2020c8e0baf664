"""What evidence shows on the pages of texts: beside a recommendation, what is known on it."""

from collections.abc import Mapping
from typing import Any

from flask import g

from guidelines.evidence import queries
from guidelines.evidence.models import EvidenceProfile
from guidelines.evidence.routes.questions import notices_on
from guidelines.permissions import Action, can
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("recommendation.below", 20)
def evidence_below(
    recommendation: Any, document: Any, **_given: object
) -> tuple[str, Mapping[str, Any]] | None:
    """Show certainty, last search and framework of a recommendation under its text."""
    if not can(current_actor(), Action.EVIDENCE_READ, document):
        return None
    profile = _profiles(document.project_id).get(recommendation.key)
    if profile is None:
        return None
    written = {
        name: str(getattr(recommendation, name))
        for name in ("type", "strength", "direction", "certainty")
    }
    for name in ("last-search", "strength-reason"):
        written[name] = str(recommendation.attributes.get(name, ""))
    return "evidence/profile_below.html", {
        "profile": profile,
        "search": profile.asked.search,
        "notices": notices_on(profile, written),
    }


def _profiles(project_id: str) -> dict[str, EvidenceProfile]:
    """Return the profiles of a project, read once for a page with many recommendations."""
    known: dict[str, dict[str, EvidenceProfile]] = g.setdefault("evidence_profiles", {})
    if project_id not in known:
        known[project_id] = queries.profiles_of(project_id)
    return known[project_id]
