"""The comments of a document as W3C Web Annotations."""

from typing import Any

from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version, sections_in
from guidelines.permissions import Actor
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries.comments import threads_of
from guidelines.reviews.queries.passages import Places, Stood, blocks_of
from guidelines.reviews.rules import Standing
from guidelines.reviews.rules.annotations import (
    MOTIVATIONS,
    Spot,
    annotation,
    offset_of,
    selectors,
)
from guidelines.reviews.rules.vocabulary import disposition_code


def annotations_of(document: Document, actor: Actor, root: str) -> list[dict[str, Any]]:
    """Return the threads that `actor` may see as annotations, replies behind what they reply to.

    `root` is the address of the installation. A passage is given where it stands now; one that is
    reworded or lost as it was made, in the version in which it was made.
    """
    version = current_version(document)
    threads = threads_of(document, actor)
    stood = Places(version).of(threads)
    plain = {
        item.section.id: [one.plain for one in blocks_of(item.revision)]
        for item in sections_in(version)
    }
    found: list[dict[str, Any]] = []
    for thread in threads:
        found += _thread(thread, stood.get(thread.id), plain, root.rstrip("/"))
    return found


def _thread(
    thread: CommentThread, place: Stood | None, plain: dict[str, list[str]], root: str
) -> list[dict[str, Any]]:
    first, *replies = thread.comments
    address = f"{root}/threads/{thread.id}"
    whole = annotation(
        address=address,
        body=first.body,
        creator=first.said_by,
        created=first.at,
        target=_target(thread, place, plain, root),
        motivation=MOTIVATIONS[thread.kind],
        number=thread.number,
        workflowStatus=thread.status.value,
        disposition=disposition_code(thread.decision),
        standing=place.standing.value if place else None,
    )
    behind = [
        annotation(
            address=f"{address}#comment-{one.number}",
            body=one.body,
            creator=one.said_by,
            created=one.at,
            target=address,
            motivation="replying",
        )
        for one in replies
    ]
    if thread.answer is not None:
        behind.append(
            annotation(
                address=f"{address}#answer",
                body=thread.answer.response,
                creator=thread.answer.person.name,
                created=thread.answer.at,
                target=address,
                motivation="moderating",
            )
        )
    return [whole, *behind]


def _target(
    thread: CommentThread, place: Stood | None, plain: dict[str, list[str]], root: str
) -> Any:
    if thread.section_id is None:
        return f"{root}/documents/{thread.document_id}"
    row = thread.annotation
    if row is None:
        return f"{root}/sections/{thread.section_id}"
    if place is not None and place.section_id and place.standing is not Standing.REWORDED:
        start = offset_of(plain[place.section_id], place.block, place.start)
        spot = Spot(
            place.section_id,
            place.exact,
            place.prefix,
            place.suffix,
            start,
            start + len(place.exact),
        )
        return {"source": f"{root}/sections/{place.section_id}", "selector": selectors(spot)}
    lost = Spot(row.section_id, row.exact, row.prefix, row.suffix)
    return {"source": f"{root}/sections/{row.section_id}", "selector": selectors(lost)}
