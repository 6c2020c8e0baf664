"""Rounds of review: members, outside experts and the public answer; each comment is answered."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Literal

from guidelines.db import now, session, transaction
from guidelines.demonstration import script
from guidelines.demonstration.cast import Strict
from guidelines.demonstration.script import Said
from guidelines.demonstration.writing import Guideline, section_of, version_after
from guidelines.drafts.queries import current_version
from guidelines.permissions import Actor
from guidelines.reviews.models import Comment, Contributor, Remark, ReviewRound, Submission
from guidelines.reviews.queries.answers import kept_remarks
from guidelines.reviews.rules import Decision
from guidelines.reviews.rules.answers import Introduced
from guidelines.reviews.rules.asking import Asking
from guidelines.reviews.rules.rounds import Answering, ReviewMove, RoundKind
from guidelines.reviews.service import answers, inviting, members, remarks, rounds, taking
from guidelines.reviews.service.answering import answer_with_version
from guidelines.reviews.service.comments import resolve_comment
from guidelines.reviews.service.moving import move_round
from guidelines.reviews.service.remarks import Spot


class Keyed(Strict):
    """Something that other parts of a round name by its key."""

    key: str


class Voice(Keyed):
    """Somebody outside who writes, by a personal link; without interests if none are told."""

    name: str
    email: str
    interests: str


class Saying(Keyed):
    """What somebody outside says of a passage, a recommendation, a question, or the whole."""

    by: str
    body: str
    kind: str
    section: str = ""
    quote: str = ""
    recommendation: str = ""
    question: int | None = None
    left_out: bool = False


class Merged(Keyed):
    """What a lead makes of several remarks."""

    remarks: list[str]
    body: str


class Answer(Keyed):
    """An answer: its people, the first of whom leads, what they say, and what becomes of it.

    `taken` is None where nobody has to look at it first, or has done so yet.
    """

    answering: Literal["organisation", "person", "reviewer"]
    organisation: str
    people: list[Voice]
    remarks: list[Saying]
    merged: Merged | None
    invited: bool
    sent: bool
    taken: bool | None
    refused: str


class Disposition(Said):
    """What the group answers to a remark, and the edit that answers it."""

    remark: str
    decision: Decision
    edit: str | None


class Asked(Keyed):
    """A round of review; it lasts so many `days`."""

    kind: Literal["internal", "external", "public"]
    title: str
    introduction: str
    questions: list[str]
    days: int
    anyone: bool
    blinded: bool
    publish_answers: bool
    members: list[str]
    answers: list[Answer]
    dispositions: list[Disposition]
    summary: str


class Review(Strict):
    """The rounds of review of one guideline."""

    notice: str
    rounds: list[Asked]


@cache
def review(slug: str) -> Mapping[str, Asked]:
    """Return the rounds of review of a guideline's story by key."""
    text = (script.CONTENT / slug / "review.json").read_text("utf-8")
    return {one.key: one for one in Review.model_validate_json(text).rounds}


def ask(guideline: Guideline, key: str) -> ReviewRound:
    """Prepare a round on the present text, invite, and open it."""
    told, chair = review(guideline.slug)[key], _chair(guideline)
    today = now().date()
    asking = Asking(
        kind=RoundKind(told.kind),
        title=told.title,
        introduction=told.introduction,
        questions=told.questions,
        opens_on=today,
        closes_on=today + timedelta(days=told.days),
        blinded=told.blinded,
        anyone=told.anyone,
        publish_answers=told.publish_answers,
    )
    with transaction():
        version = current_version(guideline.document)
        round_ = rounds.start_round(chair, guideline.document, asking, version=version)
    with transaction():
        for one in told.members:
            person_id = guideline.cast.persons[one].id
            inviting.invite_member(chair, round_, person_id=person_id)
        for answer in told.answers:
            if answer.invited:
                lead = answer.people[0]
                inviting.invite_outside(
                    chair,
                    round_,
                    name=lead.name,
                    email=lead.email,
                    organisation=answer.organisation,
                )
    with transaction():
        move_round(chair, round_, ReviewMove.OPEN)
    return round_


