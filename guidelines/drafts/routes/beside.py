"""A section of a translation or plain-language version, written beside its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document, Section, WorkingCopy
from guidelines.drafts.queries.translations import (
    TranslatedSection,
    source_document,
    translation_of,
)
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import keep, spend, tell
from guidelines.drafts.routes.translated import grounds, passages, rows_of
from guidelines.drafts.routes.working import kept_as_sent, open_page, sent_by_form
from guidelines.drafts.rules.translation_edits import Verb, typed_in
from guidelines.drafts.rules.translations import BY_PARAGRAPH
from guidelines.drafts.service.translation_edits import (
    NOT_ONE,
    rest_no_more,
    rest_on,
    save_translation,
)
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields of the page besides what is saved, and where it comes from.

    `seen` is the text of the source beside which it was typed, where that is no longer the
    newest. `kept` is the text it was read from, None for what was just refused.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    seen: str = ""
    editor: str = ""
    counter: str = "0"
    replaces: str = ""
    message: str = ""
    kept: WorkingCopy | None = None


def _beside(section: Section) -> tuple[Document, TranslatedSection] | None:
    """Return the source and a section beside it; None where it was not made from another."""
    document = section.document
    source = source_document(document)
    if source is None:
        return None
    found = translation_of(document, source, section.id)
    if not found:
        raise Missing
    return source, found[0]


def _kept(section: Section, one: TranslatedSection) -> tuple[Filled, WorkingCopy | None]:
    """Return what a person left in the fields, and else their text that belongs elsewhere."""
    row = queries.kept_text(current_actor().person_id or "", section)
    if row is None or row.source is None:
        return Filled(), None
    by_paragraph = section.document.kind in BY_PARAGRAPH
    if by_paragraph and (row.fields is None or one.source is None):
        return Filled(), row
    fields, beside = {"source": row.source}, ""
    if row.fields is not None and by_paragraph:
        fields, beside = row.fields["typed"], row.fields["beside"]
    newest = one.source.revision.id if one.source else ""
    seen = beside if beside != newest else ""
    return Filled(fields, row.base_id, seen, replaces=row.mark, kept=row), None


def _page(
    section: Section,
    source: Document,
    one: TranslatedSection,
    filled: Filled,
    *,
    elsewhere: WorkingCopy | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    document = section.document
    rows = list(rows_of(one, document, source, filled.fields))
    left = request.values.get("show") == "left"
    named = {name for row in rows for name in row.names}
    order = [entry.section_id for entry in queries.current_version(document).entries]
    at = order.index(section.id)
    by_paragraph = document.kind in BY_PARAGRAPH
    return render_template(
        "drafts/translation.html",
        document=document,
        source=source,
        section=section,
        one=one,
        by_paragraph=by_paragraph,
        rows=[row for row in rows if row.needs_work or not left or row.is_typed],
        orphans=[
            (name, words)
            for name, words in filled.fields.items()
            if by_paragraph and name not in named and words.strip()
        ],
        left=left,
        grounds=grounds(one),
        passages=passages(source) if not by_paragraph else [],
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
        filled=filled,
        elsewhere=elsewhere,
        is_stale=bool(filled.base)
        and one.item is not None
        and filled.base != one.item.revision.id,
        working=open_page(section, filled.editor),
        people_here=queries.people_in(document.id, but=current_actor().person_id).get(
            section.id, []
        ),
        errors=errors or {},
    )


@bp.get("/sections/<section_id>/translation")
@asks(Action.DOCUMENT_READ)
def edit_translation(section_id: str) -> ResponseReturnValue:
    """Show a section beside the source, with what its writer has not saved as a version."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    found = _beside(section)
    if found is None:
        flash(translated(NOT_ONE), "info")
        return redirect(url_for("drafts.show_section", section_id=section.id), 303)
    filled, elsewhere = _kept(section, found[1])
    return _page(section, *found, filled, elsewhere=elsewhere)


