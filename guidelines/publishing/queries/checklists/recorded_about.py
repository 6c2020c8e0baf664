"""What a document says about itself: whom it is about, for whom it is, until when it holds."""

from collections.abc import Mapping

from guidelines.drafts.queries import metadata_of
from guidelines.errors import sentence
from guidelines.publishing.queries.checklists.record import FactOf, Record
from guidelines.publishing.rules.checklists.standing import Fact, Place

ABOUT = (Place("about", "1"),)
LONGEST_QUOTE = 300


def _review_by(record: Record) -> Fact | None:
    day = metadata_of(record.document).review_by
    if day is None:
        return None
    return Fact(
        "review-by",
        sentence("It is to be reviewed by %(day)s at the latest.", day=day.isoformat()),
        ABOUT,
    )


def _users(record: Record) -> Fact | None:
    return _quoted("users", metadata_of(record.document).users)


def _people(record: Record) -> Fact | None:
    return _quoted("people-concerned", metadata_of(record.document).population)


def _quoted(name: str, words: str) -> Fact | None:
    if not words.strip():
        return None
    told = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()} …"
    return Fact(name, sentence("“%(words)s”", words=told), ABOUT)


FACTS: Mapping[str, FactOf] = {
    "review-by": _review_by,
    "users": _users,
    "people-concerned": _people,
}
