"""Save a section from a program, on the very text it was made from."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.api.answers import SavedAnswer, SectionToSave
from guidelines.drafts.api.door import Promise, answered, bp, promises, taken
from guidelines.drafts.api.reading import section_answer, section_now
from guidelines.drafts.models import Section
from guidelines.drafts.service.exact import Moved, save_exactly
from guidelines.permissions import Action
from guidelines.text.notices import Notice
from guidelines.web.errors import problem, translated
from guidelines.web.guard import asks, current_actor, fetch


@bp.put("/sections/<section_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
@promises(
    Promise(
        SavedAnswer,
        takes=SectionToSave,
        headers=(("If-Match", "The ETag of the text that you changed; required."),),
        refuses=(409, 412, 413, 415, 422, 428),
    )
)
def save_section(section_id: str) -> ResponseReturnValue:
    """Save the text of a section, if it still is the one named in If-Match."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    named = _named()
    if named is None:
        return problem(
            428, _("Name the text you changed: send its ETag in If-Match, in quotation marks.")
        )
    sent = taken(SectionToSave)
    try:
        with transaction():
            saved = save_exactly(
                current_actor(),
                section,
                source=sent.source,
                made_from=named,
                message=sent.message,
            )
    except Moved as moved:
        said = translated(moved.message)
        return problem(412, said, expected=moved.expected, newest=moved.newest)
    answer = SavedAnswer(
        section=section_answer(section_now(section)),
        version=saved.version.number,
        changed=saved.changed,
        notices=[_said(notice) for notice in saved.notices],
    )
    return answered(answer, etag=saved.revision.sha256)


def _named() -> str | None:
    """Return the one hash of If-Match; None where it is missing or names anything."""
    tags = request.if_match.as_set() if "If-Match" in request.headers else set()
    return next(iter(tags)) if len(tags) == 1 and not request.if_match.star_tag else None


def _said(notice: Notice) -> str:
    return str(_(notice.template, **notice.values) if notice.values else _(notice.template))
