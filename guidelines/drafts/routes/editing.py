"""The page on which a section is written: opened, saved as a version, or kept for later."""

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Clash, Section, WorkingCopy
from guidelines.drafts.queries import SectionInVersion
from guidelines.drafts.routes.blueprint import bp, notice_words
from guidelines.drafts.routes.citations import unknown_words
from guidelines.drafts.routes.shown import difference, shown
from guidelines.drafts.routes.working import open_page, page_of_form, sent_by_form
from guidelines.errors import Conflict, Invalid, Missing, Recused
from guidelines.evidence.queries import csl_items
from guidelines.interests.queries import barred_keys
from guidelines.interests.rules import Doing
from guidelines.permissions import Action
from guidelines.text.citations import label
from guidelines.text.comparison import compare
from guidelines.web.errors import errors_of, status_of, translated, wants_json
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings

GO_ON = "go-on"


@dataclass(frozen=True, slots=True)
class Written:
    """What the editor shows when it is not the newest version: a text and where it comes from.

    `base` is the revision it was written on, `replaces` the mark of the kept text it began with.
    """

    source: str
    base: str
    message: str = ""
    replaces: str = ""
    kept: WorkingCopy | None = None


def section_now(section: Section) -> SectionInVersion:
    """Return a section as the newest version has it; a removed one has no page."""
    item = queries.section_in(queries.current_version(section.document), section.id)
    if item is None:
        raise Missing
    return item


def _item_or_last(section: Section) -> SectionInVersion:
    """Return the section now, or as it was before somebody removed it."""
    item = queries.section_in(queries.current_version(section.document), section.id)
    if item is not None:
        return item
    last = queries.last_revision(section)
    if last is None:
        raise Missing
    return SectionInVersion(section, last, last.depth, "")


def keep(section: Section, clashing: service.Clashing) -> Clash:
    """Keep the text of a refused save, in a transaction of its own.

    It is safe there, so the text that its page kept on the way has done its work.
    """
    with transaction():
        clash = service.keep_clash(current_actor(), section, clashing)
        spend(section, clashing.source, clashing.base_id)
    return clash


def spend(section: Section, saved: str, base_id: str) -> None:
    """Take away the kept text of the form's page, which has done its work."""
    service.spend_working_copy(
        current_actor(), section, saved=saved, base_revision_id=base_id, page=page_of_form()
    )


def tell(saved: service.Saved) -> None:
    """Say on the next page what became of a save."""
    if not saved.changed:
        flash(_("Nothing has changed, so there is no new version."), "info")
    elif saved.merged:
        flash(
            _(
                "Saved as version %(number)s, together with what others wrote meanwhile.",
                number=saved.version.number,
            ),
            "success",
        )
    else:
        flash(_("Saved as version %(number)s.", number=saved.version.number), "success")
    for notice in saved.notices:
        flash(notice_words(notice), "warning")


