"""Locking and opening a round."""

from datetime import timedelta

from guidelines import audit, jobs
from guidelines.consensus.models import Elector, Process, Round, RoundStatement, StatementVersion
from guidelines.consensus.queries import lines_of, versions_of
from guidelines.consensus.rules.cards import (
    fingerprint,
    listed,
    missing_parts,
    round_fingerprint,
)
from guidelines.consensus.rules.lineage import Lineage
from guidelines.consensus.rules.plan import RoundKind
from guidelines.consensus.rules.states import ROUND, ProcessState, RoundMove, RoundState
from guidelines.consensus.rules.turnout import FEWEST_ELECTORS
from guidelines.consensus.service.electing import eligible, recuse, seats_of
from guidelines.consensus.service.material import Laid, laid_out
from guidelines.consensus.service.meetings import check_quorum
from guidelines.consensus.service.recusing import keep_out
from guidelines.consensus.service.seats import add_to_panel
from guidelines.consensus.service.trials import wipe_trials
from guidelines.consensus.service.wordings import add_version
from guidelines.db import lock_row, now, session
from guidelines.drafts.service import lock_wording
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import RoundOpened, RoundSealed
from guidelines.interests.rules import Doing
from guidelines.permissions import Action, Actor, require


def seal_round(actor: Actor, round_: Round) -> None:
    """Lock the wordings and evidence cards of a round; it opens by its date or by hand."""
    require(actor, Action.ROUND_OPEN, round_)

    locked: Round = lock_row(Round, round_.id)
    state = ROUND.after(locked.state, RoundMove.SEAL)
    process = locked.process
    if process.state is not ProcessState.SEALED and locked.kind is not RoundKind.PROPOSALS:
        raise Conflict(sentence("Lock the definition of consensus before anybody is asked."))
    asked = [line for line in lines_of(locked) if not line.carried]
    keep_out(actor, process, [line.statement for line in asked], Doing.CHAIR)
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
    open_later(locked)


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
        line.statement,
        actor,
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
    asked = [line.statement for line in lines_of(locked) if not line.carried]
    keep_out(actor, locked.process, asked, Doing.CHAIR)
    moment = now()
    if locked.closes_at is not None and locked.closes_at <= moment:
        raise Invalid({"closes_on": sentence("Choose a closing date that is still to come.")})
    add_to_panel(locked.process, actor)
    if locked.kind is RoundKind.MEETING:
        check_quorum(locked)
    electors = eligible(locked)
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
    recuse(locked, seats_of(locked), frozenset())
    wipe_trials(locked, actor)
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
    close_later(locked)
    if locked.kind is RoundKind.REAL_TIME:
        snapshot_later(locked)


def open_later(round_: Round) -> None:
    """Queue the opening of a locked round for its date."""
    if round_.opens_at is not None:
        jobs.enqueue(
            "consensus.open_when_due",
            dedupe=f"open:{round_.id}:{round_.opens_at.isoformat()}",
            run_at=round_.opens_at,
            round_id=round_.id,
        )


def close_later(round_: Round) -> None:
    """Queue the closing of a round for its date."""
    if round_.closes_at is not None:
        jobs.enqueue(
            "consensus.close_when_due",
            dedupe=f"close:{round_.id}:{round_.closes_at.isoformat()}",
            run_at=round_.closes_at,
            round_id=round_.id,
        )


def snapshot_later(round_: Round) -> None:
    """Queue the next look at an open real-time round: tomorrow, and not by anybody's hand."""
    moment = now() + timedelta(days=1)
    jobs.enqueue(
        "consensus.freeze_snapshot",
        dedupe=f"snapshot:{round_.id}:{moment.date().isoformat()}",
        run_at=moment,
        round_id=round_.id,
    )
