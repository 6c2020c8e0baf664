"""The plan of a guideline, drawn from what the project, its questions and its processes say."""

import json
from collections import Counter, defaultdict
from typing import Any

from guidelines.consensus.models import Process
from guidelines.consensus.queries import panel_of, processes_of
from guidelines.consensus.rules.plan_wording import in_words as plan_in_words
from guidelines.consensus.rules.wording import in_words as rule_in_words
from guidelines.drafts.models import Document
from guidelines.evidence.queries import questions_of
from guidelines.permissions import PANEL
from guidelines.projects.queries import members_of
from guidelines.publishing.queries.approvals import project_of
from guidelines.publishing.queries.bodies import bodies_of
from guidelines.publishing.rules.hashes import sha256_of
from guidelines.publishing.rules.plans import SCHEMA


def plan_of(document: Document) -> dict[str, Any]:
    """Return the plan as it stands now, as plain values; its `sha256_of` is what is signed.

    Panel members are counted by group and not named: who is asked stays with the process.
    """
    project = project_of(document)
    roles: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    groups: Counter[str] = Counter()
    for member in members_of(project):
        if member.role in PANEL:
            groups[member.group.title if member.group else ""] += 1
            continue
        names[member.person_id] = member.person.name
        roles[member.person_id].append(member.role.value)
    processes = list(processes_of(document))
    on_panels = Counter(one.group_title for process in processes for one in panel_of(process))
    plan = {
        "schema": SCHEMA,
        "title": document.title,
        "kind": document.kind.value,
        "language": document.language,
        "scope": project.scope,
        "questions": [
            {
                "number": one.number,
                "text": one.text,
                "population": one.population,
                "intervention": one.intervention,
                "comparator": one.comparator,
                "outcomes": [outcome.name for outcome in one.findings],
            }
            for one in questions_of(document.project_id)
        ],
        "people": [
            {"name": names[person_id], "roles": sorted(roles[person_id])}
            for person_id in sorted(names, key=lambda key: (names[key], key))
        ],
        "panel": dict(sorted((on_panels or groups).items())),
        "bodies": [
            {
                "title": body.title,
                "quorum": body.quorum.value,
                "at_least": body.at_least,
                "members": sorted(seat.person.name for seat in body.seats),
            }
            for body in bodies_of(document.project_id)
        ],
        "consensus": [_agreeing(process) for process in processes],
    }
    plain: dict[str, Any] = json.loads(json.dumps(plan))
    return plain


def _agreeing(process: Process) -> dict[str, Any]:
    return {
        "title": process.title,
        "rule": process.rule,
        "rule_words": str(rule_in_words(process.definition)),
        "why": process.rule_why,
        "plan": process.plan,
        "plan_words": [str(words) for words in plan_in_words(process.planned)],
    }


def plan_sha256(document: Document) -> str:
    """Return the hash of the plan as it stands now."""
    return sha256_of(plan_of(document))
