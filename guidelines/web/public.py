"""Pages that are the same for every visitor, so any cache may keep them."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Response, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import Headers

from guidelines.config import ROOT, current
from guidelines.db import db, now
from guidelines.engines import changes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SHELF_SECONDS = 60  # what may turn out to be wrong, or withdrawn
FILE_SECONDS = 300  # what says nothing that could
ALONE = "LIBRARY_ALONE"  # set while the library is written as files: no workplace is beside it


class PublicAnswer(Response):
    """An answer that is the same for every visitor: no cookie changes it or comes with it."""

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """Take back what the handling of sessions adds to every answer."""
        headers = super().get_wsgi_headers(environ)
        headers.pop("Set-Cookie", None)
        headers.pop("Date", None)  # the server says it; a kept answer has that of its making
        headers["Vary"] = "Accept-Language"
        return headers


def make_public(response: Response) -> Response:
    """Let shared caches keep what succeeded; an error page belongs to its visitor."""
    if response.status_code >= 400:
        return response
    return cast("Response", PublicAnswer.force_type(response))


@cache
def _face() -> str:
    """Return a hash of what these pages are made of: they change when it does."""
    found = hashlib.sha256()
    for folder in ("templates", "static/dist"):
        for path in sorted(Path(ROOT, folder).rglob("*.*")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def render(template: str, **values: Any) -> str:
    """Render a page that is the same for everybody, without touching the session."""
    library = url_for("library.browse")
    alone = bool(current_app.config.get(ALONE))
    home = library if alone else url_for("home.start")
    site = {
        "home_url": home,
        "library_url": library,
        "sign_in_url": "" if alone else home,
        "footer_links": [{"label": _("Library"), "url": library}],
    }
    return current_app.jinja_env.get_template(template).render(
        site=site,
        site_address=current().public_url,
        alone=alone,
        current_person=None,
        demonstration=current().demonstration,
        csrf_token=lambda: "",
        get_flashed_messages=lambda **_options: [],
        **values,
    )


def kept_until(response: Response, moment: datetime | None) -> Response:
    """Let caches keep an answer no longer than until a moment at which it will be another one."""
    seconds = response.cache_control.max_age
    if moment is not None and seconds:
        left = max(0, int((moment - now()).total_seconds()))
        response.cache_control.max_age = min(seconds, left)
    return response


def answer(html: str, etag: str, *, until: datetime | None = None) -> Response:
    """Return a page that caches may keep for a minute and ask about by its `etag`.

    It is kept no longer than `until`, when something else will stand there.
    """
    response = Response(html, mimetype="text/html")
    response.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    kept_until(response, until)
    g.kept_until = until
    response.set_etag(etag)
    response.make_conditional(request)
    return response


def kept(
    view: Callable[..., ResponseReturnValue],
) -> Callable[..., ResponseReturnValue]:
    """Keep the answers of a public view for as long as nothing at all changes in the database.

    What it shows depends on the database, the address, the language and the day alone; a page
    that waits for a moment (`answer(until=…)`) is kept until then.
    """

    @wraps(view)
    def shown(**where: Any) -> ResponseReturnValue:
        alone = current_app.config.get(ALONE, False)
        key = (request.full_path, str(get_locale()), alone)
        mark = (changes(db.engine), str(db.engine.url), now().date(), _face())
        held = _answers.get(key)
        if held is None or held.mark != mark or (held.until and held.until <= now()):
            g.pop("kept_until", None)
            response = make_response(view(**where))
            if response.status_code == 200 and not response.direct_passthrough:
                _keep(key, Held(mark, g.get("kept_until"), response.data, list(response.headers)))
            return response
        response = Response(held.content, headers=held.headers)
        kept_until(response, held.until)
        response.make_conditional(request)
        return response

    return shown


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that is kept, as long as `mark` is what it was, and not beyond `until`."""

    mark: tuple[object, ...]
    until: datetime | None
    content: bytes
    headers: list[tuple[str, str]]


MOST_HELD, LARGEST_HELD = 64, 1_000_000
_answers: dict[tuple[object, ...], Held] = {}


def _keep(key: tuple[object, ...], held: Held) -> None:
    """Keep an answer; the one that was made first makes room."""
    if len(held.content) > LARGEST_HELD:
        return
    _answers.pop(key, None)
    with suppress(StopIteration, RuntimeError):  # another thread may make room as well
        while len(_answers) >= MOST_HELD:
            _answers.pop(next(iter(_answers)), None)
    _answers[key] = held


def tag(*parts: object) -> str:
    """Return a mark that changes when `parts`, the language or our templates do."""
    alone = current_app.config.get(ALONE, False)
    text = "\n".join(str(part) for part in (_face(), get_locale(), alone, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Read:
    """What stands at a path, as a visitor gets it; `location` is where a redirect leads."""

    status: int
    content: bytes
    media_type: str
    location: str


@contextmanager
def read_alone() -> Iterator[Callable[[str], Read]]:
    """Yield what reads the public pages as they are where no workplace is beside them."""
    client = current_app.test_client()

    def read(path: str) -> Read:
        got = client.get(path, buffered=True)  # closes the file that was handed out
        return Read(got.status_code, got.data, got.mimetype or "", got.location or "")

    current_app.config[ALONE] = True
    try:
        yield read
    finally:
        current_app.config.pop(ALONE)
