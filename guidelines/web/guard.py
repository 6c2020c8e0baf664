"""Deny by default: who is asking, may they come in, may they see this row?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from guidelines.db import Base, row_of
from guidelines.errors import Invalid, Missing, NotAllowed, sentence
from guidelines.permissions import Action, Actor, can, require
from guidelines.web.errors import is_api, wants_json

M = TypeVar("M", bound=Base)
V = TypeVar("V", bound=Callable[..., ResponseReturnValue])
ActorLoader = Callable[[str, str], Actor]

csrf = CSRFProtect()
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
WHOLE_ACCOUNT = sentence(
    "A personal link opens the questionnaire only. Sign in with your account to see this page."
)


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of its visitor: nothing, a sign-in, or the right to some actions."""

    public: bool = False
    actions: tuple[Action, ...] = ()


def public(view: V) -> V:
    """Open `view` to everybody."""
    view.access = Access(public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: V) -> V:
    """Open `view` to whoever is signed in with their account; it shows only what is theirs.

    A sign-in by a personal link does not count: such a link can be passed on, so it must not
    reach the profile or the password.
    """
    view.access = Access()  # type: ignore[attr-defined]
    return view


def asks(*actions: Action) -> Callable[[V], V]:
    """Say which actions `view` asks the policy for, through `fetch` or its service."""

    def declare(view: V) -> V:
        view.access = Access(actions=actions)  # type: ignore[attr-defined]
        return view

    return declare


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what the view behind `endpoint` asks, or None if it does not say."""
    if endpoint == "static":
        return Access(public=True)
    return getattr(app.view_functions[endpoint], "access", None)


def init_guard(app: Flask, load_actor: ActorLoader) -> None:
    """Guard every view of `app`; `load_actor` gives the actor for a person and a scope."""
    csrf.init_app(app)
    app.extensions["load_actor"] = load_actor
    app.before_request(_deny_by_default)
    app.before_request(_refuse_nul)


def _deny_by_default() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # the router answers 404 or 405
    if request.method in UNSAFE:
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if site not in {"same-origin", "none"}:
            raise NotAllowed(
                sentence("This was sent from another site. Open the page here and repeat.")
            )
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(500, f"{request.endpoint} does not say what it asks of its visitor")
    if access.public:
        return None
    if current_user.is_authenticated:
        if current_user.scope and not access.actions:
            raise NotAllowed(WHOLE_ACCOUNT)
        return None
    is_script = request.headers.get("HX-Request") or wants_json() or is_api()
    if request.method in UNSAFE or is_script:
        abort(401)
    flash(_("Sign in to see this page."), "info")
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)


def _refuse_nul() -> None:
    """Refuse the one character that a database may not be able to store."""
    address = [str(value) for value in (request.view_args or {}).values()]
    if "\0" in "".join([*address, *request.args.values()]):
        raise Missing
    if request.method in UNSAFE and any("\0" in text for text in request.form.values()):
        raise Invalid(
            {
                "form": sentence(
                    "The text holds characters that cannot be stored. Paste it as plain text."
                )
            }
        )


def current_actor() -> Actor:
    """Return the actor for whoever is asking."""
    if "actor" not in g:
        if current_user.is_authenticated:
            load = current_app.extensions["load_actor"]
            g.actor = load(current_user.person_id, current_user.scope)
        else:
            g.actor = Actor.nobody()
    actor: Actor = g.actor
    return actor


def fetch(model: type[M], key: str, action: Action) -> M:
    """Return the row if the visitor may do `action` to it; else there is no such page.

    The only way a route gets a row. Absence and refusal look the same. Whoever may see the row,
    but not do what the view declares beside `action`, is told so before their input is read.
    """
    row = row_of(model, key)
    if row is None or not can(current_actor(), action, row):  # type: ignore[arg-type]
        raise Missing
    access = access_of(current_app, request.endpoint or "")
    for further in access.actions if access else ():
        require(current_actor(), further, row)  # type: ignore[arg-type]
    return row
