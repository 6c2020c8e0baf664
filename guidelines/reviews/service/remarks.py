"""The remarks of an answer: written by its people, edited, merged and left out by their lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.db import now, session
from guidelines.drafts.queries import section_in
from guidelines.errors import Invalid, Missing, sentence
from guidelines.reviews.models import Contributor, Remark, ReviewRound
from guidelines.reviews.queries import blocks_of
from guidelines.reviews.rules import (
    CommentKind,
    check_body,
    find_passage,
    recommendation_around,
)
from guidelines.reviews.rules.answers import check_lead, check_merge, check_room
from guidelines.reviews.rules.rounds import RemarkUse
from guidelines.reviews.service.answers import Held, hold, remarks_in
from guidelines.text.anchors import Selector, make
from guidelines.text.recommendations import parse


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the frozen version a remark belongs; all empty for the whole document.

    `question` counts from 0; `block_id` is a paragraph of the section, `quote` words in it with
    what stands `before` and `after` them.
    """

    question: int | None = None
    section_id: str = ""
    key: str = ""
    block_id: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""


def write_remark(
    contributor: Contributor, spot: Spot, *, body: str, kind: str = CommentKind.GENERAL
) -> Remark:
    """Write a remark on a passage, a recommendation, a section, a question, or the whole."""
    held = hold(contributor)
    check_room(remarks_in(held.submission))
    check_body(body)
    remark = Remark(
        submission_id=held.submission.id,
        contributor_id=held.contributor.id,
        body=body.strip(),
        written=body.strip(),
        kind=_kind(kind),
    )
    _place(remark, held.round, spot)
    held.contributor.finished_at = None
    session.add(remark)
    session.flush()
    return remark


def change_remark(contributor: Contributor, remark_id: str, *, body: str) -> Remark:
    """Write one's remark anew; the lead edits those of others, whose own words are kept."""
    held, remark = _of(contributor, remark_id)
    check_body(body)
    own = remark.contributor_id == held.contributor.id
    if not own:
        check_lead(held.contributor.is_lead)
    remark.body, remark.changed_at = body.strip(), now()
    if own:
        remark.written = remark.body
    session.flush()
    return remark


def remove_remark(contributor: Contributor, remark_id: str) -> None:
    """Take back one's own remark."""
    held, remark = _of(contributor, remark_id)
    if remark.contributor_id != held.contributor.id:
        raise Missing
    session.delete(remark)
    session.flush()


def use_remark(contributor: Contributor, remark_id: str, *, kept: bool) -> Remark:
    """Let the lead take a remark into the answer, or leave it out."""
    held, remark = _of(contributor, remark_id)
    check_lead(held.contributor.is_lead)
    remark.use = RemarkUse.KEPT if kept else RemarkUse.LEFT_OUT
    remark.merged_into_id = None
    session.flush()
    return remark


def merge_remarks(contributor: Contributor, remark_ids: Sequence[str], *, body: str) -> Remark:
    """Let the lead make one remark of several; it stands where the first of them does."""
    held = hold(contributor)
    check_lead(held.contributor.is_lead)
    rows = [session.get(Remark, key) for key in dict.fromkeys(remark_ids)]
    mine = [row for row in rows if row is not None and row.submission_id == held.submission.id]
    if len(mine) != len(rows):
        raise Missing
    check_merge(mine[0].id if mine else "", [row.id for row in mine])
    if any(row.use is RemarkUse.MERGED for row in mine):
        raise Invalid({"remarks": sentence("One of these was merged already.")})
    check_room(remarks_in(held.submission))
    check_body(body)
    first = mine[0]
    merged = Remark(
        submission_id=held.submission.id,
        contributor_id=held.contributor.id,
        question=first.question,
        section_id=first.section_id,
        recommendation_key=first.recommendation_key,
        revision_id=first.revision_id,
        block_id=first.block_id,
        exact=first.exact,
        prefix=first.prefix,
        suffix=first.suffix,
        start=first.start,
        stop=first.stop,
        kind=first.kind,
        body=body.strip(),
        written=body.strip(),
    )
    session.add(merged)
    session.flush()
    for row in mine:
        row.use, row.merged_into_id = RemarkUse.MERGED, merged.id
    session.flush()
    return merged


def _of(contributor: Contributor, remark_id: str) -> tuple[Held, Remark]:
    held = hold(contributor)
    remark = session.get(Remark, remark_id)
    if remark is None or remark.submission_id != held.submission.id:
        raise Missing
    if not held.contributor.is_lead and remark.contributor_id != held.contributor.id:
        raise Missing
    return held, remark


def _kind(kind: str) -> str:
    if kind not in set(CommentKind):
        raise Invalid({"kind": sentence("Choose what kind of comment this is.")})
    return kind


def _place(remark: Remark, round_: ReviewRound, spot: Spot) -> None:
    """Anchor a remark in the frozen version."""
    if spot.question is not None:
        if not 0 <= spot.question < len(round_.questions):
            raise Missing
        remark.question = spot.question
        return
    if not spot.section_id:
        return
    item = section_in(round_.version, spot.section_id)
    if item is None:
        raise Missing(sentence("This section is not in the text that is asked about."))
    remark.section_id = spot.section_id
    source = item.revision.source
    words = blocks_of(item.revision)
    block, selector = None, None
    if spot.quote.strip():
        passage = find_passage(
            spot.quote, [one.plain for one in words], before=spot.before, after=spot.after
        )
        block, selector = passage.block, passage.selector
    elif spot.block_id:
        places = [number for number, one in enumerate(words) if one.id == spot.block_id]
        if not places:
            raise Invalid({"block_id": sentence("Choose a paragraph of this section.")})
        block = places[0]
        selector = _whole(words[block].plain)
    if block is None or selector is None:
        if spot.key and spot.key not in {one.id for one in parse(source)}:
            raise Invalid({"key": sentence("Choose a recommendation of this section.")})
        remark.recommendation_key = spot.key
        return
    remark.recommendation_key = recommendation_around(source, block)
    remark.revision_id, remark.block_id = item.revision.id, words[block].id
    remark.exact, remark.prefix = selector.exact, selector.prefix
    remark.suffix, remark.start, remark.stop = selector.suffix, selector.start, selector.end


def _whole(text: str) -> Selector:
    """Return the passage that is all of a block."""
    if not text.strip():
        raise Invalid({"block_id": sentence("Choose a paragraph with words in it.")})
    return make(text, 0, len(text))
