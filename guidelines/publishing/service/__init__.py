"""What people do to publish: ask for approval, sign, confirm, publish, render again."""

from guidelines.publishing.service.approvals import (
    request_approval,
    request_plan_approval,
    return_to_authors,
    sign,
)
from guidelines.publishing.service.bodies import end_body, name_body
from guidelines.publishing.service.changes import (
    attest_editorial_change,
    object_to_change,
    propose_editorial_change,
    refuse_editorial_change,
    rule_on_change,
    settle_change,
)
from guidelines.publishing.service.coming_out import come_out, date_edition
from guidelines.publishing.service.contributions import name_contributors
from guidelines.publishing.service.deliveries import record_mailing, record_opening
from guidelines.publishing.service.dois import identify_edition, identify_guideline
from guidelines.publishing.service.doses import check_doses, uncheck_dose
from guidelines.publishing.service.editions import (
    fail_rendering,
    publish_edition,
    retry_rendering,
    store_rendering,
)
from guidelines.publishing.service.endorsing import end_endorsement, record_endorsement
from guidelines.publishing.service.external import (
    change_external,
    end_external,
    record_external,
)
from guidelines.publishing.service.gates import print_unagreed, tighten_gates
from guidelines.publishing.service.indicators import (
    add_indicator,
    change_indicator,
    list_for_all,
    remove_indicator,
)
from guidelines.publishing.service.life import move_guideline
from guidelines.publishing.service.notices import (
    ask_lift,
    confirm_notice,
    keep_notice,
    lift_notice,
    propose_notice,
    refuse_notice,
    show_notice,
)
from guidelines.publishing.service.reports import (
    answer_report,
    confirm_address,
    move_report,
    report_error,
)
from guidelines.publishing.service.text_changes import (
    object_to_text_change,
    propose_text_change,
)

__all__ = [
    "add_indicator",
    "answer_report",
    "ask_lift",
    "attest_editorial_change",
    "change_external",
    "change_indicator",
    "check_doses",
    "come_out",
    "confirm_address",
    "confirm_notice",
    "date_edition",
    "end_body",
    "end_endorsement",
    "end_external",
    "fail_rendering",
    "identify_edition",
    "identify_guideline",
    "keep_notice",
    "lift_notice",
    "list_for_all",
    "move_guideline",
    "move_report",
    "name_body",
    "name_contributors",
    "object_to_change",
    "object_to_text_change",
    "print_unagreed",
    "propose_editorial_change",
    "propose_notice",
    "propose_text_change",
    "publish_edition",
    "record_endorsement",
    "record_external",
    "record_mailing",
    "record_opening",
    "refuse_editorial_change",
    "refuse_notice",
    "remove_indicator",
    "report_error",
    "request_approval",
    "request_plan_approval",
    "retry_rendering",
    "return_to_authors",
    "rule_on_change",
    "settle_change",
    "show_notice",
    "sign",
    "store_rendering",
    "tighten_gates",
    "uncheck_dose",
]
