"""Pages of checklists: all of a document, one as a table, one item after the other."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, Missing, sentence
from guidelines.permissions import Action
from guidelines.publishing.models import KeptChecklist
from guidelines.publishing.queries.appraisals import appraisals_of, most_appraisers
from guidelines.publishing.queries.checklists.known import Knowledge, Standing, marks_of
from guidelines.publishing.queries.checklists.tables import kept_of, table_of
from guidelines.publishing.routes.checklist_files import FILES, file_of
from guidelines.publishing.routes.checklist_links import mend_url, url_of
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.checklists.catalogue import Kind
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.mending import MENDED
from guidelines.publishing.rules.checklists.needs import NAMES
from guidelines.publishing.rules.checklists.standing import STATE_WORDS, State, Verdict
from guidelines.publishing.service import checklists as service
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab

ASKED_WORDS = {
    Asked.MUST: _l("Must be complete before publishing"),
    Asked.SHOULD: _l("Should be complete before publishing"),
    Asked.NO: _l("Not asked for"),
}
VERDICT_WORDS = {
    Verdict.MET: _l("Met"),
    Verdict.PARTLY: _l("Met in part"),
    Verdict.NOT_MET: _l("Not met"),
    Verdict.NOT_APPLICABLE: _l("Does not apply"),
}
MILESTONE_WORDS = {
    Verdict.MET: _l("Done"),
    Verdict.PARTLY: _l("Under way"),
    Verdict.NOT_MET: _l("Not begun"),
    Verdict.NOT_APPLICABLE: _l("Not needed"),
}
BADGES = {
    State.MET: "success",
    State.RECORDED: "info",
    State.NOT_APPLICABLE: "neutral",
    State.FOUND: "warning",
    State.CHANGED: "warning",
    State.PARTLY: "warning",
    State.NOT_MET: "danger",
    State.MISSING: "danger",
}

add_tab(
    Tab(
        "document",
        76,
        _l("Checklists"),
        "publishing.list_checklists",
        "document_id",
        Action.CHECKLIST_READ,
        prefix=("publishing.show_checklist", "publishing.answer_item", "publishing.show_appraisal",
                "publishing.show_kept"),
        group="publish",
    )
)  # fmt: skip


def words_of(kind: Kind) -> dict[Verdict, object]:
    """Return what verdicts are called on a checklist of this kind."""
    return dict(MILESTONE_WORDS if kind is Kind.MILESTONES else VERDICT_WORDS)


def _wanted(name: str) -> str:
    if not name:
        raise Invalid({"name": sentence("Choose a checklist first.")})
    if name not in NAMES:
        raise Missing
    return name


def _standing(known: Knowledge) -> Standing:
    return known.standing(_wanted(request.values.get("name", NAMES[0])))


def _address(endpoint: str, document: Document, name: str, item: str | None = None) -> str:
    return url_for(endpoint, document_id=document.id, name=name, item=item)


@bp.get("/documents/<document_id>/checklists")
@asks(Action.CHECKLIST_READ)
def list_checklists(document_id: str) -> ResponseReturnValue:
    """Show every checklist of a document with how far it is, and the appraisals."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    return _overview(document)


