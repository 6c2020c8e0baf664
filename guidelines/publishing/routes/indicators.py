"""Pages of the indicators of a draft, and of what a project's drafts say is not known."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.drafts.models import Document, Recommendation
from guidelines.drafts.queries import recommendation_in, recommendations_of
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.permissions import Action, can
from guidelines.projects.models import Project
from guidelines.publishing import service
from guidelines.publishing.models import Indicator
from guidelines.publishing.queries.indicators import (
    gaps_in_drafts,
    indicators_by_key,
    printed_indicators,
)
from guidelines.publishing.queries.table_files import table_file
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.indicators import (
    Aim,
    IndicatorKind,
    measure_from,
    measure_of,
    rows_of,
)
from guidelines.publishing.rules.table_files import MEDIA_TYPES
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab, fills

KIND_WORDS = {
    IndicatorKind.STRUCTURE: _l("Structure: what is there"),
    IndicatorKind.PROCESS: _l("Process: what is done"),
    IndicatorKind.OUTCOME: _l("Outcome: what becomes of patients"),
}
AIM_WORDS = {
    Aim.AT_LEAST: _l("at least"),
    Aim.AT_MOST: _l("at most"),
    Aim.OBSERVE: _l("observed only, without a target"),
}
add_tab(
    Tab(
        "document",
        34,
        _l("Indicators"),
        "publishing.list_indicators",
        "document_id",
        Action.DOCUMENT_READ,
        prefix=("publishing.new_indicator", "publishing.edit_indicator"),
        group="write",
    )
)
GAP_COLUMNS = ("guideline", "number", "recommendation", "gap")


@bp.app_template_filter("indicator_kind")
def indicator_kind(kind: str) -> str:
    """Return what an indicator looks at, in one word."""
    return str(KIND_WORDS[IndicatorKind(kind)]).partition(":")[0]


@bp.app_template_filter("indicator_target")
def indicator_target(one: Mapping[str, str]) -> str:
    """Return the target of an indicator in words: at least 95 %."""
    aim = Aim(one["aim"])
    if aim is Aim.OBSERVE:
        return str(_("observed only"))
    return f"{AIM_WORDS[aim]} {one['target']} {one['unit']}".strip()


@bp.get("/documents/<document_id>/indicators")
@asks(Action.DOCUMENT_READ)
def list_indicators(document_id: str) -> ResponseReturnValue:
    """Show how it is measured whether the recommendations of a draft are followed."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    by_key = indicators_by_key(document)
    rows = recommendations_of(document)
    return render_template(
        "publishing/indicators.html",
        document=document,
        rows=rows,
        by_key=by_key,
        count=sum(len(by_key.get(row.key, ())) for row in rows),
        left=[one for key in set(by_key) - {row.key for row in rows} for one in by_key[key]],
        measure_of=measure_of,
    )


