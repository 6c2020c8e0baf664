"""The versions of a document: their history, read one, restore it or a section of it, name it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document, Section, Version
from guidelines.drafts.queries.comparison import versions_offered
from guidelines.drafts.queries.history import (
    OPERATOR,
    Filter,
    HistoryEntry,
    HistoryPage,
    authors_of,
    history_of,
)
from guidelines.drafts.routes.blame import why
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.comparison import number_given
from guidelines.drafts.routes.shown import shown
from guidelines.drafts.rules.history import Deed
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch

LONGEST_WORDS = 200


@bp.get("/documents/<document_id>/versions")
@asks(Action.DOCUMENT_READ)
def list_versions(document_id: str) -> ResponseReturnValue:
    """Show the versions, newest first, a page at a time, with what each changed."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    wanted = Filter(
        below=number_given("below") or None,
        author=request.args.get("author", ""),
        section=request.args.get("section", ""),
        words=" ".join(request.args.get("words", "").split())[:LONGEST_WORDS],
        named=request.args.get("named") == "1",
    )
    page = history_of(document, wanted)
    return render_template(
        "drafts/versions.html",
        document=document,
        wanted=wanted,
        operator=OPERATOR,
        days=_days(page),
        older=page.older,
        why=why(document, [entry.version for entry in page.entries]),
        older_url=_older(document, wanted, page.older),
        authors=authors_of(document),
        sections=queries.sections_in(queries.current_version(document)),
        offered=versions_offered(document),
    )


def _older(document: Document, wanted: Filter, below: int | None) -> str:
    """Return the address of the next page."""
    given: dict[str, Any] = {
        "author": wanted.author,
        "section": wanted.section,
        "words": wanted.words,
        "named": "1" if wanted.named else "",
        "below": below,
    }
    return url_for(
        "drafts.list_versions",
        document_id=document.id,
        **{name: value for name, value in given.items() if value},
    )


def _days(page: HistoryPage) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return the versions by day, each with what it changed in words."""
    return [
        (day, [_row(page, entry) for entry in entries])
        for day, entries in groupby(page.entries, key=lambda one: one.version.created_at.date())
    ]


def _row(page: HistoryPage, entry: HistoryEntry) -> dict[str, Any]:
    return {
        "version": entry.version,
        "sections": _section_words(page, entry),
        "recommendations": [
            {
                "words": _deed_words(deed.deed, page.numbers.get(deed.key)),
                "kind": "warning" if deed.deed is Deed.WORDING else "neutral",
            }
            for deed in entry.recommendations
        ],
    }


def _section_words(page: HistoryPage, entry: HistoryEntry) -> Sequence[str]:
    """Return what became of the sections of one version: "Airway", "Scope (moved)"."""
    words = {
        Deed.ADDED: _("added"),
        Deed.REMOVED: _("taken out"),
        Deed.MOVED: _("moved"),
    }
    found = []
    for deed in entry.sections:
        title = page.titles.get(deed.after or deed.before or "") or _("Text before the headings")
        more = words.get(deed.deed)
        found.append(f"{title} ({more})" if more and entry.version.number > 1 else title)
    return found


def _deed_words(deed: Deed, number: int | None) -> str:
    """Return what became of a recommendation in words."""
    if number is None:
        unknown: dict[Deed, str] = {
            Deed.ADDED: _("A recommendation added"),
            Deed.REMOVED: _("A recommendation taken out"),
            Deed.WORDING: _("A recommendation: wording changed"),
        }
        return unknown.get(deed, str(_("A recommendation: text beside the wording")))
    words: dict[Deed, str] = {
        Deed.ADDED: _("Recommendation %(number)s added", number=number),
        Deed.REMOVED: _("Recommendation %(number)s taken out", number=number),
        Deed.WORDING: _("Recommendation %(number)s: wording changed", number=number),
    }
    other = _("Recommendation %(number)s: text beside the wording", number=number)
    return words.get(deed, str(other))


@bp.get("/versions/<version_id>")
@asks(Action.DOCUMENT_READ)
def show_version(version_id: str) -> ResponseReturnValue:
    """Show the text of one version."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    document = version.document
    now = {e.section_id: e.revision_id for e in queries.current_version(document).entries}
    sections = queries.sections_in(version)
    return render_template(
        "drafts/version.html",
        document=document,
        version=version,
        why=why(document, [version]),
        is_newest=version.number == document.newest,
        shown=shown(document, "".join(item.revision.source for item in sections)),
        other=[item for item in sections if now.get(item.section.id) != item.revision.id],
        gone={item.section.id for item in sections if item.section.id not in now},
    )


@bp.post("/versions/<version_id>/restore")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def restore_version(version_id: str) -> ResponseReturnValue:
    """Make an older version the newest again, or only the section named in the form."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    number, document_id = version.number, version.document_id
    section_id = request.form.get("section", "")
    with transaction():
        if section_id:
            section = fetch(Section, section_id, Action.DRAFT_SAVE)
            newest = service.restore_section(
                current_actor(),
                version,
                section,
                message=_("A section as it was in version %(number)s", number=number),
            )
        else:
            newest = service.restore_version(
                current_actor(), version, message=_("Version %(number)s restored", number=number)
            )
    flash(
        _(
            "Version %(old)s is restored as version %(new)s. Nothing in between is lost.",
            old=number,
            new=newest.number,
        )
        if not section_id
        else _(
            "The section is as it was in version %(old)s again, saved as version %(new)s.",
            old=number,
            new=newest.number,
        ),
        "success",
    )
    return redirect(url_for("drafts.list_versions", document_id=document_id), 303)


@bp.post("/versions/<version_id>/label")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def label_version(version_id: str) -> ResponseReturnValue:
    """Give a version a name, another one, or none."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    document_id, number = version.document_id, version.number
    label = request.form.get("label", "")
    removes = "remove" in request.form
    try:
        with transaction():
            if removes:
                service.unlabel_version(current_actor(), version)
            else:
                label = service.label_version(current_actor(), version, label=label).label
    except (Invalid, Conflict) as refused:
        flash(translated(refused.message), "warning")
    else:
        said = (
            _("Version %(number)s has no name any more.", number=number)
            if removes
            else _("Version %(number)s is called “%(label)s” now.", number=number, label=label)
        )
        flash(said, "success")
    return redirect(url_for("drafts.list_versions", document_id=document_id), 303)
