"""What needs me, the style page and health."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from guidelines.db import healthy
from guidelines.web.guard import current_actor, public, signed_in

bp = Blueprint("home", __name__)


@bp.get("/home")
@signed_in
def start() -> ResponseReturnValue:
    """Show what needs the visitor."""
    return render_template("home/start.html", actor=current_actor())


@bp.get("/style")
@public
def style() -> ResponseReturnValue:
    """Show every part that pages are made of."""
    return render_template("home/style.html")


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Tell a monitor whether the service works."""
    return ("ok\n", 200) if healthy() else ("database\n", 503)