def editor(
    item: SectionInVersion,
    written: Written | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    """Return the page on which a section is written."""
    section, document = item.section, item.section.document
    written = written or Written(item.revision.source, item.revision.id)
    locked = queries.locked_keys(document)
    me = current_actor().person_id
    return render_template(
        "drafts/edit.html",
        document=document,
        section=section,
        item=item,
        source=written.source,
        base=written.base,
        message=written.message,
        errors=errors or {},
        shown=shown(document, written.source, section_id=section.id),
        locks={
            row.key: locked[row.key]
            for row in queries.recommendations_of(document)
            if row.section_id == section.id and row.key in locked
        },
        barred=sorted(
            row.ordinal
            for row in queries.recommendations_of(document)
            if row.section_id == section.id and row.key in _barred(section)
        ),
        sections=queries.sections_in(queries.current_version(document)),
        numbers={row.key: row.ordinal for row in queries.recommendations_of(document)},
        pictures={
            asset.name: url_for("drafts.show_asset", asset_id=asset.id)
            for asset in queries.assets_of(document)
        },
        references=_references(document.project_id),
        people=queries.people_in(document.id, but=me).get(section.id, []),
        kept=written.kept,
        working={
            **open_page(section),
            "replaces": written.replaces,
            "save": url_for("drafts.save_section", section_id=section.id),
            "open": url_for("drafts.edit_section", section_id=section.id, copy=GO_ON),
        },
    )


def _barred(section: Section) -> frozenset[str]:
    """Return the recommendations whose text an interest keeps the visitor from changing."""
    return barred_keys(current_actor().person_id or "", section.project_id, Doing.EDIT)


def _references(project_id: str) -> dict[str, dict[str, str]]:
    """Return what the editor shows of each source, by its key."""
    found = {}
    for item in csl_items(project_id):
        key = str(item["id"])
        author, year = label(item, key)
        found[key] = {
            "label": f"{author} {year}".strip(),
            "title": str(item.get("title") or ""),
        }
    return found


@bp.get("/sections/<section_id>/edit")
@asks(Action.DRAFT_SAVE)
def edit_section(section_id: str) -> ResponseReturnValue:
    """Show a section for writing; a text that was left without a version is offered first."""
    section = fetch(Section, section_id, Action.DRAFT_SAVE)
    kept = queries.kept_text(current_actor().person_id or "", section)
    item = _item_or_last(section) if kept is not None else section_now(section)
    if kept is None or kept.source is None:
        return editor(item)
    is_there = item.revision.id == queries.newest_in(section).revision_id
    if is_there and request.args.get("copy") == GO_ON:
        return editor(item, Written(kept.source, kept.base_id, replaces=kept.mark, kept=kept))
    return render_template(
        "drafts/working.html",
        document=section.document,
        section=section,
        item=item,
        kept=kept,
        is_there=is_there,
        is_stale=kept.base_id != item.revision.id,
        rows=difference(compare(kept.base.source, kept.source)),
        go_on=url_for("drafts.edit_section", section_id=section.id, copy=GO_ON),
    )


@bp.post("/sections/<section_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def save_section(section_id: str) -> ResponseReturnValue:
    """Save the text of a section as a version; a clash is shown with both texts.

    Scripts get the outcome as values, and a clash as the address of its page.
    """
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    form = request.form
    source, base, message = form.get("source", ""), form.get("base", ""), form.get("message", "")
    try:
        with transaction():
            saved = service.save_section(
                current_actor(), section, source=source, base_revision_id=base, message=message
            )
            spend(section, saved.revision.source if saved.changed else source, saved.revision.id)
            if saved.changed:
                fillings("section.saved", section=section, version=saved.version, form=form)
    except service.Clashing as clashing:
        address = url_for("drafts.show_clash", clash_id=keep(section, clashing).id)
        if wants_json():
            return jsonify(message=translated(clashing.message), clash_url=address), 409
        return redirect(address, 303)
    except (Invalid, Conflict, Recused) as refused:
        return _refused(section, Written(source, base, message), refused)
    if wants_json():
        return jsonify(
            revision=saved.revision.id,
            version=saved.version.number,
            source=saved.revision.source,
            merged=saved.merged,
            changed=saved.changed,
            notices=[notice_words(notice) for notice in saved.notices]
            + unknown_words(section.project_id, saved.revision.source, saved.before),
        )
    tell(saved)
    if form.get("then") == "stay":
        for words in unknown_words(section.project_id, saved.revision.source, saved.before):
            flash(words, "warning")
        return redirect(url_for("drafts.edit_section", section_id=section.id), 303)
    return redirect(url_for("drafts.show_section", section_id=section.id), 303)


def _refused(
    section: Section, written: Written, refused: Invalid | Conflict | Recused
) -> ResponseReturnValue:
    """Say why a text was not taken, with the text still there."""
    status, errors = status_of(refused), errors_of(refused, "source")
    if wants_json():
        fields = errors if isinstance(refused, Invalid) else {}
        return jsonify(message=next(iter(errors.values())), fields=fields), status
    return editor(_item_or_last(section), written, errors), status


@bp.post("/sections/<section_id>/working-copy")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def keep_by_form(section_id: str) -> ResponseReturnValue:
    """Keep the text of a form without making a version of it, and go on writing."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    form, sent = request.form, sent_by_form(section)
    try:
        with transaction():
            service.keep_working_copy(
                current_actor(), section, sent, base_revision_id=form.get("base", "")
            )
    except (Invalid, Conflict) as refused:
        written = Written(
            sent.source, form.get("base", ""), form.get("message", ""), replaces=sent.replaces
        )
        return _refused(section, written, refused)
    flash(_("Your text is kept. Only you see it until you save it as a version."), "success")
    return redirect(url_for("drafts.edit_section", section_id=section.id, copy=GO_ON), 303)


@bp.post("/sections/<section_id>/working-copy/discard")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def discard_by_form(section_id: str) -> ResponseReturnValue:
    """Throw away a kept text by a button, and begin with the newest version."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    with transaction():
        service.discard_working_copy(current_actor(), section)
    flash(_("Your text that was not saved is thrown away."), "info")
    if queries.newest_in(section).revision_id:
        beside = request.form.get("then") == "beside"
        there = "drafts.edit_translation" if beside else "drafts.edit_section"
        return redirect(url_for(there, section_id=section.id), 303)
    return redirect(url_for("drafts.show_document", document_id=section.document_id), 303)
