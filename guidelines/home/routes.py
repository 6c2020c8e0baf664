"""What needs me, the style page and health."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guidelines.db import healthy
from guidelines.errors import Missing
from guidelines.home.queries import PAGES, handbook_page
from guidelines.projects.queries import networks_of, projects_of
from guidelines.web.guard import current_actor, public, signed_in
from guidelines.web.navigation import fillings

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """Lead to the workplace, or to the library whoever is not signed in."""
    whole = current_user.is_authenticated and not current_user.scope
    page = "home.start" if whole else "library.browse"
    return redirect(url_for(page))


@bp.get("/home")
@signed_in
def start() -> ResponseReturnValue:
    """Show what needs the visitor."""
    actor = current_actor()
    person_id = actor.person_id or ""
    needs = [need for part in fillings("home.needs", actor=actor) for need in part]
    return render_template(
        "home/start.html",
        actor=actor,
        needs=sorted(needs, key=lambda need: not need.get("urgent", False)),
        projects=[p for p in projects_of(person_id) if p.id in actor.projects],
        networks=networks_of(person_id) if actor.networks else [],
    )


@bp.get("/style")
@public
def style() -> ResponseReturnValue:
    """Show every part that pages are made of."""
    return render_template("home/style.html")


@bp.get("/handbook/", defaults={"name": "start"})
@bp.get("/handbook/<name>")
@public
def handbook(name: str) -> ResponseReturnValue:
    """Show a page of the handbook."""
    text = handbook_page(name)
    if text is None:
        raise Missing
    page = next(page for page in PAGES if page.name == name)
    return render_template("home/handbook.html", page=page, pages=PAGES, text=text)


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Tell a monitor whether the service works."""
    return ("ok\n", 200) if healthy() else ("database\n", 503)
