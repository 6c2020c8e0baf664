"""Take up annotations that were made with other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from guidelines.db import now
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import SectionInVersion, current_version, sections_in
from guidelines.errors import Invalid, Sentence, sentence
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import CommentSource, CommentThread
from guidelines.reviews.queries import blocks_of
from guidelines.reviews.rules import SourceKind, find_passage
from guidelines.reviews.rules.annotations import Brought, Spot, place_at, section_text
from guidelines.reviews.service.comments import About, make_comment
from guidelines.reviews.service.sources import keep_source

MOST = 500


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An annotation that could not be taken: its number among those sent, and why."""

    number: int
    reason: Sentence | str


def take_annotations(
    actor: Actor, document: Document, brought: Sequence[Brought | None]
) -> tuple[list[CommentThread], list[Unplaced]]:
    """Make comments of annotations; what has no certain place in the text is told, not guessed.

    One that names another creator is entered for them, with a note of where it came from.
    """
    require(actor, Action.COMMENT_MAKE, document)

    if len(brought) > MOST:
        raise Invalid({"items": sentence("Send at most %(most)s at once.", most=MOST)})
    items = sections_in(current_version(document))
    sources: dict[str, CommentSource] = {}
    made: list[CommentThread] = []
    unplaced: list[Unplaced] = []
    for number, one in enumerate(brought):
        if one is None:
            reason = sentence("This is no annotation with words in its body.")
            unplaced.append(Unplaced(number, reason))
            continue
        try:
            place, about = _place(document, items, one.spot)
            source = None
            if one.creator and one.creator != actor.name:
                source = sources.get(one.creator) or _source(actor, document, one.creator)
                sources[one.creator] = source
            made.append(
                make_comment(
                    actor, place, body=one.body, kind=one.kind, about=about, source=source
                )
            )
        except Invalid as refused:
            unplaced.append(Unplaced(number, next(iter(refused.errors.values()))))
    return made, unplaced


def _source(actor: Actor, document: Document, creator: str) -> CommentSource:
    return keep_source(
        actor,
        document,
        kind=SourceKind.MAIL,
        name=creator,
        received_on=now().astimezone(ZoneInfo(document.project.time_zone)).date(),
        note=sentence("Annotations brought in by a program."),
    )


def _place(
    document: Document, items: Sequence[SectionInVersion], spot: Spot
) -> tuple[Section | Document, About | None]:
    """Return the section an annotation is about and the passage in it, or the whole document."""
    named = [one for one in items if one.section.id == spot.section_id]
    if not spot.exact and spot.start is None:
        return (named[0].section, None) if named else (document, None)
    found = [
        (one, about)
        for one in named or items
        if (about := _about([block.plain for block in blocks_of(one.revision)], spot)) is not None
    ]
    if len(found) != 1:
        raise Invalid(
            {
                "target": sentence(
                    "The passage stands in the text %(times)s times. It has to stand there once.",
                    times=len(found),
                )
            }
        )
    item, about = found[0]
    return item.section, about


def _about(plain: Sequence[str], spot: Spot) -> About | None:
    """Return how a passage is found in a section, if its words are there."""
    if spot.start is not None and spot.stop is not None:
        placed = place_at(plain, spot.start, spot.stop)
        if placed is not None:
            block, start, stop = placed
            words = plain[block][start:stop]
            if not spot.exact or " ".join(spot.exact.split()) == words:
                return About(words, plain[block][:start], plain[block][stop:])
    exact = " ".join(spot.exact.split())
    if exact and exact in section_text(plain):
        find_passage(spot.exact, plain, before=spot.prefix, after=spot.suffix)
        return About(spot.exact, spot.prefix, spot.suffix)
    return None
