"""Consensus processes, their rounds, the sealed ballots and what came out."""

from guidelines.consensus.models.ballots import Ballot, ClosedBallot, OpenedAnswer, PanelComment
from guidelines.consensus.models.custody import Custody, CustodyRequest
from guidelines.consensus.models.meetings import Attendance, HandCount, Snapshot
from guidelines.consensus.models.plans import Deviation, Reopening
from guidelines.consensus.models.processes import (
    MinorityStatement,
    Panelist,
    Process,
)
from guidelines.consensus.models.proposals import Proposal, StatementProposal
from guidelines.consensus.models.reports import (
    ExploratoryRun,
    MinorityReply,
    MinoritySupporter,
    ReportText,
)
from guidelines.consensus.models.rounds import Elector, Recusal, Result, Round, RoundStatement
from guidelines.consensus.models.statements import (
    Statement,
    StatementParent,
    StatementVersion,
)
from guidelines.consensus.models.trials import TrialBallot

__all__ = [
    "Attendance",
    "Ballot",
    "ClosedBallot",
    "Custody",
    "CustodyRequest",
    "Deviation",
    "Elector",
    "ExploratoryRun",
    "HandCount",
    "MinorityReply",
    "MinorityStatement",
    "MinoritySupporter",
    "OpenedAnswer",
    "PanelComment",
    "Panelist",
    "Process",
    "Proposal",
    "Recusal",
    "Reopening",
    "ReportText",
    "Result",
    "Round",
    "RoundStatement",
    "Snapshot",
    "Statement",
    "StatementParent",
    "StatementProposal",
    "StatementVersion",
    "TrialBallot",
]
