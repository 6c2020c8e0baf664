"""The door for programs: who may come in, how often, and what each address promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from guidelines.errors import Invalid, NotAllowed, sentence
from guidelines.web.guard import UNSAFE, csrf
from guidelines.web.limits import Pace

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])
Taken = TypeVar("Taken", bound=BaseModel)

bp = Blueprint("drafts_api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)  # the cookies of browsers do not count here, so there is nothing to forge
PER_MINUTE = 240
pace = Pace(PER_MINUTE, 60)


@dataclass(frozen=True, slots=True)
class Promise:
    """What an address answers and takes, for the description.

    `says` is the model of the answer; `many` that it is a list of them. `query` are the names of
    its parameters with what they mean. `refuses` are its own statuses beside the usual ones.
    """

    says: type[BaseModel]
    many: bool = False
    takes: type[BaseModel] | None = None
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    refuses: tuple[int, ...] = ()


def promises(promise: Promise) -> Callable[[V], V]:
    """Say what a view answers and takes."""

    def declare(view: V) -> V:
        view.promise = promise  # type: ignore[attr-defined]
        return view

    return declare


@bp.before_request
def keep_the_pace() -> None:
    """Refuse what comes too often, and writing with a token that only reads."""
    if not current_user.is_authenticated:
        return
    pace.take(current_user.program)
    if request.method in UNSAFE and not current_user.writes:
        raise NotAllowed(
            sentence("This token only reads. Make one on your profile that may save changes.")
        )


def answered(answer: BaseModel, *, etag: str = "") -> ResponseReturnValue:
    """Return an answer as JSON; 304 where the program has it already."""
    response = Response(answer.model_dump_json(by_alias=True), mimetype="application/json")
    if etag:
        response.set_etag(etag)
        response.make_conditional(request)
    return response


def listed(name: str, answers: list[BaseModel]) -> ResponseReturnValue:
    """Return a list of answers under a name."""
    body = ",".join(answer.model_dump_json(by_alias=True) for answer in answers)
    return Response(f'{{"{name}":[{body}]}}', mimetype="application/json")


def taken(model: type[Taken]) -> Taken:
    """Return what was sent, or raise `Invalid` with a sentence for each mistake."""
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as wrong:
        raise Invalid(
            {
                ".".join(map(str, one["loc"])) or "body": sentence(
                    "What was sent cannot be read. %(field)s: %(reason)s.",
                    field=".".join(map(str, one["loc"])) or "JSON",
                    reason=str(one["msg"]).rstrip("."),
                )
                for one in wrong.errors(include_url=False, include_input=False)
            }
        ) from None
