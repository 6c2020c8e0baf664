"""Preparing, locking and opening a round."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from guidelines import audit, jobs
from guidelines.consensus.models import (
    Elector,
    Process,
    Recusal,
    Round,
    RoundStatement,
    StatementVersion,
)
from guidelines.consensus.queries import (
    last_result_by_key,
    lines_of,
    living_round,
    panel_of,
    rounds_of,
    settled_keys,
    statements_of,
    versions_of,
)
from guidelines.consensus.rules.cards import (
    fingerprint,
    listed,
    missing_parts,
    round_fingerprint,
)
from guidelines.consensus.rules.lineage import Lineage
from guidelines.consensus.rules.states import ROUND, ProcessState, RoundMove, RoundState
from guidelines.consensus.rules.turnout import FEWEST_ELECTORS
from guidelines.consensus.service.material import Laid, laid_out
from guidelines.consensus.service.preparing import add_to_panel
from guidelines.consensus.service.wordings import add_version
from guidelines.db import lock_row, now, session
from guidelines.drafts.service import lock_wording
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import RoundOpened, RoundPrepared, RoundSealed
from guidelines.interests.queries import recusals_of
from guidelines.permissions import PANEL, Action, Actor, require
from guidelines.projects.queries import members_with


def prepare_round(
    actor: Actor,
    process: Process,
    *,
    title: str = "",
    purpose: str = "",
    closes_at: datetime | None = None,
    opens_at: datetime | None = None,
    keys: Sequence[str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Round:
    """Prepare the next round of a process.

    By default it asks every statement that is not settled; settled ones are carried along and
    shown as agreed. `keys` asks just these. `reasons` say, by recommendation id, why a wording
    was changed since the round before.
    """
    require(actor, Action.PROCESS_PREPARE, process)

    lock_row(Process, process.id)
    if process.state is ProcessState.REPORTED:
        raise Conflict(sentence("This process is finished. Start a new one for another round."))
    if living_round(process) is not None:
        raise Conflict(sentence("There is a round under way already. Close it first."))
    statements = statements_of(process)
    if not statements:
        raise Conflict(sentence("Choose the recommendations for the panel first."))
    settled = _settled_versions(process) if keys is None else {}
    asked = [one for one in statements if keys is None or one.key in keys]
    if all(one.key in settled for one in asked):
        raise Conflict(sentence("Every statement is settled. There is nothing left to ask."))
    round_ = Round(
        network_id=process.network_id,
        project_id=process.project_id,
        process_id=process.id,
        process=process,
        number=max((one.number for one in rounds_of(process)), default=0) + 1,
        title=title.strip()[:200],
        purpose=purpose.strip()[:2000],
        opens_at=opens_at,
        closes_at=closes_at,
    )
    session.add(round_)
    session.flush()
    for ordinal, statement in enumerate(asked, start=1):
        session.add(
            RoundStatement(
                round_id=round_.id,
                statement_id=statement.id,
                ordinal=ordinal,
                carried=statement.key in settled,
                version_id=settled.get(statement.key),
                reason=(reasons or {}).get(statement.key, "").strip()[:1000],
            )
        )
    session.flush()
    audit.record(
        actor,
        RoundPrepared(
            network_id=round_.network_id,
            project_id=round_.project_id,
            process_id=process.id,
            round_id=round_.id,
            number=round_.number,
        ),
    )
    return round_


def _settled_versions(process: Process) -> dict[str, str]:
    """Return the wordings that are settled by recommendation id."""
    found = last_result_by_key(process)
    return {key: found[key]["version"] for key in settled_keys(process)}


def reword(actor: Actor, round_: Round, *, reasons: Mapping[str, str]) -> None:
    """Say, by id of the round's statement, why its wording was changed since the round before."""
    require(actor, Action.PROCESS_PREPARE, round_)

    if round_.state is not RoundState.DRAFT:
        raise Conflict(sentence("The wordings of this round are locked."))
    for line in lines_of(round_):
        if line.id in reasons:
            line.reason = reasons[line.id].strip()[:1000]
    session.flush()