def _overview(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    appraisals = appraisals_of(document)
    page = render_template(
        "publishing/checklists.html",
        document=document,
        standings=Knowledge(document).standings(),
        appraisals=appraisals,
        appraised=most_appraisers(appraisals),
        asked_words=ASKED_WORDS,
        Asked=Asked,
        errors=errors or {},
        typed=request.form,
    )
    return page, status


@bp.get("/documents/<document_id>/checklist")
@asks(Action.CHECKLIST_READ)
def show_checklist(document_id: str) -> ResponseReturnValue:
    """Show one checklist as a table: what is asked, how it stands, where it is met."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    known = Knowledge(document)
    standing = _standing(known)
    return render_template(
        "publishing/checklist.html",
        document=document,
        known=known,
        standing=standing,
        found=standing.checklist,
        kept=[one for one in kept_of(document) if one.checklist == standing.checklist.name],
        url_of=url_of,
        badges=BADGES,
        state_words=STATE_WORDS,
        asked_words=ASKED_WORDS,
    )


def _item_page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    known = Knowledge(document)
    standing = _standing(known)
    wanted = request.values.get("item") or standing.checklist.items[0].id
    if wanted not in standing.checklist.by_id:
        raise Missing
    row = standing.row(wanted)
    before, after = standing.checklist.beside(wanted)
    said = marks_of(document, standing.checklist.name, wanted)
    chosen = {place.address for place in row.mark.named} if row.mark else set()
    page = render_template(
        "publishing/checklist_item.html",
        document=document,
        known=known,
        standing=standing,
        found=standing.checklist,
        row=row,
        before=before,
        after=after,
        said=said,
        chosen=set(request.form.getlist("places")) if errors else chosen,
        verdicts=words_of(standing.checklist.kind),
        verdict=request.form.get("verdict", "") if errors else _suggested(row.mark, row.state),
        note=request.form.get("note", "") if errors else (row.mark.note if row.mark else ""),
        url_of=url_of,
        mend=(MENDED[row.item.mend], mend_url(known, row.item.mend, wanted)),
        badges=BADGES,
        state_words=STATE_WORDS,
        errors=errors or {},
    )
    return page, status


def _suggested(mark: object, state: State) -> str:
    if mark is not None:
        return str(mark.verdict.value)  # type: ignore[attr-defined]
    return Verdict.MET.value if state is State.RECORDED else ""


@bp.get("/documents/<document_id>/checklist/item")
@asks(Action.CHECKLIST_READ)
def answer_item_form(document_id: str) -> ResponseReturnValue:
    """Show one item with all that is known of it."""
    return _item_page(fetch(Document, document_id, Action.CHECKLIST_READ))


@bp.post("/documents/<document_id>/checklist/item")
@asks(Action.CHECKLIST_READ, Action.CHECKLIST_FILL)
def answer_item(document_id: str) -> ResponseReturnValue:
    """Say how an item is met, then go on to the next one that is open."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    form = request.form
    name, item = _wanted(form.get("name", "")), form.get("item", "")
    seen = form.get("seen", "")
    try:
        verdict = Verdict(form.get("verdict", ""))
    except ValueError:
        return _item_page(document, {"verdict": _("Choose how this item is met.")}, 422)
    try:
        with transaction():
            service.mark_item(
                current_actor(),
                document,
                checklist=name,
                item=item,
                verdict=verdict,
                note=form.get("note", ""),
                places=[one for one in form.getlist("places") if one],
                seen=int(seen) if seen.isascii() and seen.isdigit() else None,
            )
    except Invalid as invalid:
        return _item_page(document, errors_of(invalid), 422)
    standing = Knowledge(document).standing(name)
    flash(_("Item %(item)s is saved.", item=item), "success")
    order = [row.item.id for row in standing.rows]
    left = [row.item.id for row in standing.open_rows]
    later = [one for one in left if order.index(one) > order.index(item)]
    following = next(iter(later or left), None)
    if following is None:
        flash(_("Nothing is open any more."), "success")
        return redirect(_address("publishing.show_checklist", document, name), 303)
    return redirect(_address("publishing.answer_item_form", document, name, item=following), 303)


@bp.post("/documents/<document_id>/checklist/confirm")
@asks(Action.CHECKLIST_READ, Action.CHECKLIST_FILL)
def confirm_recorded(document_id: str) -> ResponseReturnValue:
    """Confirm every item that the record answers."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    name = _wanted(request.form.get("name", ""))
    with transaction():
        done = service.confirm_recorded(current_actor(), document, checklist=name)
    flash(_("Confirmed: %(items)s.", items=", ".join(done)), "success")
    return redirect(_address("publishing.show_checklist", document, name), 303)


@bp.post("/documents/<document_id>/checklist/keep")
@asks(Action.CHECKLIST_READ, Action.CHECKLIST_FILL)
def keep_checklist(document_id: str) -> ResponseReturnValue:
    """Keep the table as it stands with the newest version."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    name = _wanted(request.form.get("name", ""))
    with transaction():
        kept = service.keep_checklist(current_actor(), document, checklist=name)
    flash(_("Kept with version %(number)s.", number=kept.version_number), "success")
    return redirect(_address("publishing.show_checklist", document, name), 303)


@bp.post("/documents/<document_id>/checklist/choose")
@asks(Action.CHECKLIST_READ, Action.CHECKLIST_CHOOSE)
def choose_checklist(document_id: str) -> ResponseReturnValue:
    """Decide whether a checklist is asked for, and printed."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    name = _wanted(request.form.get("name", ""))
    try:
        asked = Asked(request.form.get("asked", ""))
    except ValueError:
        return _overview(document, {"asked": _("Choose whether it is asked for.")}, 422)
    with transaction():
        service.choose_checklist(
            current_actor(),
            document,
            checklist=name,
            asked=asked,
            printed="printed" in request.form,
        )
    flash(_("This is decided now."), "success")
    return redirect(_address("publishing.show_checklist", document, name), 303)


@bp.get("/documents/<document_id>/checklist/file")
@asks(Action.CHECKLIST_READ)
def download_checklist(document_id: str) -> ResponseReturnValue:
    """Send a checklist as a table: CSV, XLSX or DOCX."""
    document = fetch(Document, document_id, Action.CHECKLIST_READ)
    standing = _standing(Knowledge(document))
    return _sent(document, table_of(standing))


@bp.get("/kept-checklists/<kept_checklist_id>")
@asks(Action.CHECKLIST_READ)
def show_kept_checklist(kept_checklist_id: str) -> ResponseReturnValue:
    """Show a checklist as it was kept with a version; with `as` in the address, as a file."""
    kept = fetch(KeptChecklist, kept_checklist_id, Action.CHECKLIST_READ)
    if request.args.get("as"):
        return _sent(kept.document, kept.table)
    return render_template(
        "publishing/checklist_kept.html",
        document=kept.document,
        kept=kept,
        files=FILES,
        badges={state.value: badge for state, badge in BADGES.items()},
        state_words={state.value: words for state, words in STATE_WORDS.items()},
    )


def _sent(document: Document, table: dict[str, object]) -> Response:
    return file_of(document, table, request.args.get("as", "csv"))
