"""Consensus processes: what happened."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStarted(Event):
    """A consensus process was started for a document."""

    name = "process.started"
    process_id: str
    document_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsChosen(Event):
    """Recommendations were chosen to be put to the panel."""

    name = "statements.chosen"
    process_id: str
    keys: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(Event):
    """A definition of consensus was chosen; it is not locked yet."""

    name = "rule.set"
    process_id: str
    rule_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSealed(Event):
    """The definition of consensus was locked, and the plan with it."""

    name = "rule.sealed"
    process_id: str
    rule_sha256: str
    plan_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelInvited(Event):
    """People were invited to the panel of a process."""

    name = "panel.invited"
    process_id: str
    panelist_ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPrepared(Event):
    """A round was prepared."""

    name = "round.prepared"
    process_id: str
    round_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTried(Event):
    """The office tried a questionnaire before it opened: how many, never what they answered."""

    name = "round.tried"
    round_id: str
    people: int
    finished: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSealed(Event):
    """The wordings and evidence cards of a round were locked."""

    name = "round.sealed"
    round_id: str
    cards_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened(Event):
    """A round was opened; its eligible panel members are fixed."""

    name = "round.opened"
    round_id: str
    electors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundExtended(Event):
    """The closing date of a round was changed."""

    name = "round.extended"
    round_id: str
    closes_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestsApplied(Event):
    """Interests that came up during a round were applied when it closed."""

    name = "round.interests-applied"
    round_id: str
    statements: list[int]
    abstentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(Event):
    """A round was closed, and its results were computed and frozen."""

    name = "round.closed"
    round_id: str
    ballots: int
    ballots_sha256: str
    results_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReported(Event):
    """The results of a round were reported to the group."""

    name = "round.reported"
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAnnulled(Event):
    """A round was declared void."""

    name = "round.annulled"
    round_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelReminded(Event):
    """Panel members who had not come were reminded; nobody saw who."""

    name = "panel.reminded"
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelCommentModerated(Event):
    """A comment of the panel was let through, edited or withheld."""

    name = "panel-comment.moderated"
    round_id: str
    panel_comment_id: str
    state: str
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorityStatementWritten(Event):
    """Panel members who disagree wrote a statement to be printed."""

    name = "minority-statement.written"
    process_id: str
    recommendation_key: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorityStatementJoined(Event):
    """Somebody of the panel stands behind a minority statement now, or no longer."""

    name = "minority-statement.joined"
    process_id: str
    minority_id: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorityStatementAnswered(Event):
    """The working group answered a minority statement."""

    name = "minority-statement.answered"
    process_id: str
    minority_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItemWritten(Event):
    """A text of the consensus report was written; the earlier ones stay in this record."""

    name = "report-item.written"
    process_id: str
    item: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsExplored(Event):
    """Somebody looked at the published answers otherwise than the definition says."""

    name = "results.explored"
    process_id: str
    exploratory_run_id: str
    kind: str
    rule_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDateSet(Event):
    """The day was set after which the key of the answers is destroyed; empty: none."""

    name = "appeal-date.set"
    process_id: str
    appeal_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodianNamed(Event):
    """Somebody was named who may have linked rows until the key is destroyed; empty: nobody."""

    name = "custodian.named"
    process_id: str
    custodian_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequested(Event):
    """Something was asked for that needs the key of the answers and a second person."""

    name = "key.requested"
    process_id: str
    custody_request_id: str
    wish: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequestDecided(Event):
    """A second person decided on what was asked for."""

    name = "key-request.decided"
    process_id: str
    custody_request_id: str
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRowsExported(Event):
    """The custodian took the rows that link answers, under random names."""

    name = "linked-rows.exported"
    process_id: str
    custody_request_id: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDestroyed(Event):
    """The key of the answers was destroyed: nobody can tell any more whose they were."""

    name = "key.destroyed"
    process_id: str
