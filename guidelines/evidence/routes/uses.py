"""Where a reference is used: in texts, which other features know, and in the evidence itself."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from guidelines.evidence.queries.library import known_keys
from guidelines.evidence.queries.uses import cited_by_evidence
from guidelines.projects.models import Project
from guidelines.web.navigation import fillings, fills

Uses = dict[str, list[dict[str, Any]]]


def uses_of(project: Project) -> tuple[Uses, Uses]:
    """Return where the texts of a project cite which source, and where keys that mean none.

    Each place is ``{"document", "section", "url"}``. Keys of merged references count for the
    source that they mean.
    """
    known = known_keys(project.id)
    uses: Uses = {}
    dead: Uses = {}
    for some in fillings("project.citations", project=project):
        for key, places in some.items():
            found = uses if key in known else dead
            there = found.setdefault(known.get(key, key), [])
            there += [place for place in places if place not in there]
    return uses, dead


@fills("project.citations", 60)
def used_in_evidence(project: Project, **_given: object) -> Uses:
    """Return the questions and judgements that cite each key."""
    return {
        key: [
            {
                "document": _("Evidence"),
                "section": use.words
                if use.question_id
                else _("Judgements on %(key)s", key=use.words),
                "url": url_for("evidence.show_question", question_id=use.question_id)
                if use.question_id
                else url_for("evidence.show_profile", profile_id=use.profile_id),
            }
            for use in found
        ]
        for key, found in cited_by_evidence(project.id).items()
    }
