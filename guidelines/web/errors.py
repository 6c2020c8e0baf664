"""Domain error to HTTP status: one table, and the pages that say it."""

from http import HTTPStatus

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES

from guidelines import errors
from guidelines.db import session
from guidelines.web.logs import place

log = structlog.get_logger()

STATUS: dict[type[Exception], HTTPStatus] = {
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.Missing: HTTPStatus.NOT_FOUND,
    errors.Stale: HTTPStatus.PRECONDITION_FAILED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Expired: HTTPStatus.GONE,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DomainError: HTTPStatus.BAD_REQUEST,
}


API_SENTENCES = {
    400: errors.sentence("The request could not be read. Send what the description says."),
    401: errors.sentence(
        "Show a token that works: “Authorization: Bearer concord_…”. You make it on your profile."
    ),
    404: errors.sentence("There is no such thing, or it is not open to you."),
    405: errors.sentence("This address does not take this method. The description says which."),
    415: errors.sentence("Send JSON: “Content-Type: application/json”."),
}


def status_of(error: Exception) -> HTTPStatus:
    """Return the status for `error`, by its class or the nearest parent."""
    return next(STATUS[parent] for parent in type(error).__mro__ if parent in STATUS)


def translated(message: str) -> str:
    """Return a sentence in the language of the reader."""
    if isinstance(message, errors.Sentence):
        values = {
            name: translated(value) if isinstance(value, str) else value
            for name, value in message.values.items()
        }
        return str(_(message.template, **values))
    return message


def errors_of(refused: errors.DomainError, field: str = "main") -> dict[str, str]:
    """Return the sentences of a refusal by field of the form, in the language of the reader."""
    if isinstance(refused, errors.Invalid):
        return {name: translated(text) for name, text in refused.errors.items()}
    return {field: translated(refused.message)}


def init_errors(app: Flask) -> None:
    """Answer every error with one clear sentence."""
    app.register_error_handler(errors.DomainError, _domain)
    app.register_error_handler(ObjectDeletedError, _gone)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _answer(status: int, message: str) -> ResponseReturnValue:
    session.rollback()
    if is_api():
        return problem(status, message)
    if wants_json():
        return jsonify(message=message, error=message, fields={}), status
    if _is_for_a_part():
        return render_template("error_fragment.html", status=status, message=message), status
    if request.method != "POST" and not current_user.is_authenticated:
        g.csrf_token = ""  # nothing is sent from this page: no cookie comes with it
    page = render_template("error.html", status=status, message=message, typed=_typed())
    return page, status


def is_api() -> bool:
    """Tell whether a program asks: it shows a token, and the cookies of browsers do not count."""
    return request.path.startswith("/api/")


def problem(status: int, message: str, **more: object) -> ResponseReturnValue:
    """Return one sentence for a program (RFC 9457), with `more` that it may need."""
    answer = jsonify(title=HTTP_STATUS_CODES[status], status=int(status), detail=message, **more)
    answer.mimetype = "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer, status


def wants_json() -> bool:
    """Tell whether a script asked that wants plain values, not a page or a part of one."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _is_for_a_part() -> bool:
    """Tell whether a script asked, to exchange a part of a page; browsers say so themselves."""
    script = request.headers.get("Sec-Fetch-Dest") == "empty"
    return script or bool(request.headers.get("HX-Request"))


def _typed() -> list[str]:
    """Return the words of the form that was refused: nobody shall have to write them twice."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    worded = [one for one in fields if len(one[1].split()) > 1 or not one[1].isascii()]
    return [text for name, text in worded if "password" not in name]


def _domain(error: errors.DomainError) -> ResponseReturnValue:
    if is_api() and isinstance(error, errors.Invalid):
        session.rollback()
        return problem(status_of(error), translated(error.message), errors=errors_of(error))
    return _answer(status_of(error), translated(error.message))


def _gone(_error: ObjectDeletedError) -> ResponseReturnValue:
    return _domain(errors.Missing())


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    message = _("This form was open for too long or in another session. Reload the page, then")
    message += " " + _("send it again.")
    if wants_json():  # other sites cannot read this answer; the page goes on without a reload
        session.rollback()
        said = {"message": message, "error": message, "fields": {}, "token": generate_csrf()}
        return jsonify(said), HTTPStatus.BAD_REQUEST
    return _answer(HTTPStatus.BAD_REQUEST, message)


def _http(error: HTTPException) -> ResponseReturnValue:
    if is_api() and (told := API_SENTENCES.get(error.code or 500)):
        return problem(error.code or 500, translated(told))
    said = {
        400: _("The request could not be read. Reload the page and try again."),
        401: _("You are no longer signed in. Sign in again; what you typed is still here."),
        403: _("You may not do this."),
        404: _("There is no such page, or it is not open to you."),
        405: _("This address cannot be used in this way."),
        413: _("This is too large. Send less at once, or a smaller file."),
        429: _("That was tried too often. Wait a few minutes, then try again."),
    }
    code = error.code or 500
    if code < 400:
        return error.get_response()  # a redirect
    if code >= 500:
        log.error("request.failed", reason=str(error.description), **place())
    return _answer(code, said.get(code, _("Something went wrong here. It has been noted.")))


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("request.failed", exc_info=error, **place())
    g.pop("actor", None)
    return _answer(500, _("Something went wrong here. It has been noted. Nothing was saved."))
