"""The blueprint of the evidence pages, their tabs, and words that their templates use."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.errors import DomainError
from guidelines.evidence.forms import (
    CERTAINTY_WORDS,
    IMPORTANCE_WORDS,
    JUDGEMENT_WORDS,
)
from guidelines.evidence.rules.items import in_words
from guidelines.evidence.rules.judgements import Certainty, Importance
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("evidence", __name__)

add_tab(
    Tab(
        "project",
        40,
        _l("Questions"),
        "evidence.list_profiles",
        "project_id",
        Action.EVIDENCE_READ,
        prefix=(
            "evidence.add_strategy",
            "evidence.import_findings",
            "evidence.import_screening",
            "evidence.rate_outcomes",
            "evidence.record_observation",
            "evidence.save_bias",
            "evidence.save_conclusion",
            "evidence.save_findings",
            "evidence.save_flow",
            "evidence.save_judgements",
            "evidence.save_observation",
            "evidence.save_question",
            "evidence.save_search",
            "evidence.save_strategy",
            "evidence.show_profile",
            "evidence.show_question",
            "evidence.show_search",
            "evidence.start_",
        ),
        group="evidence",
    )
)
add_tab(
    Tab(
        "project",
        45,
        _l("References"),
        "evidence.list_references",
        "project_id",
        Action.EVIDENCE_READ,
        prefix=(
            "evidence.import_form",
            "evidence.hand_in_references",
            "evidence.show_import",
            "evidence.add_reference",
            "evidence.show_reference",
            "evidence.save_reference",
            "evidence.mark_retracted",
            "evidence.review_duplicates",
            "evidence.choose_style",
        ),
        group="evidence",
    )
)


@bp.app_template_filter("source_words")
def source_words(csl: Mapping[str, Any]) -> dict[str, str]:
    """Return what a list shows of a reference."""
    return in_words(csl)


@bp.app_template_filter("judgement_words")
def judgement_words(judgement: str) -> str:
    """Return the word of the page for a judgement."""
    return str(JUDGEMENT_WORDS.get(judgement, judgement))


@bp.app_template_filter("certainty_words")
def certainty_words(level: Certainty | str | None) -> str:
    """Return the word of the page for a level of certainty, or a dash."""
    return str(CERTAINTY_WORDS[Certainty(level)]) if level else "–"


@bp.app_template_filter("importance_words")
def importance_words(importance: Importance | str) -> str:
    """Return the word of the page for the importance of an outcome."""
    return str(IMPORTANCE_WORDS[Importance(importance)])


def saved_meanwhile(
    refused: DomainError, saved: Mapping[str, Any], posted: Mapping[str, str]
) -> dict[str, str]:
    """Return the sentence of a refusal, and at each field that differs what is saved there now.

    Whoever then saves their own text has seen the words that it replaces.
    """
    errors = errors_of(refused)
    for name, value in saved.items():
        there = str(value or "")
        if name in posted and posted[name].split() != there.split():
            errors[name] = _("Saved meanwhile: %(text)s", text=there or _("(nothing)"))
    return errors
