"""The job that makes the downloads and the public page of an edition."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from guidelines.config import current
from guidelines.db import transaction
from guidelines.errors import DomainError, Unavailable
from guidelines.jobs import GiveUp, Work, job
from guidelines.permissions import Actor
from guidelines.publishing import service
from guidelines.publishing.jobs.manuscripts import alert_of, manuscript_of
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_with_content, renderings_of
from guidelines.publishing.queries.packs import pack_files
from guidelines.publishing.rules.documented import documented
from guidelines.publishing.rules.fhir import bundle_of
from guidelines.publishing.rules.naming import DOWNLOADS, FOR_PEOPLE, Form, address_of
from guidelines.publishing.rules.reading import page_of
from guidelines.publishing.rules.states import RenderingState
from guidelines.publishing.service.editions import StoredFile
from guidelines.storage import storage
from guidelines.typesetting.model import Asset
from guidelines.typesetting.packing import packed
from guidelines.typesetting.recipes import Recipe, typeset_all

MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.FHIR: "application/fhir+json",
    Form.PACK: "application/zip",
}


@job("publishing.render")
def render(work: Work) -> None:
    """Make every form of an edition that is not ready yet; running it twice changes nothing."""
    edition = edition_with_content(work.payload["edition_id"])
    if edition is None:
        raise GiveUp("This version does not exist.")
    rows = renderings_of(edition)
    wanted = [form for form, row in rows.items() if row.state is not RenderingState.READY]
    if not wanted:
        return
    work.report("Reading the text and its sources")
    try:
        store_readable(edition, wanted)
        work.report("Making the PDF, the Word file and the other files")
        _store_typeset(edition, wanted)
    except DomainError as trouble:
        _fail(edition, str(trouble.message))
        if isinstance(trouble, Unavailable):
            raise  # the tool may be back in a minute
        raise GiveUp(str(trouble.message)) from trouble
    except Exception:
        _fail(edition, "The worker met an error that it does not know. It will try again.")
        raise
    work.report("Ready")


def store_readable(edition: Edition, wanted: Collection[Form] = tuple(Form)) -> None:
    """Store the page of the library and what programs read: they need no typesetting.

    They go first: readers have the text even where a download cannot be made.
    """
    content = dict(edition.content)
    _store(edition, _page(content, wanted) | _for_programs(content, wanted))
    if Form.PACK in wanted:
        pack = packed(pack_files(edition))
        _store(edition, {Form.PACK: _stored(pack, MEDIA_TYPES[Form.PACK])})


def _store_typeset(edition: Edition, wanted: Collection[Form]) -> None:
    """Store the forms that are typeset, all from one reading of the text.

    Where one for systems cannot be made, people get theirs all the same.
    """
    content = dict(edition.content)
    try:
        files = _typeset(content, wanted)
    except DomainError:
        people = [form for form in FOR_PEOPLE if form in wanted]
        if people and len(people) < len(wanted):
            _store(edition, _typeset(content, people))
        raise
    _store(edition, files)


def files_with(
    content: Mapping[str, Any], wanted: Collection[Form], notices: Sequence[Mapping[str, Any]]
) -> dict[Form, StoredFile]:
    """Return forms of a published version with these safety notices in front of its text."""
    noticed = {**content, "safety_notices": list(notices)}
    alerts = [alert_of(one, content) for one in notices]
    return _for_programs(noticed, wanted) | _typeset(noticed, wanted, alerts)


def _store(edition: Edition, files: Mapping[Form, StoredFile]) -> None:
    with transaction():
        service.store_rendering(Actor.machine(), edition, files)


def _fail(edition: Edition, reason: str) -> None:
    with transaction():
        service.fail_rendering(Actor.machine(), edition, reason=reason)


def _page(content: Mapping[str, Any], wanted: Collection[Form]) -> dict[Form, StoredFile]:
    if Form.PAGE not in wanted:
        return {}
    page = page_of(
        content["body"],
        references=content["references"],
        # relative to the address of the edition, which ends in a slash
        images=lambda name: f"images/{name}" if name in content["assets"] else None,
    )
    written = json.dumps(page.as_json(), ensure_ascii=False, sort_keys=True).encode()
    return {Form.PAGE: _stored(written, "application/json")}


def _for_programs(content: Mapping[str, Any], wanted: Collection[Form]) -> dict[Form, StoredFile]:
    """Return the forms that are the frozen content itself in the words of other systems."""
    address = address_of(
        current().public_url, content["network"]["slug"], content["slug"], content["number"]
    )
    written = {
        Form.JSON: documented(content, address=address),
        Form.FHIR: bundle_of(content, address=address),
    }
    return {
        form: _stored(_json(value), MEDIA_TYPES[form])
        for form, value in written.items()
        if form in wanted
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _typeset(
    content: Mapping[str, Any], wanted: Collection[Form], alerts: Sequence[str] = ()
) -> dict[Form, StoredFile]:
    forms = {
        form: Recipe(form.value)
        for form in DOWNLOADS
        if form in wanted and form not in MEDIA_TYPES
    }
    if not forms:
        return {}
    assets = {
        name: Asset(media_type=one["media_type"], content=storage().get(one["sha256"]))
        for name, one in content["assets"].items()
    }
    made = typeset_all(manuscript_of(content, assets, alerts), forms.values())
    return {
        form: _stored(made[recipe].content, made[recipe].media_type, made[recipe].warnings)
        for form, recipe in forms.items()
    }


def _stored(content: bytes, media_type: str, warnings: tuple[str, ...] = ()) -> StoredFile:
    return StoredFile(storage().put(content), len(content), media_type, warnings)
