"""The words of the plan on pages: methods, choices, kinds of rounds, the next step."""

from flask_babel import lazy_gettext as _l

from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.plan import Invite, PlannedMethod, RoundKind, Settled

METHOD_WORDS = {
    PlannedMethod.MODIFIED_DELPHI: (
        _l("Modified Delphi"),
        _l("Closed rounds, with feedback in between that names nobody. The usual way."),
    ),
    PlannedMethod.RAND_UCLA: (
        _l("RAND/UCLA appropriateness"),
        _l("Rate alone, discuss at a meeting, rate again: is this appropriate, and for whom?"),
    ),
    PlannedMethod.NOMINAL_GROUP: (
        _l("Nominal group, or a vote at a meeting"),
        _l("The panel meets and votes in the room, by phone or by hand. Not anonymous."),
    ),
    PlannedMethod.GRADE_GRID: (
        _l("GRADE grid"),
        _l("Direction and strength of each recommendation, from strong against to strong for."),
    ),
    PlannedMethod.FINAL_VOTE: (
        _l("Vote on the final wording"),
        _l("Yes, no or abstain on each recommendation as it will be published (AWMF)."),
    ),
    PlannedMethod.REAL_TIME: (
        _l("Real-time Delphi"),
        _l("One long round; people come back and see where the panel stood. Early answers pull."),
    ),
}
INVITE_WORDS = {
    Invite.EVERYBODY: (
        _l("everybody on the panel, every time"),
        _l("Those who missed a round can come back; those who disagree stay in."),
    ),
    Invite.RESPONDERS: (
        _l("only those who answered the round before"),
        _l(
            "Careful: those who disagree tend to leave, so agreement rises without anybody having "
            "changed their mind. Who is asked again also shows who answered."
        ),
    ),
}
SETTLED_WORDS = {
    Settled.SHOWN: (
        _l("are shown, and not asked again"),
        _l("The panel sees what stands already."),
    ),
    Settled.HIDDEN: (_l("are not shown"), _l("The shortest questionnaire.")),
    Settled.REVOTE: (
        _l("are asked again in every round"),
        _l("A result can still change; RAND/UCLA asks everything twice."),
    ),
}
KIND_WORDS = {
    RoundKind.QUESTIONNAIRE: (
        _l("Questionnaire"),
        _l("Everybody answers alone, with a personal link."),
    ),
    RoundKind.MEETING: (
        _l("Meeting"),
        _l("Those who are present vote in the room. Marked as not anonymous."),
    ),
    RoundKind.PROPOSALS: (
        _l("Proposals"),
        _l("The panel proposes statements; nothing is rated."),
    ),
    RoundKind.REAL_TIME: (
        _l("Real-time round"),
        _l("Stays open for long; the panel sees frozen looks at it."),
    ),
}

YEARS_WORDS = {
    "0-4": _l("fewer than 5"),
    "5-9": _l("5 to 9"),
    "10-19": _l("10 to 19"),
    "20+": _l("20 or more"),
}


@bp.app_template_filter("method_words")
def method_words(method: PlannedMethod) -> str:
    """Return what a method is called on a page."""
    return str(METHOD_WORDS[method][0])


@bp.app_template_filter("kind_of_round")
def kind_of_round(kind: RoundKind) -> str:
    """Return what a kind of round is called on a page."""
    return str(KIND_WORDS[kind][0])