@bp.get("/documents/<document_id>/indicators/file")
@asks(Action.DOCUMENT_READ)
def download_indicators(document_id: str) -> ResponseReturnValue:
    """Send the indicators of a draft as a table or JSON."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    found = printed_indicators(document)
    return _file(rows_of(found), {"indicators": found}, f"{document.slug}-indicators")


def _file(lines: Sequence[Sequence[str]], plain: Mapping[str, Any], name: str) -> Response:
    """Send a table as what is asked for: ``as=xlsx`` or ``json``, else CSV."""
    ending = request.args.get("as", "csv")
    if ending not in MEDIA_TYPES:
        raise Missing
    content = table_file(lines, plain, ending, title=name)
    answer = Response(content, mimetype=MEDIA_TYPES[ending])
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.{ending}"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _form(
    document: Document,
    row: Recommendation,
    indicator: Indicator | None = None,
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "publishing/indicator.html",
        document=document,
        row=row,
        indicator=indicator,
        typed=typed or (measure_of(indicator).as_json() if indicator else {}),
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        aims=[(aim.value, words) for aim, words in AIM_WORDS.items()],
        errors=errors or {},
    )
    return page, status


@bp.get("/recommendations/<recommendation_id>/indicators/new")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def new_indicator(recommendation_id: str) -> ResponseReturnValue:
    """Show the form of a new indicator."""
    row = fetch(Recommendation, recommendation_id, Action.DOCUMENT_READ)
    return _form(fetch(Document, row.document_id, Action.DOCUMENT_READ), row)


@bp.post("/recommendations/<recommendation_id>/indicators")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def add_indicator(recommendation_id: str) -> ResponseReturnValue:
    """Add an indicator to a recommendation."""
    row = fetch(Recommendation, recommendation_id, Action.DOCUMENT_READ)
    document = fetch(Document, row.document_id, Action.DOCUMENT_READ)
    try:
        with transaction():
            service.add_indicator(
                current_actor(), document, key=row.key, measure=measure_from(request.form)
            )
    except Invalid as invalid:
        return _form(document, row, None, request.form, errors_of(invalid), 422)
    flash(_("The indicator is saved."), "success")
    return _back(document, row.key)


@bp.get("/indicators/<indicator_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def edit_indicator(indicator_id: str) -> ResponseReturnValue:
    """Show the form of an indicator."""
    indicator = fetch(Indicator, indicator_id, Action.DOCUMENT_READ)
    row = recommendation_in(indicator.document, indicator.key)
    if row is None:
        return _back(indicator.document, "")
    return _form(indicator.document, row, indicator)


@bp.post("/indicators/<indicator_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def change_indicator(indicator_id: str) -> ResponseReturnValue:
    """Save a changed indicator, or take it out."""
    indicator = fetch(Indicator, indicator_id, Action.DOCUMENT_READ)
    document, key = indicator.document, indicator.key
    if request.form.get("do") == "remove":
        with transaction():
            service.remove_indicator(current_actor(), indicator)
        flash(_("The indicator is taken out."), "success")
        return _back(document, key)
    seen = request.form.get("revision", "")
    try:
        with transaction():
            service.change_indicator(
                current_actor(),
                indicator,
                measure=measure_from(request.form),
                revision=int(seen) if seen.isdecimal() else 0,
            )
    except (Invalid, Conflict) as refused:
        row = recommendation_in(document, key)
        if row is None:
            raise
        if isinstance(refused, Invalid):
            return _form(document, row, indicator, request.form, errors_of(refused), 422)
        said = {"name": translated(refused.message)}
        return _form(document, row, indicator, request.form, said, 409)
    flash(_("The indicator is saved."), "success")
    return _back(document, key)


def _back(document: Document, key: str) -> ResponseReturnValue:
    page = url_for("publishing.list_indicators", document_id=document.id)
    return redirect(f"{page}#{key}" if key else page, 303)


@fills("recommendation.below")
def measuring(
    recommendation: Recommendation, document: Document, **_given: object
) -> tuple[str, dict[str, object]] | None:
    """Show how many indicators a recommendation has, where there are some or may be some."""
    if "indicators" not in g:
        g.indicators = indicators_by_key(document)
    count = len(g.indicators.get(recommendation.key, ()))
    if not count and not can(current_actor(), Action.DRAFT_SAVE, document):
        return None
    return "publishing/indicators_below.html", {
        "document": document,
        "recommendation": recommendation,
        "count": count,
    }


@fills("project.overview", 90)
def unknown(project: Project, **_given: object) -> tuple[str, dict[str, object]] | None:
    """Lead from the overview of a project to what its drafts say is not known."""
    if not can(current_actor(), Action.DOCUMENT_READ, project):
        return None
    return "publishing/gaps_link.html", {"project": project}


@bp.get("/projects/<project_id>/research-gaps")
@asks(Action.PROJECT_READ, Action.DOCUMENT_READ)
def list_gaps(project_id: str) -> ResponseReturnValue:
    """Show what the drafts of a project say is not known."""
    project = fetch(Project, project_id, Action.PROJECT_READ)
    return render_template("publishing/gaps.html", project=project, found=gaps_in_drafts(project))


@bp.get("/projects/<project_id>/research-gaps/file")
@asks(Action.PROJECT_READ, Action.DOCUMENT_READ)
def download_gaps(project_id: str) -> ResponseReturnValue:
    """Send what is not known as a table or JSON."""
    project = fetch(Project, project_id, Action.PROJECT_READ)
    found = [
        {"guideline": document.title, **{k: v for k, v in gap.items() if k != "section"}}
        for document, gaps in gaps_in_drafts(project)
        for gap in gaps
    ]
    rows = [list(GAP_COLUMNS), *([one[name] for name in GAP_COLUMNS] for one in found)]
    return _file(rows, {"research_gaps": found}, "research-gaps")
