"""What the record says about how a process was planned and carried out, in plain English."""

from collections.abc import Mapping

from babel import Locale, UnknownLocaleError

from guidelines.consensus.queries.course import Course
from guidelines.consensus.queries.recorded_panel import Fact, told
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.plan import PlannedMethod, RoundKind, Settled
from guidelines.consensus.rules.policies import (
    AnswerKind,
    Conflicted,
    Denominator,
    Partial,
    Population,
    ReasonRequired,
    StopWhen,
)
from guidelines.consensus.rules.wording import in_words
from guidelines.consensus.rules.writeup import Block

METHODS = {
    PlannedMethod.MODIFIED_DELPHI: "a modified Delphi process: closed rounds on prepared "
    "statements, with controlled feedback between them",
    PlannedMethod.RAND_UCLA: "the RAND/UCLA appropriateness method: rating, discussion, rating "
    "again",
    PlannedMethod.NOMINAL_GROUP: "a nominal group: a meeting with a vote",
    PlannedMethod.REAL_TIME: "a real-time Delphi process with frozen snapshots",
    PlannedMethod.GRADE_GRID: "a vote on direction and strength by the GRADE grid",
    PlannedMethod.FINAL_VOTE: "a vote on the final wording",
}
KINDS = {
    RoundKind.QUESTIONNAIRE: "questionnaire, each for themself",
    RoundKind.PROPOSALS: "open proposals by the panel",
    RoundKind.MEETING: "meeting, not anonymous",
    RoundKind.REAL_TIME: "real time",
}
ANSWERS = {
    AnswerKind.RATING: "a rating",
    AnswerKind.VOTE: "yes or no",
    AnswerKind.GRID: "one of the five columns of the GRADE grid",
    AnswerKind.RANKING: "a rank among all statements",
    AnswerKind.ESTIMATE: "an estimate: lowest, best and highest number",
}
_DENOMINATORS = {
    Denominator.RATED: "those who rated",
    Denominator.RATED_AND_OPTED_OUT: "those who rated or said that they cannot judge",
    Denominator.ELIGIBLE: "all who could answer, whether they did or not",
}


def method_facts(course: Course) -> dict[str, tuple[Block, ...]]:
    """Return what is known by the name of the fact; what is unknown is left out."""
    return told(course, FACTS)


def _method(course: Course) -> str:
    kinds = ", ".join(f"round {h.round.number}: {KINDS[h.round.kind]}" for h in course.held)
    steps = f" Rounds held: {kinds}." if kinds else ""
    return f"The method was {METHODS[course.process.planned.method]}.{steps}"


def _asking(course: Course) -> str:
    rule = course.process.definition
    text = f"The question was “{rule.question}” The answer was {ANSWERS[rule.kind]}"
    if rule.kind is AnswerKind.RATING:
        text += (
            f" from {rule.scale.lowest} ({rule.scale.low_label}) to {rule.scale.highest} "
            f"({rule.scale.high_label})"
        )
    if rule.quantity is not None:
        text += f" in {rule.quantity.unit}"
    text += (
        ". “I cannot judge this” was no point of the scale."
        if rule.kind is not (AnswerKind.VOTE)
        else ". One could abstain."
    )
    if rule.dimensions:
        text += f" Asked besides: {', '.join(one.title for one in rule.dimensions)}."
    reasons = {
        ReasonRequired.NEVER: "A comment was possible with each statement.",
        ReasonRequired.OUTSIDE_BAND: "A rating outside the agreement band needed a reason.",
        ReasonRequired.ON_CROSSING: "A rating in another band than before needed a reason.",
    }
    return f"{text} {reasons[rule.reason_required]}"


def _aims(course: Course) -> str:
    return " ".join(
        f"Round {one.number}: {one.purpose.rstrip('.')}." for one in course.rounds if one.purpose
    )


def _definition(course: Course) -> str:
    process = course.process
    if process.rule_sealed_at is None:
        return ""
    why = f" Why this one: {process.rule_why}" if process.rule_why else ""
    origin = (
        f" It is based on “{process.definition.based_on}”."
        if (process.definition.based_on)
        else ""
    )
    return (
        f"{in_words(process.definition)} It was locked on {course.day(process.rule_sealed_at)}, "
        f"before the first round.{origin} Source: {process.definition.source}{why}"
    )


def _settled(course: Course) -> str:
    plan = course.process.planned
    text = {
        Settled.HIDDEN: "Settled statements were not shown again.",
        Settled.SHOWN: "Settled statements were shown, not asked again.",
        Settled.REVOTE: "Settled statements were asked again.",
    }[plan.settled]
    if plan.settled is not Settled.REVOTE and plan.reopen_by:
        text += f" {plan.reopen_by} panel members together could have one asked again."
    return text


def _stopping(course: Course) -> str:
    stopping = course.process.definition.stopping
    most = f"at most {stopping.rounds} rounds were planned"
    return {
        StopWhen.FIXED: f"{most.capitalize()}.",
        StopWhen.SETTLED: f"{most.capitalize()}, fewer where every statement was settled.",
        StopWhen.STABLE: f"{most.capitalize()}, fewer where the ratings were stable (less than "
        f"{float(100 * stopping.change):g} % of them changed).",
    }[stopping.when]


