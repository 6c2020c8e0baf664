"""What an open editor sends while somebody writes: the text so far, and that they are there.

All of it is JSON for scripts; `editing` has the forms and pages that do without.
"""

from collections.abc import Mapping
from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field, ValidationError

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Section, WorkingCopy
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.rules.working import Sent
from guidelines.drafts.service.translation_keeping import keep_translation
from guidelines.errors import Invalid, sentence
from guidelines.permissions import Action
from guidelines.text.comments import normalise_newlines
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch

UNREADABLE = sentence("The request could not be read. Reload the page and try again.")
_NAME = r"^[A-Za-z0-9_-]{6,64}$"


class KeptText(BaseModel):
    """The body of a text that is to be kept.

    A page beside the source of a translation sends `fields` and the text `beside` them.
    """

    base: str = Field(max_length=12)
    source: str = ""
    beside: str = Field(default="", max_length=12)
    fields: dict[str, str] | None = None
    counter: int = Field(ge=0, lt=2**31)
    editor: str = Field(pattern=_NAME)
    replaces: str = Field(default="", max_length=80)


class OpenPage(BaseModel):
    """The body of a request that only says from which page it comes; all of it may be absent."""

    editor: str = Field(default="", max_length=64)
    counter: int | None = Field(default=None, ge=0, lt=2**31)
    replaces: str = Field(default="", max_length=80)
    leaving: bool = False


def open_page(section: Section, editor: str = "") -> dict[str, str]:
    """Return what a page on which a section is written needs to be kept: its name, addresses."""
    return {
        "editor": editor or service.new_page_name(),
        "keep": url_for("drafts.keep_working_copy", section_id=section.id),
        "presence": url_for("drafts.be_present", section_id=section.id),
    }


def page_of_form() -> service.Page:
    """Return what a form says of the open page that it was sent from."""
    counter = request.form.get("counter", "")
    return service.Page(
        editor=request.form.get("editor", "")[:64],
        counter=int(counter) if counter.isascii() and counter.isdigit() else None,
        replaces=request.form.get("replaces", "")[:80],
    )


def sent_by_form(section: Section) -> Sent:
    """Return the text of a form that is to be kept, counted behind what its page sent before."""
    page = page_of_form()
    row = queries.kept_text(current_actor().person_id or "", section)
    is_own = row is not None and row.editor == page.editor
    counter = page.counter or 1
    return Sent(
        editor=page.editor or service.new_page_name(),
        counter=max(row.counter + 1, counter) if row is not None and is_own else counter,
        source=normalise_newlines(request.form.get("source", "")),
        replaces=page.replaces,
    )


def _body(model: type[BaseModel]) -> Any:
    given = request.get_json(silent=True)
    try:
        return model.model_validate({} if given is None else given)
    except ValidationError:
        raise Invalid({"main": UNREADABLE}) from None


def _state(section: Section, row: WorkingCopy | None) -> dict[str, Any]:
    """Return what a page is told about a kept text, and about the section around it."""
    return {
        "counter": row.counter if row else 0,
        "saved_at": row.saved_at.isoformat() if row else None,
        **_around(section),
    }


def _around(section: Section) -> dict[str, Any]:
    me = current_actor().person_id
    newest = queries.newest_in(section)
    others = queries.people_in(section.document_id, but=me).get(section.id, [])
    return {
        "people": others,
        "newest": newest.revision_id,
        "changed_by": newest.author if newest.author_id != me else None,
    }


def _other_page(refused: service.OtherPage) -> ResponseReturnValue:
    kept = refused.kept
    other = {"mark": kept.mark, "saved_at": kept.saved_at.isoformat(), "source": kept.source}
    return jsonify(message=translated(refused.message), fields={}, other=other), 409


@bp.put("/sections/<section_id>/working-copy")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def keep_working_copy(section_id: str) -> ResponseReturnValue:
    """Keep what somebody has written so far; the same text sent again changes nothing."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    body: KeptText = _body(KeptText)
    sent = Sent(body.editor, body.counter, body.source, body.replaces)
    try:
        with transaction():
            row = kept_as_sent(
                section, sent, base=body.base, beside=body.beside, fields=body.fields
            )
            service.be_present(current_actor(), section)
    except service.OtherPage as refused:
        return _other_page(refused)
    return jsonify(_state(section, row))


def kept_as_sent(
    section: Section, sent: Sent, *, base: str, beside: str, fields: Mapping[str, str] | None
) -> WorkingCopy:
    """Keep a text that was written as a whole, or one in the `fields` beside its source."""
    if fields is None:
        return service.keep_working_copy(current_actor(), section, sent, base_revision_id=base)
    return keep_translation(
        current_actor(),
        section,
        sent,
        base_revision_id=base,
        source_revision_id=beside,
        fields=fields,
    )


@bp.delete("/sections/<section_id>/working-copy")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def drop_working_copy(section_id: str) -> ResponseReturnValue:
    """Throw away what somebody wrote and did not save."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    body: OpenPage = _body(OpenPage)
    page = service.Page(body.editor, body.counter, body.replaces) if body.editor else None
    try:
        with transaction():
            row = service.discard_working_copy(current_actor(), section, page=page)
    except service.OtherPage as refused:
        return _other_page(refused)
    return jsonify(_state(section, row))


@bp.post("/sections/<section_id>/presence")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def be_present(section_id: str) -> ResponseReturnValue:
    """Note that somebody has a section open, and tell who else does and what is newest."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    body: OpenPage = _body(OpenPage)
    with transaction():
        service.be_present(current_actor(), section, leaving=body.leaving)
    around = _around(section)
    around["people"] = [{"name": name} for name in around["people"]]
    return jsonify(around)
