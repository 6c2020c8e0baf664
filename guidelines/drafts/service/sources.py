"""Sources that came with a file go into the library of the project, under the keys it has."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from guidelines.evidence.service import import_references
from guidelines.permissions import Action, Actor, can, require
from guidelines.projects.models import Project


def take_sources(
    actor: Actor, project: Project, markdown: str, references: Sequence[Mapping[str, Any]]
) -> str:
    """Put sources into the library; return the text citing each by the key it has there.

    A source that is there already keeps its key. Whoever may not change the library brings the
    text alone; its citations then wait for their sources.
    """
    require(actor, Action.DOCUMENT_START, project)

    if not references or not can(actor, Action.EVIDENCE_EDIT, project):
        return markdown
    content = json.dumps([dict(item) for item in references]).encode()
    report = import_references(actor, project, content=content, filename="sources.json")
    renamed = {
        problem.entry: str(values["key"])
        for problem in report.problems
        if not problem.left_out and (values := getattr(problem.reason, "values", {}))
        and "key" in values
    }  # fmt: skip
    return with_keys(markdown, renamed)


def with_keys(markdown: str, renamed: Mapping[str, str]) -> str:
    """Return a text in which citation keys have other names."""
    if not renamed:
        return markdown
    names = "|".join(re.escape(key) for key in sorted(renamed, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.])@({names})(?![\w:.#$%&+?<>~/-]*\w)")
    return pattern.sub(lambda found: f"@{renamed[found[1]]}", markdown)
