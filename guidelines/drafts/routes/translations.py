"""Translations and plain-language versions: how far they are, and the source beside one's own."""

from babel import Locale, UnknownLocaleError
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts import queries
from guidelines.drafts.forms import KIND_WORDS, LANGUAGES
from guidelines.drafts.models import Document
from guidelines.drafts.queries.translations import (
    made_from,
    progress_of_document,
    source_document,
    translation_of,
)
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import tell
from guidelines.drafts.rules.kinds import Beginning, DocumentKind
from guidelines.drafts.rules.translations import BY_PARAGRAPH, MADE_FROM_ANOTHER, Progress
from guidelines.drafts.service.translations import (
    adopt_translation,
    start_translation,
    take_section,
)
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab

add_tab(
    Tab(
        "document", 65, _l("Translations"), "drafts.list_translations", "document_id",
        Action.DOCUMENT_READ, prefix="drafts.edit_translation", group="write",
    )
)  # fmt: skip


def _overview(document: Document, errors: dict[str, str] | None = None) -> str:
    source = source_document(document)
    sections = translation_of(document, source) if source is not None else []
    return render_template(
        "drafts/translations.html",
        document=document,
        source=source,
        by_paragraph=document.kind in BY_PARAGRAPH,
        sections=sections,
        progress=sum((one.progress for one in sections), Progress()),
        made=[(one, progress_of_document(one)) for one in made_from(document)],
        kinds=[(k.value, words) for k, words in KIND_WORDS.items() if k in MADE_FROM_ANOTHER],
        languages=[(code, name) for code, name in LANGUAGES],
        others=[
            (one.id, one.title)
            for one in queries.documents_of(document.project)
            if document.id not in (one.id, one.source_id)
            and one.language.lower() != document.language.lower()
        ],
        form=request.form,
        errors=errors or {},
    )


@bp.get("/documents/<document_id>/translations")
@asks(Action.DOCUMENT_READ)
def list_translations(document_id: str) -> ResponseReturnValue:
    """Show how far a translation is, and what was made from a document."""
    return _overview(fetch(Document, document_id, Action.DOCUMENT_READ))


@bp.post("/documents/<document_id>/translations")
@asks(Action.DOCUMENT_READ, Action.DOCUMENT_START)
def start_translation_of(document_id: str) -> ResponseReturnValue:
    """Start a translation or a plain-language version."""
    source = fetch(Document, document_id, Action.DOCUMENT_READ)
    try:
        try:
            kind = DocumentKind(request.form.get("kind", ""))
        except ValueError:
            raise Invalid({"kind": sentence("Choose a kind from the list.")}) from None
        with transaction():
            document = start_translation(
                current_actor(),
                source,
                title=request.form.get("title", ""),
                kind=kind,
                language=request.form.get("language", ""),
                begin=_beginning(request.form.get("begin", "")),
            )
    except Invalid as invalid:
        return _overview(source, errors_of(invalid)), 422
    flash(_("It is started. Choose a section and write beside the original."), "success")
    return redirect(url_for("drafts.list_translations", document_id=document.id), 303)


def _beginning(typed: str) -> Beginning:
    return Beginning(typed) if typed in set(Beginning) else Beginning.HEADINGS


@bp.post("/documents/<document_id>/translations/original")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def name_original(document_id: str) -> ResponseReturnValue:
    """Say of which document this one is the translation."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    chosen = request.form.get("original", "")
    others = {one.id: one for one in queries.documents_of(document.project)}
    try:
        if chosen not in others:
            raise Invalid({"original": sentence("Choose another document of this project.")})
        with transaction():
            adopt_translation(current_actor(), document, others[chosen])
    except (Invalid, Conflict) as refused:
        page = _overview(document, errors_of(refused, "original"))
        return page, 422 if isinstance(refused, Invalid) else 409
    flash(_("They are tied. Look through what is marked."), "success")
    return redirect(url_for("drafts.list_translations", document_id=document.id), 303)


@bp.post("/documents/<document_id>/translations/sections")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def take_section_over(document_id: str) -> ResponseReturnValue:
    """Take a section that is new in the source over."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    with transaction():
        saved = take_section(
            current_actor(),
            document,
            source_section_id=request.form.get("source", ""),
            message=_("Taken over from the original"),
        )
    tell(saved)
    section_id = saved.revision.section_id
    return redirect(url_for("drafts.edit_translation", section_id=section_id), 303)


def left_words(progress: Progress) -> str:
    """Return how far a translation is in one line: "34 of 51 paragraphs, 3 changed since"."""
    parts = [
        _("%(done)s of %(total)s paragraphs", done=progress.done, total=progress.total)
        if progress.total != 1
        else _("%(done)s of 1 paragraph", done=progress.done)
    ]
    if progress.changed:
        parts.append(ngettext("%(num)s changed since", "%(num)s changed since", progress.changed))
    if progress.new:
        parts.append(ngettext("%(num)s new", "%(num)s new", progress.new))
    if progress.removed:
        parts.append(
            ngettext("%(num)s taken out there", "%(num)s taken out there", progress.removed)
        )
    return ", ".join(parts)


@bp.app_template_filter("language_words")
def language_words(code: str) -> str:
    """Return the name of a language in itself: Dansk, English (United Kingdom)."""
    try:
        name = str(Locale.parse(code, sep="-").get_display_name())
        return name[:1].upper() + name[1:]
    except (UnknownLocaleError, ValueError):
        return code


bp.add_app_template_filter(left_words, "left_words")
