"""The library of a project: its list, its files for other programs, and the search of `@`."""

import re
from collections.abc import Mapping

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from guidelines.errors import Missing
from guidelines.evidence import queries
from guidelines.evidence.forms import SHOWN_WORDS, SORT_WORDS, TYPE_WORDS
from guidelines.evidence.models import Reference
from guidelines.evidence.queries.duplicates import count_likely_twins
from guidelines.evidence.queries.library import (
    Asked,
    Shown,
    Sort,
    chosen_references,
    kinds_of,
    listed,
)
from guidelines.evidence.routes.uses import uses_of
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.items import in_words
from guidelines.evidence.rules.written import Written, written
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.text.citations import label
from guidelines.web.guard import asks, fetch

PAGE = 50
_YEARS = re.compile(r"\s*(\d{4})?\s*(?:([-–])\s*(\d{4})?)?\s*")


@bp.get("/projects/<project_id>/references")
@asks(Action.EVIDENCE_READ)
def list_references(project_id: str) -> ResponseReturnValue:
    """Show the references of a project: those that were asked for, a page at a time."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    asked, (uses, dead) = _asked(request.args), uses_of(project)
    count = listed(project.id, asked, uses, limit=0).count
    pages = max(1, -(-count // PAGE))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    found = listed(project.id, asked, uses, (page - 1) * PAGE, PAGE)
    total = queries.count_references(project.id)
    return render_template(
        "evidence/references.html",
        project=project,
        rows=found.rows,
        found=count,
        total=total,
        unused=total - len(uses),
        dead=dead,
        retracted=listed(project.id, Asked(shown=Shown.RETRACTED), uses, limit=0).count,
        twins=count_likely_twins(project.id),
        uses=uses,
        page=page,
        pages=pages,
        asked=asked,
        years=request.args.get("years", "")[:20],
        given={name: value for name, value in request.args.items() if name != "page" and value},
        kinds=[(kind, TYPE_WORDS.get(kind, kind)) for kind in kinds_of(project.id)],
        shown_words=list(SHOWN_WORDS.items()),
        sort_words=list(SORT_WORDS.items()),
    )


@bp.get("/projects/<project_id>/references/export")
@asks(Action.EVIDENCE_READ)
def export_references(project_id: str) -> ResponseReturnValue:
    """Give the chosen references, or all that were asked for, as a file."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    format_ = request.args.get("format", Written.RIS.value)
    if format_ not in set(Written):
        raise Missing
    chosen = [key[:12] for key in request.args.getlist("chosen")]
    if chosen:
        rows = chosen_references(project.id, chosen)
    else:
        rows = listed(project.id, _asked(request.args), uses_of(project)[0]).rows
    content, ending, media_type = written(
        [{**row.csl, "id": row.key} for row in rows], Written(format_)
    )
    name = f"{project.slug}-references.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)


@bp.get("/projects/<project_id>/references/search")
@asks(Action.EVIDENCE_READ)
def search_references(project_id: str) -> ResponseReturnValue:
    """Answer a search of the editor with at most 20 references, as JSON."""
    project = fetch(Project, project_id, Action.EVIDENCE_READ)
    found = queries.found_references(project.id, request.args.get("q", "")[:200])
    return jsonify(results=[_result(row) for row in found])


def _asked(given: Mapping[str, str]) -> Asked:
    """Return what the address of a list asks for; what it does not understand it leaves out."""
    years = _YEARS.fullmatch(given.get("years", "")[:20])
    first, dash, last = years.groups() if years else (None, None, None)
    shown, sort = given.get("show", ""), given.get("sort", "")
    return Asked(
        words=given.get("q", "")[:200],
        kind=given.get("kind", "")[:40],
        first_year=int(first) if first else None,
        last_year=int(last) if last else int(first) if first and not dash else None,
        shown=Shown(shown) if shown in set(Shown) else Shown.ALL,
        sort=Sort(sort) if sort in set(Sort) else Sort.AUTHOR,
    )


def _result(row: Reference) -> dict[str, str | bool]:
    words = in_words(row.csl)
    return {
        "key": row.key,
        "label": " ".join(label(row.csl, row.key)),
        "title": words["title"],
        "where": words["where"],
        "retracted": row.retracted,
    }
