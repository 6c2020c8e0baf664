"""What people do with consensus processes, rounds and ballots."""

from guidelines.consensus.service.closing import close_round
from guidelines.consensus.service.moderation import moderate_comment, write_minority_statement
from guidelines.consensus.service.opening import open_round, prepare_round, reword, seal_round
from guidelines.consensus.service.preparing import (
    choose_statements,
    edit_information,
    finish_process,
    invite_panel,
    seal_rule,
    set_rule,
    start_process,
)
from guidelines.consensus.service.steering import (
    annul_round,
    extend_round,
    remind_panel,
    report_round,
)
from guidelines.consensus.service.voting import (
    Receipt,
    enter_by_link,
    give_consent,
    link_token,
    receipt_for,
    save_answers,
    voter_behind,
)

__all__ = [
    "Receipt",
    "annul_round",
    "choose_statements",
    "close_round",
    "edit_information",
    "enter_by_link",
    "extend_round",
    "finish_process",
    "give_consent",
    "invite_panel",
    "link_token",
    "moderate_comment",
    "open_round",
    "prepare_round",
    "receipt_for",
    "remind_panel",
    "report_round",
    "reword",
    "save_answers",
    "seal_round",
    "seal_rule",
    "set_rule",
    "start_process",
    "voter_behind",
    "write_minority_statement",
]
