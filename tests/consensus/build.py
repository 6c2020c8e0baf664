"""Small steps that make processes, rounds and ballots, for this feature and those above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from guidelines.accounts.models import Person
from guidelines.consensus import service
from guidelines.consensus.models import Process, Round
from guidelines.consensus.queries import asked_in
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.drafts.models import Document
from guidelines.permissions import Actor, Role
from guidelines.projects.models import Project
from guidelines.projects.queries import actor_for
from tests.build import Builder
from tests.drafts.build import a_document

TEXT = """# Airway

::: {.recommendation #rec-airway type=consensus-based strength=strong direction=for}
We recommend that an anaesthetist sees the child first.

::: {.rationale}
Because the airway may be difficult.
:::
:::

# Hearing

::: {.recommendation #rec-hearing type=consensus-based strength=conditional direction=for}
We suggest that hearing is checked before surgery.
:::

# Follow-up

::: {.recommendation #rec-follow-up type=good-practice}
See the family again.
:::
"""
KEYS = ("rec-airway", "rec-hearing", "rec-follow-up")
CANNOT = "cannot"
Answer = int | str | Given | Mapping[str, Given] | None


@dataclass
class Panel:
    """A project with a document, an office and a panel, and what was made of it."""

    build: Builder
    project: Project
    document: Document
    office: Actor
    people: list[Person]
    process: Process
    rounds: list[Round] = field(default_factory=list)

    def actor(self, index: int) -> Actor:
        """Return the panel member at `index`."""
        return actor_for(self.people[index].id)


def a_panel(
    build: Builder,
    *,
    size: int = 5,
    rule: Rule | None = None,
    source: str = TEXT,
    keys: Sequence[str] = KEYS,
    seal: bool = True,
) -> Panel:
    """Return a process with chosen recommendations and a locked definition of consensus."""
    project = build.project()
    document = a_document(build, project, source=source)
    people = [build.member(project, Role.PANELIST) for _ in range(size)]
    office = build.actor(project, Role.CHAIR, Role.FACILITATOR, Role.METHODOLOGIST)
    with transaction():
        process = service.start_process(
            office, document, title="Agreement", rule=rule or preset("agree-75")
        )
        service.choose_statements(office, process, keys=keys)
        if seal:
            service.seal_rule(office, process)
    return Panel(build, project, document, office, people, process)


def an_open_round(panel: Panel, **more: object) -> Round:
    """Prepare and open the next round."""
    with transaction():
        round_ = service.prepare_round(panel.office, panel.process, **more)
        service.open_round(panel.office, round_)
    panel.rounds.append(round_)
    return round_


def given(answer: Answer, reason: str = "") -> Given | Mapping[str, Given]:
    """Return an answer from a number, a word or None; a ready one, or one by dimension, stays."""
    if isinstance(answer, Given | Mapping):
        return answer
    if answer is None:
        return Given(reason=reason)
    if answer == CANNOT:
        return Given(code=OptOut.NOT_MY_EXPERTISE, reason=reason)
    if isinstance(answer, str):
        return Given(code=OptOut(answer), reason=reason)
    return Given(rating=answer, reason=reason)


def answers_to(
    round_: Round, values: Mapping[str, Answer], reasons: Mapping[str, str] | None = None
) -> dict[str, Given | Mapping[str, Given]]:
    """Return answers by wording from values by recommendation id."""
    return {
        one.version_id: given(values[one.key], (reasons or {}).get(one.key, ""))
        for one in asked_in(round_)
        if one.key in values
    }


def vote(
    panel: Panel,
    round_: Round,
    index: int,
    values: Mapping[str, Answer],
    reasons: Mapping[str, str] | None = None,
    *,
    submit: bool = True,
) -> service.Receipt:
    """Let a panel member consent and answer."""
    actor = panel.actor(index)
    with transaction():
        service.give_consent(actor, round_)
    with transaction():
        service.save_answers(
            actor, round_, answers=answers_to(round_, values, reasons), submit=submit
        )
    panelist = elector_of(round_, actor.person_id)
    receipt = service.receipt_for(round_, panelist) if panelist is not None else None
    assert receipt is not None
    return receipt


def vote_all(panel: Panel, round_: Round, table: Mapping[str, Sequence[Answer]]) -> None:
    """Let everybody answer: `table` has one answer for each person by recommendation id."""
    for index in range(len(panel.people)):
        values = {key: row[index] for key, row in table.items()}
        vote(panel, round_, index, values)


def close(panel: Panel, round_: Round) -> dict:
    """Close a round and return its results by recommendation id."""
    with transaction():
        result = service.close_round(panel.office, round_)
    return {entry["key"]: entry for entry in result.document["statements"]}


def rows(model) -> list:
    """Return all rows of a table, read anew."""
    session.expire_all()
    return list(session.scalars(select(model)))
