"""The application: the one file that knows every part."""

from dataclasses import replace
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Flask, g, has_request_context, request, url_for
from flask_babel import Babel
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import MetaData
from werkzeug.middleware.proxy_fix import ProxyFix

from guidelines import config
from guidelines.accounts.routes import init_sign_in
from guidelines.config import ROOT, TRANSLATIONS, Settings
from guidelines.consensus.queries.boxes import sits_in
from guidelines.db import Base, db
from guidelines.engines import arm, engine_options
from guidelines.jobs import work_once
from guidelines.jobs.engine import engine
from guidelines.permissions import Actor
from guidelines.projects.queries import actor_for
from guidelines.web.errors import init_errors
from guidelines.web.guard import init_guard
from guidelines.web.headers import init_headers
from guidelines.web.logs import init_logs
from guidelines.web.templating import init_templating

FEATURES = (
    "accounts",
    "projects",
    "interests",
    "evidence",
    "drafts",
    "consensus",
    "reviews",
    "publishing",
    "library",
    "home",
)


def part(feature: str, name: str) -> ModuleType | None:
    """Return a module of a feature (``routes``, ``models``), if it has one."""
    place = ROOT / "guidelines" / feature / name.replace(".", "/")
    there = place.with_suffix(".py").exists() or (place / "__init__.py").exists()
    return import_module(f"guidelines.{feature}.{name}") if there else None


def load_actor(person_id: str, scope: str) -> Actor:
    """Return the actor for a person, with the places that are fixed for them."""
    actor = actor_for(person_id, scope)
    if actor.person_id is None:
        return actor
    return replace(actor, sits_in=partial(sits_in, person_id=person_id))


def models_metadata() -> MetaData:
    """Return the tables of all features."""
    import_module("guidelines.audit")
    for feature in FEATURES:
        part(feature, "models")
    return Base.metadata


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application from `settings` (default: from the environment)."""
    settings = (settings or Settings()).prepare()
    config.use(settings)
    app = Flask(
        "guidelines",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
    )
    app.config.update(
        SECRET_KEY=settings.signing_key,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        SESSION_COOKIE_NAME="__Host-concord" if settings.secure else "concord",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=6_000_000,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=True,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    app.extensions["settings"] = settings
    if settings.trusted_hops:
        hops = settings.trusted_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]

    models_metadata()
    db.init_app(app)
    with app.app_context():
        arm(db.engine)
    Babel(app, locale_selector=lambda: _language(settings.languages))
    init_logs(settings)
    init_headers(app, settings)
    init_errors(app)
    init_templating(app, settings)
    init_sign_in(app, settings)
    init_guard(app, load_actor)
    for feature in FEATURES:
        part(feature, "jobs")
        part(feature, "service.transfer")
        for name in ("routes", "api"):
            module = part(feature, name)
            if module is not None:
                app.register_blueprint(module.bp)

    app.context_processor(_site)

    def work() -> None:
        with app.app_context():
            while work_once():
                pass

    engine.start(settings, work)
    return app


def _language(offered: tuple[str, ...]) -> str | None:
    """Return the language of the person who reads, else of their browser, else the first."""
    if not has_request_context():
        return offered[0]
    person = g.get("_login_user")  # known only where the page asked who is there
    if getattr(person, "language", None) in offered:
        return str(person.language)
    return request.accept_languages.best_match(offered)


def _site() -> dict[str, Any]:
    """Return what the frame of every page shows: where things are, and where the visitor is."""
    here = request.endpoint or ""
    by_link = current_user.is_authenticated and bool(current_user.scope)
    site = {
        "home_url": url_for("home.front") if by_link else url_for("home.start"),
        "library_url": url_for("library.browse"),
        "sign_in_url": url_for("accounts.sign_in"),
        "sign_out_url": url_for("accounts.sign_out"),
        "profile_url": "" if by_link else url_for("accounts.profile"),
        "footer_links": [
            {"label": _("Library"), "url": url_for("library.browse")},
            {"label": _("Handbook"), "url": url_for("home.handbook")},
        ],
    }
    if by_link or not current_user.is_authenticated:
        return {"site": site, "nav": []}
    places = (
        ("home.start", _("What needs me")),
        ("library.browse", _("Library")),
        ("home.handbook", _("Handbook")),
    )
    nav = [{"label": w, "url": url_for(e), "current": here == e} for e, w in places]
    return {"site": site, "nav": nav}
