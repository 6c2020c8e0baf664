"""The description of the interface for programs (OpenAPI 3.1), made from the views themselves."""

import inspect
import re
from typing import Any

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.routing import Rule

from guidelines.drafts.api.answers import Problem
from guidelines.drafts.api.door import Promise, bp
from guidelines.web.guard import access_of, public

VERSION = "1.0"
USUAL = (401, 404, 429)
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_SCHEMA = "#/components/schemas/{model}"


@bp.get("/openapi.json")
@public
def describe() -> ResponseReturnValue:
    """This description."""
    return Response(current_app.json.dumps(description()), mimetype="application/json")


def description() -> dict[str, Any]:
    """Return the description as OpenAPI wants it."""
    found = [
        (rule, promise)
        for rule in current_app.url_map.iter_rules()
        if (promise := _promise(rule)) is not None
    ]
    paths: dict[str, dict[str, Any]] = {}
    for rule, promise in sorted(found, key=lambda pair: pair[0].rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path = _ARGUMENT.sub(r"{\1}", rule.rule)
            paths.setdefault(path, {})[method.lower()] = _operation(rule, method, promise)
    models: list[type[BaseModel]] = [Problem]
    models += [m for _rule, one in found for m in (one.says, one.takes) if m is not None]
    _map, schema = models_json_schema(
        [(model, "serialization") for model in dict.fromkeys(models)], ref_template=_SCHEMA
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Concord drafts", "version": VERSION},
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "schemas": schema["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _promise(rule: Rule) -> Promise | None:
    promise = getattr(current_app.view_functions[rule.endpoint], "promise", None)
    return promise if isinstance(promise, Promise) else None


def _operation(rule: Rule, method: str, promise: Promise) -> dict[str, Any]:
    view = current_app.view_functions[rule.endpoint]
    one = {"$ref": _SCHEMA.format(model=promise.says.__name__)}
    name = rule.rule.rstrip("/").rpartition("/")[2]
    answer = (
        {"type": "object", "properties": {name: {"type": "array", "items": one}}}
        if promise.many
        else one
    )
    access = access_of(current_app, rule.endpoint)
    forbids = (403,) if access is not None and len(access.actions) > 1 else ()
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "summary": inspect.getdoc(view),
        "parameters": _parameters(rule, promise),
        "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": answer}}},
            **{str(code): _refusal(code) for code in sorted({*USUAL, *forbids, *promise.refuses})},
        },
    }
    if promise.takes is not None:
        schema = {"$ref": _SCHEMA.format(model=promise.takes.__name__)}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return operation


def _parameters(rule: Rule, promise: Promise) -> list[dict[str, Any]]:
    text = {"type": "string"}
    return [
        *(
            {"name": name, "in": "path", "required": True, "schema": text}
            for name in sorted(rule.arguments)
        ),
        *(
            {"name": name, "in": "query", "description": words, "schema": {"type": "integer"}}
            for name, words in promise.query
        ),
        *(
            {"name": name, "in": "header", "description": words, "schema": text}
            for name, words in promise.headers
        ),
    ]


def _refusal(code: int) -> dict[str, Any]:
    schema = {"$ref": _SCHEMA.format(model=Problem.__name__)}
    return {
        "description": HTTP_STATUS_CODES[code],
        "content": {"application/problem+json": {"schema": schema}},
    }
