"""Preparing a process: its statements, its panel, its definition of consensus."""

import secrets
from collections.abc import Sequence

from guidelines import audit
from guidelines.config import current
from guidelines.consensus.models import Process, Statement
from guidelines.consensus.queries import living_round, rounds_of, statements_of, versions_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.cards import listed, missing_parts
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.methods import proposed_plan, proposed_rule
from guidelines.consensus.rules.plan import Plan, PlannedMethod
from guidelines.consensus.rules.states import PROCESS, ProcessMove, ProcessState
from guidelines.consensus.service.electing import barred
from guidelines.consensus.service.material import card_of
from guidelines.consensus.service.seats import add_to_panel
from guidelines.db import lock_row, new_key, now, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import recommendations_of
from guidelines.drafts.queries.branches import check_main
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import (
    ProcessStarted,
    RuleSealed,
    RuleSet,
    StatementsChosen,
)
from guidelines.permissions import PANEL, Action, Actor, require
from guidelines.projects.queries import members_with

LONGEST_INFORMATION = 8000

LOCKED = sentence(
    "The definition of consensus is locked. A change for the rounds to come is a deviation: say "
    "what is changed and why; it stands in the report."
)


def start_process(
    actor: Actor,
    document: Document,
    *,
    title: str,
    rule: Rule | None = None,
    information: str = "",
    method: PlannedMethod = PlannedMethod.MODIFIED_DELPHI,
    plan: Plan | None = None,
) -> Process:
    """Start a consensus process and invite the project's panel to it.

    `rule` is the definition of consensus to begin with and `plan` how the panel is asked; without
    them it is what fits the `method`. Both can be changed until they are locked. `information`
    is what panel members read before they consent.
    """
    require(actor, Action.PROCESS_PREPARE, document)

    check_main(document)
    if not title.strip():
        raise Invalid({"title": sentence("Give the process a title.")})
    planned = plan or proposed_plan(method, document.language)
    people = {one.person_id for one in members_with(document.project_id, *PANEL)}
    raters = people - barred(document.project_id, planned)
    chosen = rule or proposed_rule(method, len(raters))
    process_id = new_key()
    process = Process(
        id=process_id,
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        document=document,
        title=title.strip(),
        information=information.strip(),
        rule=chosen.document(),
        rule_sha256=chosen.sha256,
        plan=planned.document(),
        plan_sha256=planned.sha256,
        wrapped_key=sealing.wrap_key(
            current().key(sealing.key_name(process_id)),
            secrets.token_bytes(sealing.KEY_BYTES),
            process_id,
            secrets.token_bytes(sealing.NONCE_BYTES),
        ),
    )
    session.add(process)
    session.flush()
    audit.record(
        actor,
        ProcessStarted(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            document_id=document.id,
            title=process.title,
        ),
    )
    add_to_panel(process, actor)
    return process


def edit_information(actor: Actor, process: Process, *, title: str, information: str) -> None:
    """Change the title and what panel members read before they consent."""
    require(actor, Action.PROCESS_PREPARE, process)

    mistakes = {}
    if not title.strip():
        mistakes["title"] = sentence("Give the process a title.")
    if len(information) > LONGEST_INFORMATION:
        mistakes["information"] = sentence(
            "Write at most %(most)s characters.", most=LONGEST_INFORMATION
        )
    if mistakes:
        raise Invalid(mistakes)
    lock_row(Process, process.id)
    if any(one.opened_at is not None for one in rounds_of(process)):
        raise Conflict(
            sentence("A round was opened: people have consented to the information as it is.")
        )
    process.title, process.information = title.strip(), information.strip()
    session.flush()


def choose_statements(
    actor: Actor, process: Process, *, keys: Sequence[str]
) -> Sequence[Statement]:
    """Choose which recommendations are put to the panel; others are taken out again.

    An evidence-based recommendation needs its evidence card first. A statement keeps its number
    for ever, also when it is taken out.
    """
    require(actor, Action.PROCESS_PREPARE, process)

    lock_row(Process, process.id)
    if living_round(process) is not None:
        raise Conflict(sentence("A round is under way. Change its statements on its own page."))
    if not keys and all(one.recommendation_key for one in statements_of(process)):
        raise Invalid({"keys": sentence("Choose at least one recommendation.")})
    there = {one.key: one for one in recommendations_of(process.document)}
    unknown = [key for key in keys if key not in there]
    if unknown:
        raise Invalid(
            {"keys": sentence("There is no recommendation %(key)s here.", key=unknown[0])}
        )
    for key in keys:
        missing = missing_parts(card_of(process.document, there[key]))
        if missing:
            raise Invalid(
                {
                    "keys": sentence(
                        "Recommendation %(number)s is evidence-based and cannot be put to the "
                        "panel without %(parts)s. Add this first.",
                        number=there[key].ordinal,
                        parts=listed(missing),
                    )
                }
            )
    every = list(
        session.query(Statement).where(Statement.process_id == process.id)  # withdrawn ones too
    )
    known = {one.recommendation_key: one for one in every if one.recommendation_key is not None}
    number = max((statement.number for statement in every), default=0)
    for key, statement in known.items():
        if key not in keys and not statement.withdrawn and versions_of(statement):
            raise Invalid(
                {
                    "keys": sentence(
                        "Statement %(number)s was put to the panel before. Withdraw it on its own "
                        "page, with a reason.",
                        number=statement.number,
                    )
                }
            )
        statement.withdrawn = key not in keys
    for key in sorted(keys, key=lambda one: there[one].ordinal):
        if key not in known:
            number += 1
            session.add(Statement(process_id=process.id, number=number, recommendation_key=key))
    session.flush()
    audit.record(
        actor,
        StatementsChosen(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            keys=list(keys),
        ),
    )
    return statements_of(process)


def set_rule(actor: Actor, process: Process, *, rule: Rule, why: str = "") -> None:
    """Choose the definition of consensus; nothing changes it once it is locked."""
    require(actor, Action.PROCESS_PREPARE, process)

    lock_row(Process, process.id)  # it may be locked in advance at this very moment
    if process.state is not ProcessState.DRAFT:
        raise Conflict(LOCKED)
    process.rule, process.rule_sha256 = rule.document(), rule.sha256
    process.rule_why = why.strip()[:2000]
    session.flush()
    audit.record(
        actor,
        RuleSet(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            rule_sha256=rule.sha256,
        ),
    )


def seal_rule(actor: Actor, process: Process) -> None:
    """Lock the definition of consensus and the plan, before anybody is asked."""
    require(actor, Action.RULE_SEAL, process)

    locked = lock_row(Process, process.id)
    if locked.state is not ProcessState.DRAFT:
        raise Conflict(LOCKED)
    if not statements_of(process):
        raise Conflict(sentence("Choose the recommendations for the panel first."))
    locked.state = PROCESS.after(locked.state, ProcessMove.SEAL)
    locked.rule_sealed_at = now()
    session.flush()
    audit.record(
        actor,
        RuleSealed(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            rule_sha256=process.rule_sha256,
            plan_sha256=process.plan_sha256,
        ),
    )


def finish_process(actor: Actor, process: Process) -> None:
    """End a process: there will be no further round."""
    require(actor, Action.ROUND_CLOSE, process)

    locked = lock_row(Process, process.id)
    if living_round(process) is not None:
        raise Conflict(sentence("A round is under way. Close it, or declare it void, first."))
    locked.state = PROCESS.after(locked.state, ProcessMove.REPORT)
    session.flush()
