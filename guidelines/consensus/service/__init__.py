"""What people do with consensus processes, rounds and ballots."""

from guidelines.consensus.service.closing import close_round
from guidelines.consensus.service.exploring import look_how_firm, look_under
from guidelines.consensus.service.meetings import count_hands, record_attendance
from guidelines.consensus.service.minority import (
    answer_minority_statement,
    join_minority_statement,
    leave_minority_statement,
    stands_behind,
    write_minority_statement,
)
from guidelines.consensus.service.moderation import moderate_comment
from guidelines.consensus.service.opening import open_round, seal_round
from guidelines.consensus.service.planning import deviate, set_plan
from guidelines.consensus.service.preparing import (
    choose_statements,
    edit_information,
    finish_process,
    seal_rule,
    set_rule,
    start_process,
)
from guidelines.consensus.service.reopening import ask_again, no_longer_ask
from guidelines.consensus.service.reporting import write_report_text
from guidelines.consensus.service.rounds import prepare_round, reword
from guidelines.consensus.service.seats import (
    end_shared_vote,
    invite_panel,
    leave_panel,
    share_vote,
    withdraw_panelist,
)
from guidelines.consensus.service.steering import (
    annul_round,
    extend_round,
    one_more_week,
    read_waiting_names,
    remind_panel,
    report_round,
    schedule_round,
)
from guidelines.consensus.service.voting import (
    Receipt,
    enter_by_link,
    give_consent,
    link_token,
    receipt_for,
    save_answers,
    seal_ahead,
    voter_behind,
)

__all__ = [
    "Receipt",
    "annul_round",
    "answer_minority_statement",
    "ask_again",
    "choose_statements",
    "close_round",
    "count_hands",
    "deviate",
    "edit_information",
    "end_shared_vote",
    "enter_by_link",
    "extend_round",
    "finish_process",
    "give_consent",
    "invite_panel",
    "join_minority_statement",
    "leave_minority_statement",
    "leave_panel",
    "link_token",
    "look_how_firm",
    "look_under",
    "moderate_comment",
    "no_longer_ask",
    "one_more_week",
    "open_round",
    "prepare_round",
    "read_waiting_names",
    "receipt_for",
    "record_attendance",
    "remind_panel",
    "report_round",
    "reword",
    "save_answers",
    "schedule_round",
    "seal_ahead",
    "seal_round",
    "seal_rule",
    "set_plan",
    "set_rule",
    "share_vote",
    "stands_behind",
    "start_process",
    "voter_behind",
    "withdraw_panelist",
    "write_minority_statement",
    "write_report_text",
]
