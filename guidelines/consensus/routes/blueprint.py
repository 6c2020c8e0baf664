"""The blueprint of the consensus pages, their tab, their words."""

from collections.abc import Mapping, Sequence

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.estimating import span_of
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.evidence.forms import CRITERION_WORDS, JUDGEMENT_WORDS
from guidelines.evidence.rules.judgements import Criterion
from guidelines.permissions import Action
from guidelines.text.citations import without_keys
from guidelines.text.diff import words
from guidelines.text.markdown import Rendered, plain_text, render
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("consensus", __name__)

STATE_WORDS = {
    ProcessState.DRAFT: _l("In preparation"),
    ProcessState.SEALED: _l("Definition locked"),
    ProcessState.REPORTED: _l("Finished"),
}
ROUND_WORDS = {
    RoundState.DRAFT: _l("In preparation"),
    RoundState.SEALED: _l("Locked in advance"),
    RoundState.OPEN: _l("Open"),
    RoundState.CLOSED: _l("Closed"),
    RoundState.REPORTED: _l("Reported"),
    RoundState.ANNULLED: _l("Void"),
}
CODE_WORDS = {
    "not-my-expertise": _l("I cannot judge this"),
    "prefer-not": _l("I prefer not to say"),
    "unclear": _l("The question is unclear to me"),
    "skipped": _l("Skipped on purpose"),
    "abstain": _l("Abstain"),
    "recused": _l("abstains because of an interest"),
    "1": _l("Yes"),
    "0": _l("No"),
}

AWMF_WORDS = {
    "strong-consensus": _l("strong consensus"),
    "consensus": _l("consensus"),
    "majority-agreement": _l("majority agreement"),
    "no-majority-agreement": _l("no majority"),
}
RAND_WORDS = {
    "appropriate": _l("appropriate"),
    "uncertain": _l("of uncertain appropriateness"),
    "inappropriate": _l("inappropriate"),
}

add_tab(
    Tab(
        "document",
        50,
        _l("Consensus"),
        "consensus.list_processes",
        "document_id",
        Action.PROCESS_READ,
        prefix="consensus.",
    )
)


@bp.app_template_filter("process_state")
def process_state(state: ProcessState) -> str:
    """Return the words of the page for the state of a process."""
    return str(STATE_WORDS[state])


@bp.app_template_filter("round_state")
def round_state(state: RoundState) -> str:
    """Return the words of the page for the state of a round."""
    return str(ROUND_WORDS[state])


@bp.app_template_filter("answer_words")
def answer_words(choice: str, rule: Rule) -> str:
    """Return an answer as people say it: a number, yes, no, or why there is none."""
    if not choice:
        return "–"
    if choice in {"0", "1"} and not rule.scale.is_vote:
        return choice
    return str(CODE_WORDS.get(choice, choice))


@bp.app_template_filter("plain_wording")
def plain_wording(source: str) -> str:
    """Return the words of a statement."""
    return plain_text(without_keys(source))


@bp.app_template_filter("tidy")
def tidy(value: float | None) -> float | int | None:
    """Return a whole number as one: 7, not 7.0."""
    return int(value) if value is not None and value == int(value) else value


@bp.app_template_filter("prose")
def prose(source: str) -> Rendered:
    """Return Markdown as safe HTML."""
    return render(source)


@bp.app_template_global("judged")
def judged(judgements: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Return the judgements of an evidence card as pairs of words."""
    return [
        (
            str(CRITERION_WORDS[Criterion(one["criterion"])][0]),
            ". ".join(
                part
                for part in (
                    str(JUDGEMENT_WORDS.get(one["judgement"], one["judgement"])),
                    one["note"],
                )
                if part
            ),
        )
        for one in judgements
    ]


@bp.app_template_filter("counted")
def counted(counts: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return counts as pairs in the order of the scale."""
    return sorted((int(point), count) for point, count in counts.items())


@bp.app_template_global("bands_of")
def bands_of(rule: Rule) -> dict[str, tuple[int, int]]:
    """Return the bands of a scale as the plots take them."""
    return {
        "against": (rule.disagreement.low, rule.disagreement.high),
        "for": (rule.agreement.low, rule.agreement.high),
    }


@bp.app_template_global("names_of")
def names_of(rule: Rule) -> dict[int, str]:
    """Return the words of the points of a scale that are known by them: yes and no, the grid."""
    if rule.scale.is_vote:
        return {1: _("Yes"), 0: _("No")}
    return {label.point: label.words for label in rule.scale.labels}


bp.add_app_template_global(span_of, "span_of")


@bp.app_template_filter("rand_words")
def rand_words(kind: str) -> str:
    """Return how a statement was rated by RAND/UCLA; that is no result of a vote."""
    return str(RAND_WORDS.get(kind, kind))


@bp.app_template_filter("awmf_words")
def awmf_words(kind: str) -> str:
    """Return the AWMF class of a vote in words."""
    return str(AWMF_WORDS.get(kind, kind))


@bp.app_template_global("wording_changes")
def wording_changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return what was changed between two wordings, word by word."""
    return [
        (span.op.value, span.text) for span in words(plain_wording(before), plain_wording(after))
    ]