def _rounds(course: Course) -> str:
    if not course.held:
        return ""
    rated = [one for one in course.held if one.round.kind is not RoundKind.PROPOSALS]
    proposed = len(course.held) - len(rated)
    words = "1 round" if len(rated) == 1 else f"{len(rated)} rounds"
    before = " and a round of open proposals" if proposed else ""
    return f"{words} of answers{before} were held."


def _groups(course: Course) -> str:
    rule = course.process.definition
    if not course.held:
        return ""
    asked = (
        "The definition of consensus asks for agreement inside stakeholder groups too."
        if rule.group_clauses
        else "The definition of consensus looks at the whole panel."
    )
    return (
        f"{asked} Feedback and results showed the tallies of a stakeholder group only where "
        f"nothing about fewer than {rule.smallest_cell} people follows from them. No answer "
        "weighed more than another."
    )


def _collection(course: Course) -> str:
    if not course.held:
        return ""
    together = [str(h.round.number) for h in course.held if not h.round.anonymous]
    meeting = f" Round {', '.join(together)} was held in a meeting." if together else ""
    return (
        "Answers were given in Concord, each panel member alone, by a personal link, in "
        f"{_language(course)}. Every answer was saved as it was given and could be "
        f"changed until the round closed.{meeting}"
    )


def _processing(course: Course) -> str:
    rule = course.process.definition
    partial = (
        "Answers given but not submitted count"
        if rule.partial is Partial.COUNT
        else "Only submitted answers count"
    )
    population = (
        " Counted are only those who answered every round."
        if rule.population is Population.ALL_ROUNDS
        else ""
    )
    return (
        f"Shares are of {_DENOMINATORS[rule.denominator]}, compared as exact fractions. "
        f"{partial}.{population} Quartiles are of type {rule.quantile_type}. A statement with "
        f"fewer than {rule.least_ratings} ratings is not computable. Tallies of stakeholder "
        f"groups are published only where nothing about fewer than {rule.smallest_cell} people "
        "follows from them."
    )


def _feedback(course: Course) -> str:
    if len(course.held) < 2:
        return ""
    return (
        "Before each further round everybody saw, for each statement: the wording then and now "
        "with the difference and the reason, their own earlier answer (never preselected), the "
        "distribution over every point, median, quartiles, shares in the bands, the result so "
        "far, and the comments of the panel without names, read by a moderator."
    )


def _anonymity(course: Course) -> str:
    if not course.held:
        return ""
    plan = course.process.planned
    names = (
        "A facilitator without a vote could see who had not answered."
        if plan.names_to_facilitator
        else "Nobody saw who had answered, only how many, in steps."
    )
    return (
        "Panel members did not know each other's answers. Answers lay sealed under pseudonyms "
        f"until the round closed; nobody saw interim results. {names} Answers are confidential "
        "until the key of the process is destroyed, then anonymous."
    )


def _language(course: Course) -> str:
    code = course.process.planned.language
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def _influence(course: Course) -> str:
    if course.process.planned.office_votes:
        return "Chair and facilitator could vote where they were on the panel."
    return "Chair and facilitator did not vote, and saw no answers of an open round."


def _access(course: Course) -> str:
    if not course.held:
        return ""
    return (
        "The questionnaire works on a phone, by keyboard and with a screen reader, without "
        "JavaScript too, and can be left and taken up again on another device. Its language was "
        f"{_language(course)}."
    )


def _interests(course: Course) -> str:
    if not course.held:
        return ""
    rule: Rule = course.process.definition
    kept = sum(one["n_recused"] for held in course.held for one in held.entries)
    times = {0: "never", 1: "once", 2: "twice"}.get(kept, f"{kept} times")
    policy = (
        "answered apart: the result without their answers decides"
        if rule.conflicted is Conflicted.DOUBLE_VOTE
        else "abstained from it"
    )
    return (
        "Interests were declared and assessed before and during the rounds. Who had one that "
        f"bears on a statement {policy}; that was so {times} (counted for each person, "
        "statement and round)."
    )


def _software(course: Course) -> str:
    return (
        "Concord, open source; results are counted in exact arithmetic, coefficients with NumPy. "
        "Results can be counted again from the published data by a script without further "
        "software."
    )


def _meaning(course: Course) -> str:
    return (
        "Consensus here is that the definition locked in advance is met. It says how far this "
        "panel agreed, not that a statement is true, and not how strong a recommendation is."
    )


FACTS: Mapping[str, Fact] = {
    "method": _method,
    "asking": _asking,
    "aims": _aims,
    "definition": _definition,
    "settled": _settled,
    "stopping": _stopping,
    "rounds": _rounds,
    "groups": _groups,
    "collection": _collection,
    "processing": _processing,
    "feedback": _feedback,
    "anonymity": _anonymity,
    "influence": _influence,
    "access": _access,
    "interests": _interests,
    "software": _software,
    "meaning": _meaning,
}
