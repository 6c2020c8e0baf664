"""Consensus processes, their rounds, the sealed ballots and what came out."""

from guidelines.consensus.models.ballots import Ballot, ClosedBallot, OpenedAnswer, PanelComment
from guidelines.consensus.models.processes import (
    MinorityStatement,
    Panelist,
    Process,
    Statement,
    StatementVersion,
)
from guidelines.consensus.models.rounds import Elector, Recusal, Result, Round, RoundStatement

__all__ = [
    "Ballot",
    "ClosedBallot",
    "Elector",
    "MinorityStatement",
    "OpenedAnswer",
    "PanelComment",
    "Panelist",
    "Process",
    "Recusal",
    "Result",
    "Round",
    "RoundStatement",
    "Statement",
    "StatementVersion",
]
