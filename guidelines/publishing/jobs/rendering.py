"""The job that makes the downloads and the public page of an edition."""

import contextlib
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from guidelines.config import current
from guidelines.db import transaction
from guidelines.errors import DomainError, Invalid, TooLarge, Unavailable
from guidelines.evidence.rules.styles import DEFAULT
from guidelines.jobs import GiveUp, Work, job
from guidelines.permissions import Actor
from guidelines.publishing import service
from guidelines.publishing.jobs.manuscripts import manuscript_of
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import edition_with_content, renderings_of
from guidelines.publishing.queries.packs import pack_files
from guidelines.publishing.rules.documented import documented
from guidelines.publishing.rules.fhir import bundle_of
from guidelines.publishing.rules.fronts import Front
from guidelines.publishing.rules.naming import (
    FOR_AUTHORS,
    FOR_PEOPLE,
    FOR_SYSTEMS,
    Form,
    address_of,
)
from guidelines.publishing.rules.reading import page_of
from guidelines.publishing.rules.states import RenderingState
from guidelines.publishing.service.editions import StoredFile
from guidelines.storage import storage
from guidelines.typesetting.model import Asset
from guidelines.typesetting.packing import packed
from guidelines.typesetting.printed import printed_by_key
from guidelines.typesetting.recipes import Recipe, typeset_each

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
        troubles = _store_typeset(edition, wanted, work)
    except DomainError as trouble:  # the text itself, or an attachment, cannot be read
        troubles = dict.fromkeys(wanted, trouble)
    except Exception:
        unknown = "The worker met an error that it does not know. It will try again."
        _fail(edition, dict.fromkeys(wanted, unknown))
        raise
    if troubles:
        _fail(edition, {form: str(one.message) for form, one in troubles.items()})
        for one in troubles.values():
            if isinstance(one, Unavailable):
                raise one  # the tool may be back in a minute
        raise GiveUp(next(str(one.message) for one in troubles.values()))
    work.report("Ready")


def store_readable(edition: Edition, wanted: Collection[Form] = tuple(Form)) -> None:
    """Store the page of the library and what programs read: they need no typesetting.

    They go first: readers have the text even where a download cannot be made.
    """
    content = dict(edition.content)
    _store(edition, _page(content, wanted) | _for_programs(content, wanted))
    if Form.PACK in wanted:
        _store(edition, {Form.PACK: _pack(edition)})


def _store_typeset(
    edition: Edition, wanted: Collection[Form], work: Work
) -> dict[Form, DomainError]:
    """Store the forms that are typeset, what readers want first; return why others are missing.

    One that cannot be made keeps no other back.
    """
    content = dict(edition.content)
    troubles: dict[Form, DomainError] = {}
    for group in (FOR_PEOPLE, (*FOR_SYSTEMS, *FOR_AUTHORS)):
        ready: list[str] = []

        def told(recipe: Recipe, ready: list[str] = ready) -> None:
            ready.append(Form(recipe.value).value)
            work.report(f"Ready: {', '.join(ready)}")

        made, failed = _typeset(content, [form for form in group if form in wanted], told=told)
        if made:
            _store(edition, made)
        troubles |= failed
    return troubles


def files_with(edition: Edition, wanted: Collection[Form], front: Front) -> dict[Form, StoredFile]:
    """Return forms of a published version with `front` before its frozen text."""
    content = front.before(dict(edition.content))
    made, troubles = _typeset(content, wanted)
    for trouble in troubles.values():
        raise trouble
    made |= _for_programs(content, wanted)
    return made | ({Form.PACK: _pack(edition, front)} if Form.PACK in wanted else {})


def _pack(edition: Edition, front: Front | None = None) -> StoredFile:
    return _stored(packed(pack_files(edition, front)), MEDIA_TYPES[Form.PACK])


def _store(edition: Edition, files: Mapping[Form, StoredFile]) -> None:
    with transaction():
        service.store_rendering(Actor.machine(), edition, files)


def _fail(edition: Edition, reasons: Mapping[Form, str]) -> None:
    with transaction():
        service.fail_rendering(Actor.machine(), edition, reasons=reasons)


def _printed(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the references by key as the chosen style prints them."""
    with contextlib.suppress(Invalid, TooLarge):  # the other files say that and why
        return printed_by_key(content["references"], content.get("style") or DEFAULT)
    return {}


def _page(content: Mapping[str, Any], wanted: Collection[Form]) -> dict[Form, StoredFile]:
    if Form.PAGE not in wanted:
        return {}
    page = page_of(
        content["body"],
        references=content["references"],
        # relative to the address of the edition, which ends in a slash
        images=lambda name: f"images/{name}" if name in content["assets"] else None,
        printed=_printed(content),
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
    content: Mapping[str, Any],
    wanted: Collection[Form],
    told: Callable[[Recipe], None] | None = None,
) -> tuple[dict[Form, StoredFile], dict[Form, DomainError]]:
    """Return the files that could be made, and why the others could not."""
    forms = {Recipe(form.value): form for form in wanted if form.value in set(Recipe)}
    if not forms:
        return {}, {}
    assets = {
        name: Asset(media_type=one["media_type"], content=storage().get(one["sha256"]))
        for name, one in content["assets"].items()
    }
    made, troubles = typeset_each(manuscript_of(content, assets), forms, told)
    files = {
        forms[recipe]: _stored(one.content, one.media_type, one.warnings)
        for recipe, one in made.items()
    }
    return files, {forms[recipe]: trouble for recipe, trouble in troubles.items()}


def _stored(content: bytes, media_type: str, warnings: tuple[str, ...] = ()) -> StoredFile:
    return StoredFile(storage().put(content), len(content), media_type, warnings)
