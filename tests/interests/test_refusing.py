"""What an interest keeps people from: each step holds what the milder hold; every try is told."""

import itertools

import pytest

from guidelines import audit
from guidelines.db import transaction
from guidelines.errors import NotAllowed
from guidelines.interests.queries import barred_keys
from guidelines.interests.rules import BARS, LADDER, Doing, Level, Measure, holds, strictest
from guidelines.interests.service import refuse_conflicted
from guidelines.permissions import Actor, Role
from tests.interests.build import a_declaration, an_assessment


def conflicted(build, level=Level.HIGH):
    project = build.project()
    author = build.actor(project, Role.AUTHOR)
    chair = build.actor(project, Role.CHAIR)
    an_assessment(chair, a_declaration(author, project), "rec-1", level, LADDER[level])
    return project, author


def test_each_step_of_the_ladder_holds_the_one_below():
    steps = [BARS[LADDER[level]] for level in Level]

    assert all(mild < strict for mild, strict in itertools.pairwise(steps))
    assert steps[-1] == frozenset(Doing)
    assert strictest([]) is Measure.NONE
    assert holds(Level.LOW, Measure.NONE) is Measure.NO_LEAD
    assert holds(Level.LOW, Measure.NONE, {Level.LOW: Measure.OUT}) is Measure.OUT
    assert holds(Level.HIGH, Measure.OUT, {Level.HIGH: Measure.NONE}) is Measure.OUT


@pytest.mark.parametrize("level", [level for level in Level if level is not Level.NONE])
@pytest.mark.parametrize("doing", Doing)
def test_who_is_kept_from_what(build, level, doing):
    project, author = conflicted(build, level)
    kept = doing in BARS[LADDER[level]]

    def tries(actor, keys):
        with transaction():
            refuse_conflicted(actor, project.id, keys, doing)

    assert barred_keys(author.person_id, project.id, doing) == ({"rec-1"} if kept else set())
    tries(author, ["rec-2"])
    tries(author, [])
    tries(build.actor(project, Role.AUTHOR), ["rec-1"])
    tries(Actor.machine(), ["rec-1"])
    if not kept:
        tries(author, ["rec-1"])
        return
    with pytest.raises(NotAllowed, match="rec-1"):
        tries(author, ["rec-2", "rec-1"])
    newest = audit.history(project.id)[0]
    assert (newest.event, newest.actor_id) == ("interest.refused", author.person_id)
    assert (newest.detail["doing"], newest.detail["keys"]) == (doing.value, ["rec-1"])


def test_a_refusal_that_is_caught_is_told_with_the_rest(build):
    project, author = conflicted(build)
    before = len(audit.history(project.id))

    with transaction(), pytest.raises(NotAllowed):
        refuse_conflicted(author, project.id, ["rec-1"], Doing.EDIT)

    assert len(audit.history(project.id)) == before + 1
    assert audit.first_broken(project.id) is None
