"""Anybody may check an evidence pack here: by itself, and against what is on record."""

import hashlib
import io
from typing import Any

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.publishing.queries.checker import checker, programs
from guidelines.publishing.queries.pack_record import on_record
from guidelines.publishing.routes.words import bp
from guidelines.web.errors import translated
from guidelines.web.guard import public
from guidelines.web.limits import limited

MOST_BYTES = 100_000_000  # of a pack that is unpacked in the memory of this server


def _page(
    found: dict[str, Any] | None = None, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    errors = {"pack": problem} if problem else {}
    return render_template("publishing/check_pack.html", found=found, errors=errors), status


@bp.get("/check-a-pack")
@public
def check_pack_form() -> ResponseReturnValue:
    """Show where an evidence pack is checked."""
    return _page()


@bp.post("/check-a-pack")
@public
@limited("check-pack", per_address=30, minutes=60, per_account=30)
def check_pack() -> ResponseReturnValue:
    """Check an evidence pack that somebody sent; it is not kept."""
    file = request.files.get("pack")
    if file is None or not file.filename:
        return _page(problem=_("Choose the file of an evidence pack."), status=422)
    content = file.read()
    check = checker()
    try:
        files = check.unpacked(io.BytesIO(content), MOST_BYTES)
    except check.Unreadable as trouble:
        return _page(problem=str(trouble), status=422)
    report = check.check(files)
    record = None
    if not report.wrong:
        edition = files["edition.json"]
        record = on_record(
            current_app.json.loads(edition),
            edition_sha256=hashlib.sha256(edition).hexdigest(),
            pack_sha256=hashlib.sha256(content).hexdigest(),
        )
    told = {
        "report": report,
        "record": record,
        "confirmed": [translated(one) for one in record.confirmed] if record else [],
        "wrong": [translated(one) for one in record.wrong] if record else [],
        "fits": not report.wrong and record is not None and not record.wrong,
    }
    return _page(told)


@bp.get("/verify_pack.py")
@public
def download_pack_checker() -> ResponseReturnValue:
    """Give the program that checks an evidence pack with nothing but Python."""
    answer = Response(programs()["verify.py"], mimetype="text/x-python")
    answer.headers["Content-Disposition"] = 'attachment; filename="verify_pack.py"'
    return answer
