"""The page on which a document says what it is about, for whom, and until when."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.forms import LANGUAGES
from guidelines.drafts.models import Document
from guidelines.drafts.queries.orphacodes import condition_coded, conditions_called
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.rules.metadata import NOT_NEEDED, code_of, settled
from guidelines.drafts.rules.products.needed import missing_parts
from guidelines.drafts.rules.structure import headings_of
from guidelines.errors import Invalid, Stale, sentence
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

LONGEST_QUESTION = 100


def _values(document: Document) -> dict[str, Any]:
    """Return what the form shows: what was posted, or what is stated now."""
    now, row = queries.metadata_of(document), queries.metadata_row(document)
    if request.method == "POST":
        form = request.form
        chosen = dict.fromkeys(code_of(code) for code in form.getlist("condition"))
        return {
            **form.to_dict(),
            "conditions": [(code, _name(code, dict(now.conditions))) for code in chosen if code],
        }
    parts = {}
    for key, said in now.parts.items():
        parts[f"part-{key}"] = NOT_NEEDED if said.get("reason") else said.get("section", "")
        parts[f"reason-{key}"] = said.get("reason", "")
    return {
        "conditions": list(now.conditions),
        "no_code": now.no_code,
        "population": now.population,
        "users": now.users,
        "review_by": now.review_by.isoformat() if now.review_by else "",
        "language": document.language,
        "revision": row.revision if row else 0,
        **parts,
    }


def _languages(document: Document) -> list[tuple[str, str]]:
    """Return the languages to choose from; that of the document is always among them."""
    here = document.language
    return [*LANGUAGES, *([] if here in dict(LANGUAGES) else [(here, here)])]


def _name(code: str, known: dict[str, str]) -> str:
    found = condition_coded(code)
    return known.get(code) or (found.name if found else "")


def _page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    values = _values(document)
    sections = queries.sections_in(queries.current_version(document))
    headings = [words for item in sections for words in headings_of(item.revision.source)]
    asked = request.form.get("q", "").strip()[:LONGEST_QUESTION]
    taken = {code for code, _words in values["conditions"]}
    page = render_template(
        "drafts/metadata.html",
        document=document,
        values=values,
        sections=sections,
        missing=missing_parts(document.kind, headings, {}, ()),
        languages=_languages(document),
        asked=asked,
        found=[one for one in conditions_called(asked) if one.code not in taken] if asked else [],
        errors=errors or {},
    )
    return page, status


@bp.get("/documents/<document_id>/about")
@asks(Action.DOCUMENT_READ)
def describe_document_form(document_id: str) -> ResponseReturnValue:
    """Show what a document says about itself, and let its authors change it."""
    return _page(fetch(Document, document_id, Action.DOCUMENT_READ))


@bp.post("/documents/<document_id>/about")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def describe_document(document_id: str) -> ResponseReturnValue:
    """Save what a document says about itself, or look for a condition first."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    form = request.form
    if "find" in form:
        return _page(document)
    codes = form.getlist("condition")
    known = dict(queries.metadata_of(document).conditions)
    sections = queries.sections_in(queries.current_version(document))
    language = form.get("language", "")
    try:
        if language not in dict(_languages(document)):
            raise Invalid({"language": sentence("Choose one of the list.")})
        metadata = settled(
            form,
            {code: _name(code_of(code), known) for code in codes},
            document.kind,
            {item.section.id for item in sections},
        )
        with transaction():
            service.describe_document(
                current_actor(),
                document,
                metadata,
                language=language,
                revision=int(form["revision"]) if form.get("revision", "").isdecimal() else 0,
            )
    except (Invalid, Stale) as refused:
        status = 422 if isinstance(refused, Invalid) else 409
        return _page(document, errors_of(refused, "population"), status)
    flash(_("Saved."), "success")
    return redirect(url_for("drafts.describe_document_form", document_id=document.id), 303)