def seal_round(actor: Actor, round_: Round) -> None:
    """Lock the wordings and evidence cards of a round; it opens by its date or by hand."""
    require(actor, Action.ROUND_OPEN, round_)

    locked: Round = lock_row(Round, round_.id)
    state = ROUND.after(locked.state, RoundMove.SEAL)
    process = locked.process
    if process.state is not ProcessState.SEALED:
        raise Conflict(sentence("Lock the definition of consensus before anybody is asked."))
    asked = [line for line in lines_of(locked) if not line.carried]
    laid = laid_out(process, [line.statement for line in asked])
    for line in asked:
        if line.statement_id not in laid:
            raise Conflict(
                sentence(
                    "Statement %(number)s is no longer a recommendation of the document. Put it "
                    "back, or prepare the round anew.",
                    number=line.statement.number,
                )
            )
        now_laid = laid[line.statement_id]
        missing = missing_parts(now_laid.card)
        if missing:
            raise Conflict(
                sentence(
                    "Nobody is asked without the evidence: statement %(number)s needs %(parts)s.",
                    number=line.statement.number,
                    parts=listed(missing),
                )
            )
        line.version = _version(actor, line, now_laid)
        line.version_id = line.version.id
        line.card, line.card_sha256 = now_laid.card, fingerprint(now_laid.card)
    in_text = [key for line in asked if (key := line.statement.recommendation_key) is not None]
    if in_text:
        lock_wording(
            actor,
            process.document,
            in_text,
            reason=sentence(
                "The panel is being asked about it (round %(number)s).", number=locked.number
            ),
        )
    locked.cards_sha256 = round_fingerprint(
        (line.statement.number, line.version.wording_sha256, line.card_sha256)
        for line in asked
        if line.version is not None
    )
    locked.state = state
    session.flush()
    audit.record(
        actor,
        RoundSealed(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            cards_sha256=locked.cards_sha256,
        ),
    )
    if locked.opens_at is not None:
        jobs.enqueue(
            "consensus.open_when_due",
            dedupe=f"open:{locked.id}:{locked.opens_at.isoformat()}",
            run_at=locked.opens_at,
            round_id=locked.id,
        )


def _version(actor: Actor, line: RoundStatement, laid: Laid) -> StatementVersion:
    """Return the wording to ask about: the last one, or a new one with its reason."""
    before = versions_of(line.statement)
    taken_out = bool(before) and before[-1].lineage is Lineage.WITHDRAWN
    if before and not taken_out and before[-1].wording_sha256 == laid.wording_sha256:
        return before[-1]
    if before and not line.reason:
        raise Conflict(
            sentence(
                "The wording of statement %(number)s was changed since the round before. Say why "
                "on the page of the round, so that the panel can see it.",
                number=line.statement.number,
            )
        )
    return add_version(
        actor,
        line.statement,
        wording=laid.wording,
        wording_sha256=laid.wording_sha256,
        document_version=laid.document_version,
        lineage=Lineage.REWORDED if before else Lineage.NEW,
        reason=line.reason if before else "",
    )


def open_round(actor: Actor, round_: Round) -> None:
    """Open a round: fix who may answer and who abstains, and mail the personal links."""
    require(actor, Action.ROUND_OPEN, round_)

    lock_row(Process, round_.process_id)  # what people consent to stays as it is
    if round_.state is RoundState.DRAFT:
        seal_round(actor, round_)
    locked: Round = lock_row(Round, round_.id)
    state = ROUND.after(locked.state, RoundMove.OPEN)
    moment = now()
    if locked.closes_at is not None and locked.closes_at <= moment:
        raise Invalid({"closes_on": sentence("Choose a closing date that is still to come.")})
    add_to_panel(locked.process, actor)
    on_panel = {member.person_id for member in members_with(locked.project_id, *PANEL)}
    electors = [
        one
        for one in panel_of(locked.process)
        if one.person_id in on_panel and one.withdrawn_on is None
    ]
    if len(electors) < FEWEST_ELECTORS:
        raise Conflict(
            sentence(
                "A round needs at least %(fewest)s panel members; otherwise everybody could work "
                "out who said what. Invite more people first.",
                fewest=FEWEST_ELECTORS,
            )
        )
    session.add_all(
        Elector(round_id=locked.id, panelist_id=one.id, group_title=one.group_title)
        for one in electors
    )
    session.flush()
    recuse(locked, [(one.id, one.person_id) for one in electors], frozenset())
    locked.state, locked.opened_at = state, moment
    session.flush()
    audit.record(
        actor,
        RoundOpened(
            network_id=locked.network_id,
            project_id=locked.project_id,
            round_id=locked.id,
            electors=len(electors),
        ),
    )
    if locked.closes_at is not None:
        close_later(locked)


def close_later(round_: Round) -> None:
    """Queue the closing of a round for its date."""
    if round_.closes_at is not None:
        jobs.enqueue(
            "consensus.close_when_due",
            dedupe=f"close:{round_.id}:{round_.closes_at.isoformat()}",
            run_at=round_.closes_at,
            round_id=round_.id,
        )


def recuse(
    round_: Round,
    electors: Sequence[tuple[str, str]],
    known: frozenset[tuple[str, str]],
) -> None:
    """Write down who abstains from what; `electors` are (panelist id, person id).

    `known` are the pairs (panelist id, wording id) that are written down already.
    """
    version_of = {
        line.statement.key: line.version_id
        for line in lines_of(round_)
        if not line.carried and line.version_id is not None
    }
    for panelist_id, person_id in electors:
        for project_id, key in sorted(recusals_of(person_id)):
            version_id = version_of.get(key)
            if project_id != round_.project_id or version_id is None:
                continue
            if (panelist_id, version_id) not in known:
                session.add(
                    Recusal(round_id=round_.id, panelist_id=panelist_id, version_id=version_id)
                )
    session.flush()
