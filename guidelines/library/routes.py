"""The public pages."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from guidelines.web.guard import public

bp = Blueprint("library", __name__)


@bp.get("/library/")
@public
def browse() -> ResponseReturnValue:
    """Show the published guidelines."""
    return render_template("library/browse.html", editions=[])
