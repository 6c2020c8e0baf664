"""The library of a project: its list, and the search while somebody types `@`."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from guidelines.evidence import queries
from guidelines.evidence.models import Reference
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.items import in_words
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.text.citations import label
from guidelines.web.guard import asks, fetch

PAGE = 50


@bp.get("/projects/<project_id>/references")
@asks(Action.EVIDENCE_READ)
def list_references(project_id: str) -> ResponseReturnValue:
    """Show the references of a project, or those that hold all words of a search."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    words = request.args.get("q", "")[:200].split()
    total = queries.count_references(project.id)
    found = queries.found_references(project.id, " ".join(words), limit=total)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return render_template(
        "evidence/references.html",
        project=project,
        rows=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        total=total,
        page=page,
        pages=pages,
        searched=" ".join(words),
    )


@bp.get("/projects/<project_id>/references/search")
@asks(Action.EVIDENCE_READ)
def search_references(project_id: str) -> ResponseReturnValue:
    """Answer a search of the editor with at most 20 references, as JSON."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    found = queries.found_references(project.id, request.args.get("q", "")[:200])
    return jsonify(results=[_result(row) for row in found])


def _result(row: Reference) -> dict[str, str | bool]:
    words = in_words(row.csl)
    return {
        "key": row.key,
        "label": " ".join(label(row.csl, row.key)),
        "title": words["title"],
        "where": words["where"],
        "retracted": row.retracted,
    }
