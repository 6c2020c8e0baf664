"""A whole project as one file: sent to a person, and brought in again."""

from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from guidelines.config import current
from guidelines.db import transaction
from guidelines.errors import Expired, Invalid, TooLarge, sentence
from guidelines.permissions import Action
from guidelines.projects import service
from guidelines.projects.importers import Held, Holding, holding_of, parts, read_archive
from guidelines.projects.models import Network, Project
from guidelines.projects.queries import free_slug
from guidelines.projects.routes.blueprint import bp
from guidelines.storage import storage
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings

IN_MEMORY = 16_000_000
WAITS_FOR = 3600  # seconds between the look at a file and the answer
CHOOSE_AGAIN = sentence("This took too long. Choose the file again.")


@bp.get("/projects/<project_id>/export")
@asks(Action.PROJECT_EXPORT)
def show_export(project_id: str) -> ResponseReturnValue:
    """Show what the file of the project holds, and what not."""
    project = fetch(Project, project_id, Action.PROJECT_EXPORT)
    return render_template(
        "projects/export.html",
        project=project,
        not_in_it=[reason for part in parts() for reason in part.reasons],
        unsaved=[words for some in fillings("project.export", project=project) for words in some],
    )


@bp.post("/projects/<project_id>/export")
@asks(Action.PROJECT_EXPORT)
def export_project(project_id: str) -> ResponseReturnValue:
    """Send the whole project as one file."""
    project = fetch(Project, project_id, Action.PROJECT_EXPORT)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with transaction():
        service.export_project(
            current_actor(), project, file, with_addresses=request.form.get("addresses") == "yes"
        )
    answer = Response(_pieces(file), mimetype="application/zip")
    answer.content_length = file.tell()
    answer.headers.set("Content-Disposition", "attachment", filename=f"{project.slug}.zip")
    answer.call_on_close(file.close)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from its beginning, and close it."""
    with file:
        file.seek(0)
        while piece := file.read(65_536):
            yield piece


@dataclass(frozen=True, slots=True)
class _Look:
    """A file that was looked at: what it holds, and the seal by which it is asked for again."""

    holding: Holding
    seal: str
    title: str
    slug: str


class _Rehearsed(Exception):
    """A whole import was tried and is taken back."""


@bp.get("/networks/<network_id>/import")
@asks(Action.PROJECT_IMPORT)
def show_import(network_id: str) -> ResponseReturnValue:
    """Ask for the file of a project."""
    network = fetch(Network, network_id, Action.PROJECT_IMPORT)
    return _page(network, {})


@bp.post("/networks/<network_id>/import/look")
@asks(Action.PROJECT_IMPORT)
def look_at_import(network_id: str) -> ResponseReturnValue:
    """Try a file out as a whole, keep nothing of it but the file, and show what would come."""
    network = fetch(Network, network_id, Action.PROJECT_IMPORT)
    handed = request.files.get("file")
    content = handed.read() if handed else b""
    try:
        if not content:
            raise Invalid({"file": sentence("Choose the file of a project.")})
        held = read_archive(content)
        slug = _rehearse(network, held)
    except (Invalid, TooLarge) as refused:
        return _page(network, errors_of(refused, "file")), 422
    title = str(held.manifest["project"]["title"])
    seal = _sealer(network).dumps(storage().put(content))
    return _page(network, {}, _Look(holding_of(held), seal, title, slug))


@bp.post("/networks/<network_id>/import")
@asks(Action.PROJECT_IMPORT)
def bring_project(network_id: str) -> ResponseReturnValue:
    """Make a project of the file that was looked at."""
    network = fetch(Network, network_id, Action.PROJECT_IMPORT)
    form = request.form
    title, slug = " ".join(form.get("title", "").split()), form.get("slug", "").strip()
    try:
        held = read_archive(_sealed(network, form.get("seal", "")))
    except (Expired, Invalid) as refused:
        return _page(network, errors_of(refused, "file")), 422
    try:
        with transaction():
            brought = service.bring_project(current_actor(), network, held, slug=slug, title=title)
            project_id = brought.project.id
    except Invalid as invalid:
        look = _Look(holding_of(held), form["seal"], title, slug)
        return _page(network, errors_of(invalid), look), 422
    flash(_("The project is here. Invite its chair next."), "success")
    return redirect(url_for("projects.list_members", project_id=project_id), 303)


def _page(network: Network, errors: dict[str, str], look: _Look | None = None) -> str:
    return render_template(
        "projects/import.html",
        network=network,
        look=look,
        not_in_it=[reason for part in parts() for reason in part.reasons],
        most=current().max_upload_bytes // 1_000_000,
        errors=errors,
    )


def _rehearse(network: Network, held: Held) -> str:
    """Bring a project in and take it back; return a short name that is free here."""
    told = held.manifest.get("project")
    wanted = told.get("slug") if isinstance(told, dict) else None
    slug = free_slug(network, wanted) if isinstance(wanted, str) else ""
    try:
        with transaction():
            service.bring_project(current_actor(), network, held, slug=slug)
            raise _Rehearsed
    except _Rehearsed:
        return slug


def _sealer(network: Network) -> URLSafeTimedSerializer:
    """Return what seals the name of a stored file for one person in one network."""
    who = current_actor().person_id
    return URLSafeTimedSerializer(
        current().signing_key, salt=f"project-import-v1 {network.id} {who}"
    )


def _sealed(network: Network, seal: str) -> bytes:
    try:
        return storage().get(str(_sealer(network).loads(seal, max_age=WAITS_FOR)))
    except BadSignature:
        raise Expired(CHOOSE_AGAIN) from None
