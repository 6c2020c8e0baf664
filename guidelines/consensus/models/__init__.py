"""Consensus processes, their rounds, the sealed ballots and what came out."""

from guidelines.consensus.models.ballots import Ballot, ClosedBallot, OpenedAnswer, PanelComment
from guidelines.consensus.models.processes import (
    MinorityStatement,
    Panelist,
    Process,
)
from guidelines.consensus.models.proposals import Proposal, StatementProposal
from guidelines.consensus.models.rounds import Elector, Recusal, Result, Round, RoundStatement
from guidelines.consensus.models.statements import (
    Statement,
    StatementParent,
    StatementVersion,
)

__all__ = [
    "Ballot",
    "ClosedBallot",
    "Elector",
    "MinorityStatement",
    "OpenedAnswer",
    "PanelComment",
    "Panelist",
    "Process",
    "Proposal",
    "Recusal",
    "Result",
    "Round",
    "RoundStatement",
    "Statement",
    "StatementParent",
    "StatementProposal",
    "StatementVersion",
]
