"""The tab of the rounds of review, and the words of their pages."""

from flask_babel import lazy_gettext as _l

from guidelines.permissions import Action
from guidelines.reviews.forms.rounds import (
    ANSWER_STATE_WORDS,
    ANSWERING_WORDS,
    REMARK_KIND_WORDS,
    REVIEW_STATE_WORDS,
    ROUND_WORDS,
)
from guidelines.reviews.routes.blueprint import bp
from guidelines.web.navigation import Tab, add_tab

add_tab(
    Tab(
        "document",
        42,
        _l("Reviews"),
        "reviews.list_rounds",
        "document_id",
        Action.REVIEW_READ,
        prefix=(
            "reviews.show_round",
            "reviews.start_round",
            "reviews.change_round",
            "reviews.move_round",
            "reviews.show_submission",
        ),
        group="discuss",
    )
)
bp.app_template_filter("round_kind_words")(lambda kind: str(ROUND_WORDS[kind]))
bp.app_template_filter("review_state_words")(lambda state: str(REVIEW_STATE_WORDS[state]))
bp.app_template_filter("answer_state_words")(lambda state: str(ANSWER_STATE_WORDS[state]))
bp.app_template_filter("answering_words")(lambda answering: str(ANSWERING_WORDS[answering]))
bp.app_template_filter("remark_kind_words")(lambda kind: str(REMARK_KIND_WORDS[kind]))
