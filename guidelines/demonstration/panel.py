"""The panel: its process, its rounds, and the synthetic answers dealt out to its members."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from guidelines.consensus import service as consensus
from guidelines.consensus.models import Process, Round
from guidelines.consensus.queries import (
    asked_in,
    comments_of,
    consent_of,
    panelist_of,
    recused_of,
)
from guidelines.consensus.rules.ballots import CANNOT_JUDGE, Given
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.entry import Profile
from guidelines.consensus.rules.presets import named, preset
from guidelines.db import now, transaction
from guidelines.demonstration import asked, script
from guidelines.demonstration.writing import Guideline

SEED = "Demonstration, not for clinical use"
ROUND_LASTS = timedelta(days=28)


def definition(story: script.Story) -> Rule:
    """Return the definition of consensus of a story, in the words of its questionnaire."""
    chosen = preset(story.rule.preset)
    scale = replace(
        chosen.scale, low_label=story.scale.low_label, high_label=story.scale.high_label
    )
    return named(replace(chosen, question=story.statement_stem, scale=scale))


def prepare(guideline: Guideline) -> Process:
    """Start the process, choose its statements and lock the definition of consensus."""
    story, cast = guideline.story, guideline.cast
    facilitator = cast.actor(cast.the(guideline.slug, "facilitator"))
    rule = definition(story)
    with transaction():
        process = consensus.start_process(
            facilitator,
            guideline.document,
            title=story.process,
            rule=rule,
            information=story.consent,
        )
    with transaction():
        consensus.choose_statements(facilitator, process, keys=story.rounds[0].statements)
    with transaction():
        consensus.set_rule(facilitator, process, rule=rule, why=story.rule.why)
    with transaction():
        consensus.seal_rule(cast.actor(cast.the(guideline.slug, "chair")), process)
    return process


def ask(guideline: Guideline, process: Process, told: asked.Round) -> Round:
    """Open a round and let the panel answer."""
    story, cast = guideline.story, guideline.cast
    facilitator = cast.actor(cast.the(guideline.slug, "facilitator"))
    reworded = story.reworded
    with transaction():
        round_ = consensus.prepare_round(
            facilitator,
            process,
            title=told.title,
            purpose=told.purpose,
            closes_at=now() + ROUND_LASTS,
            reasons={reworded.recommendation: reworded.reason} if reworded else {},
        )
    with transaction():
        consensus.open_round(facilitator, round_)
    answers = dealt(guideline, told)
    for person in cast.panel(guideline.slug):
        if person not in told.not_answering:
            _answer(guideline, round_, person, answers[person])
    return round_


def _answer(
    guideline: Guideline, round_: Round, person: str, answers: Mapping[str, Given]
) -> None:
    actor = guideline.cast.actor(person)
    panelist = panelist_of(round_.process, actor.person_id)
    if panelist is None:
        raise LookupError(f"{person} is not on the panel")
    if not consent_of(round_, panelist):
        with transaction():
            consensus.give_consent(actor, round_, profile=Profile(named=True))
    versions = {one.key: one.version_id for one in asked_in(round_)}
    abstains = {key for key, v in versions.items() if v in recused_of(round_, panelist)}
    if abstains & set(answers):
        raise LookupError(f"{person} was dealt an answer and abstains")
    with transaction():
        consensus.save_answers(
            actor,
            round_,
            answers={versions[key]: given for key, given in answers.items()},
            submit=True,
        )


def close(guideline: Guideline, round_: Round) -> None:
    """Close a round, let the comments through, and show the results to the panel."""
    cast = guideline.cast
    facilitator = cast.actor(cast.the(guideline.slug, "facilitator"))
    with transaction():
        consensus.close_round(facilitator, round_)
    for comment in comments_of(round_):
        with transaction():
            consensus.moderate_comment(facilitator, comment, show=True)
    with transaction():
        consensus.report_round(facilitator, round_)


def finish(guideline: Guideline, process: Process, first: Round) -> None:
    """Write down what a minority holds, and end the process."""
    story, cast = guideline.story, guideline.cast
    if story.minority is not None:
        writer, *others = story.minority.by
        with transaction():
            written = consensus.write_minority_statement(
                cast.actor(writer),
                first,
                key=story.minority.recommendation,
                text=story.minority.text,
                signed=True,
            )
        for one in others:
            with transaction():
                consensus.join_minority_statement(cast.actor(one), written, signed=True)
    with transaction():
        consensus.finish_process(cast.actor(cast.the(guideline.slug, "facilitator")), process)


def dealt(guideline: Guideline, told: asked.Round) -> dict[str, dict[str, Given]]:
    """Return the answers of each panel member by recommendation, exactly as counted.

    Who gets which answer depends on the names alone, so every telling gives the same ones. Each
    member leans the same way in both rounds: whoever was low in the first is rarely high after.
    """
    story = guideline.story
    answers: dict[str, dict[str, Given]] = {
        person: {} for person in guideline.cast.panel(guideline.slug)
    }
    for key in told.statements:
        away = set(told.not_answering)
        if key == story.abstention.recommendation:
            away.add(story.abstention.person)
        people = [person for person in answers if person not in away]
        ratings = story.ratings[key][told.key]
        given = _deal(people, ratings, key, told.key)
        if told is story.rounds[0]:
            given = _commented(given, key, story.feedback)
        for person, one in given.items():
            answers[person][key] = one
    return answers


def _deal(people: list[str], ratings: asked.Ratings, key: str, round_: str) -> dict[str, Given]:
    """Deal the counted answers out: the named ones first, the rest by each person's leaning."""
    given = {person: Given(rating=value) for person, value in ratings.fixed.items()}
    rest = [person for person in people if person not in given]
    rest.sort(key=lambda person: _chance(key, person, "knows"))
    silent, rating = rest[: ratings.cannot_judge], rest[ratings.cannot_judge :]
    given |= {person: Given(code=CANNOT_JUDGE) for person in silent}
    left = list(ratings.counts)
    for value in ratings.fixed.values():
        left[value - 1] -= 1
    values = [value for value, count in enumerate(left, start=1) for _ in range(count)]
    rating.sort(key=lambda person: _leaning(person, key, round_))
    return given | {
        person: Given(rating=value) for person, value in zip(rating, values, strict=True)
    }


def _leaning(person: str, key: str, round_: str) -> float:
    return _chance(key, person) + 0.4 * _chance(key, person, round_)


def _chance(*names: str) -> float:
    """Return a number from 0 to 1 that depends on these names alone."""
    return Random("/".join((SEED, *names))).random()  # noqa: S311  it hides nothing


def _commented(
    given: Mapping[str, Given], key: str, feedback: Sequence[asked.Feedback]
) -> dict[str, Given]:
    """Put the comments on a statement beside answers they fit: one for each person at most."""
    found = dict(given)
    comments = [c for one in feedback if one.recommendation == key for c in one.comments]
    for comment in comments:
        free = [person for person, one in found.items() if not one.reason]
        if comment.stance != "wording":
            sign = -1 if comment.stance == "for" else 1
            free.sort(key=lambda person: sign * (found[person].rating or 5))
        person = free[0] if comment.stance != "wording" else free[len(free) // 2]
        found[person] = replace(found[person], reason=comment.text)
    return found
