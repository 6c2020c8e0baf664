"""Comments for programs: W3C Web Annotations, out and in, below /api/v1."""

import json
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from guidelines.config import current
from guidelines.db import transaction
from guidelines.drafts.api.door import Promise, keep_the_pace, promises
from guidelines.drafts.models import Document
from guidelines.permissions import Action
from guidelines.reviews.queries.annotations import annotations_of
from guidelines.reviews.rules.annotations import CONTEXTS, read
from guidelines.reviews.service.annotations import take_annotations
from guidelines.web.errors import translated
from guidelines.web.guard import asks, csrf, current_actor, fetch

LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
bp = Blueprint("reviews_api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)  # the cookies of browsers do not count here, so there is nothing to forge
bp.before_request(keep_the_pace)


class AnnotationPage(BaseModel):
    """Annotations as the W3C Web Annotation Data Model has them."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(default="", description="The address of this page.")
    type: str = "AnnotationPage"
    items: list[dict[str, Any]] = Field(description="Annotations, replies behind their comment.")


class Refused(BaseModel):
    """An annotation that was not taken."""

    item: int = Field(description="Its place among those that were sent, from 0.")
    detail: str


class TakenAnswer(BaseModel):
    """What became of annotations that were sent."""

    made: list[str] = Field(description="Addresses of the new comments.")
    refused: list[Refused]


@bp.get("/documents/<document_id>/annotations")
@asks(Action.COMMENT_READ)
@promises(Promise(AnnotationPage))
def list_annotations(document_id: str) -> ResponseReturnValue:
    """Comments on a document with their passages, states and dispositions, as JSON-LD."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    root = current().public_url.rstrip("/")
    page = {
        "@context": CONTEXTS,
        "id": f"{root}/api/v1/documents/{document_id}/annotations",
        "type": "AnnotationPage",
        "items": annotations_of(document, current_actor(), root),
    }
    answer = Response(json.dumps(page, ensure_ascii=False), content_type=LD)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@bp.post("/documents/<document_id>/annotations")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
@promises(Promise(TakenAnswer, takes=AnnotationPage, refuses=(400, 413, 415, 422)))
def take_up_annotations(document_id: str) -> ResponseReturnValue:
    """Make comments of annotations: one, a list, or a page of them. What has no place is told."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    sent = _sent()
    with transaction():
        made, unplaced = take_annotations(current_actor(), document, [read(one) for one in sent])
    root = current().public_url.rstrip("/")
    answer = {
        "made": [f"{root}/threads/{one.id}" for one in made],
        "refused": [{"item": one.number, "detail": translated(one.reason)} for one in unplaced],
    }
    return Response(current_app.json.dumps(answer), mimetype="application/json")


def _sent() -> list[Any]:
    """Return the annotations that were sent, in whatever wrapping."""
    if request.mimetype not in {"application/json", "application/ld+json"}:
        raise UnsupportedMediaType
    try:
        value = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise BadRequest(_("The request could not be read. Send JSON.")) from None
    if isinstance(value, dict) and "items" in value:
        value = value["items"]
    return value if isinstance(value, list) else [value]