@bp.post("/sections/<section_id>/translation")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def save_translation_of(section_id: str) -> ResponseReturnValue:
    """Save what was written beside the source."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    found = _beside(section)
    if found is None:
        raise Conflict(NOT_ONE)
    form = request.form
    try:
        with transaction():
            saved = _save(section, form)
            spend(section, saved.revision.source, saved.revision.id)
    except service.Clashing as clashing:
        clash = keep(section, clashing)
        return redirect(url_for("drafts.show_clash", clash_id=clash.id), 303)
    except (Invalid, Conflict) as refused:
        page = _page(section, *found, _sent_back(form), errors=errors_of(refused, "source"))
        return page, 422 if isinstance(refused, Invalid) else 409
    verb, about = _asked(form)
    if verb is Verb.SETTLE:
        flash(_("Noted: it is still right."), "success")
    else:
        tell(saved)
    then = section_id
    if form.get("then") == "next":
        order = [e.section_id for e in saved.version.entries]
        then = order[min(order.index(section_id) + 1, len(order) - 1)]
    anchor = f"p-{about}" if about else None
    show = "left" if form.get("show") == "left" else None
    return redirect(
        url_for("drafts.edit_translation", section_id=then, show=show, _anchor=anchor), 303
    )


@bp.post("/sections/<section_id>/translation/working-copy")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def keep_translation_by_form(section_id: str) -> ResponseReturnValue:
    """Keep what was written beside the source without making a version of it, and go on."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    found = _beside(section)
    if found is None:
        raise Conflict(NOT_ONE)
    form, back = request.form, _sent_back(request.form)
    try:
        with transaction():
            kept_as_sent(
                section,
                sent_by_form(section),
                base=back.base,
                beside=back.seen or form.get("beside", ""),
                fields=back.fields if section.document.kind in BY_PARAGRAPH else None,
            )
    except (Invalid, Conflict) as refused:
        page = _page(section, *found, back, errors=errors_of(refused, "source"))
        return page, 422 if isinstance(refused, Invalid) else 409
    flash(_("Your text is kept. Only you see it until you save it as a version."), "success")
    return redirect(url_for("drafts.edit_translation", section_id=section.id), 303)


def _sent_back(form: Mapping[str, str]) -> Filled:
    """Return what was sent and refused, so that the page shows it again."""
    fields = {n: v for n, v in form.items() if n == "source" or n.startswith(("text-", "short-"))}
    return Filled(
        fields,
        base=form.get("base", ""),
        seen=form.get("seen", ""),
        editor=form.get("editor", ""),
        counter=form.get("counter") or "0",
        replaces=form.get("replaces", ""),
        message=form.get("message", ""),
    )


def _save(section: Section, form: Mapping[str, str]) -> service.Saved:
    message = form.get("message", "")
    if section.document.kind not in BY_PARAGRAPH:
        return service.save_section(
            current_actor(),
            section,
            source=form.get("source", ""),
            base_revision_id=form.get("base", ""),
            message=message,
        )
    return save_translation(
        current_actor(),
        section,
        base_revision_id=form.get("base", ""),
        source_revision_id=form.get("beside", ""),
        seen_revision_id=form.get("seen", ""),
        typed=typed_in(form, *_asked(form)),
        message=message,
    )


def _asked(form: Mapping[str, Any]) -> tuple[Verb, str]:
    """Return what the pressed button does, and to which paragraph."""
    verb, _colon, about = str(form.get("do", "")).partition(":")
    try:
        return Verb(verb), about
    except ValueError:
        return Verb.SAVE, ""


@bp.post("/sections/<section_id>/basis")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def change_basis(section_id: str) -> ResponseReturnValue:
    """Say on what a section of a plain-language version rests, or that it is still right."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    gone = request.form.get("remove", "")
    try:
        with transaction():
            if gone:
                rest_no_more(current_actor(), section, basis_id=gone)
            else:
                there, _hash, key = request.form.get("passage", "").partition("#")
                rest_on(current_actor(), section, source_section_id=there, source_key=key)
    except Invalid as invalid:
        flash(translated(invalid.message), "warning")
    else:
        flash(_("Noted."), "success")
    return redirect(url_for("drafts.edit_translation", section_id=section.id), 303)