def collect(guideline: Guideline, round_: ReviewRound, key: str) -> None:
    """Let everybody outside write and, where the story says so, send their answer."""
    for told in review(guideline.slug)[key].answers:
        with transaction():
            people = _come_in(round_, told)
        with transaction():
            _write(guideline, told, people)
        if told.sent:
            with transaction():
                sent = answers.send_answer(people[told.people[0].key])
        if told.taken is not None:
            _look_at(guideline, sent, told)


def _come_in(round_: ReviewRound, told: Answer) -> dict[str, Contributor]:
    """Return the people of an answer, each of whom opened the personal link."""
    first, *others = told.people
    if told.invited:
        lead = next(
            one
            for row in round_.submissions
            for one in row.contributors
            if one.email == first.email
        )
    else:
        who = Introduced(
            answering=Answering(told.answering),
            name=first.name,
            email=first.email,
            organisation=told.organisation,
            interests=first.interests,
            no_interests=not first.interests,
            is_named=told.answering == "organisation",
        )
        lead = answers.begin_answer(round_, who, language="en")
    people = {first.key: answers.enter(lead)}
    for one in others:
        colleague = answers.invite_colleague(lead, name=one.name, email=one.email)
        people[one.key] = answers.enter(colleague)
    for one in told.people:
        answers.state_interests(people[one.key], interests=one.interests, none=not one.interests)
    return people


def _write(guideline: Guideline, told: Answer, people: Mapping[str, Contributor]) -> None:
    """Let the people of an answer write, and their lead choose and merge."""
    lead = people[told.people[0].key]
    written: dict[str, Remark] = {}
    for one in told.remarks:
        spot = Spot(
            question=one.question,
            section_id=section_of(guideline, one.section).id if one.section else "",
            key=one.recommendation,
            quote=one.quote,
        )
        written[one.key] = remarks.write_remark(people[one.by], spot, body=one.body, kind=one.kind)
    for person in people.values():
        if person is not lead:
            answers.finish_part(person)
    for one in told.remarks:
        if one.left_out:
            remarks.use_remark(lead, written[one.key].id, kept=False)
    if told.merged is not None:
        chosen = [written[key].id for key in told.merged.remarks]
        remarks.merge_remarks(lead, chosen, body=told.merged.body)


def _look_at(guideline: Guideline, sent: Submission, told: Answer) -> None:
    """Let the chair take an answer of the public up, or refuse it."""
    with transaction():
        if told.taken:
            taking.take_submission(_chair(guideline), sent)
        else:
            taking.refuse_submission(_chair(guideline), sent, reason=told.refused)


def end(guideline: Guideline, round_: ReviewRound, key: str) -> None:
    """Let members say that they have finished, and close the round."""
    for one in review(guideline.slug)[key].members:
        with transaction():
            members.finish_review(guideline.cast.actor(one), round_)
    with transaction():
        move_round(_chair(guideline), round_, ReviewMove.CLOSE)


def respond(guideline: Guideline, round_: ReviewRound, key: str) -> None:
    """Answer every remark, with the edits that stand in the text by now; sum the round up."""
    told = review(guideline.slug)[key]
    words = {one.key: one.body for answer in told.answers for one in answer.remarks}
    words |= {made.key: made.body for answer in told.answers if (made := answer.merged)}
    said = {
        remark.body: remark.comment_id
        for row in round_.submissions
        for remark in kept_remarks(row)
    }
    for one in told.dispositions:
        actor = guideline.cast.actor(one.by)
        comment = session.get_one(Comment, said[words[one.remark]])
        with transaction():
            if one.edit is not None:
                answer_with_version(actor, comment.thread, version_after(guideline, one.edit))
            resolve_comment(actor, comment.thread, decision=one.decision, response=one.text)
    with transaction():
        rounds.sum_up(_chair(guideline), round_, summary=told.summary)


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))
